"""Payments by Stripe Checkout, through Stripe's own library."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar

import stripe

from commerce.clock import Clock
from commerce.customers.models import PaymentMethodKind
from commerce.money import Money
from commerce.payments.port import (
    ChargeWanted,
    PaidWith,
    PaymentPage,
    PaymentReport,
    PaymentState,
    PaymentWanted,
    ProviderRefused,
    ProviderUnavailable,
    RefundSent,
    RefundWanted,
)
from connectors.pages.stripe.account import StripeAccount

STRIPE = "stripe"
_SESSION_LIFETIME = timedelta(minutes=31)  # Stripe takes no less than 30
_TIMEOUT_S = 20
_TRIES = 2  # after the first, by the library, under the same idempotency key
_LONGEST_NAME = 240
_INTENT = "pi_"  # how the names of payment intents begin
# What says nothing of the payment: a key that is wrong or may too little, the same request under way.
_OURS = (stripe.AuthenticationError, stripe.PermissionError, stripe.IdempotencyError)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StripePayments:
    """One account's payments."""

    account: StripeAccount
    clock: Clock
    name: str = STRIPE

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[stripe.StripeClient]:
        """A client of the library's. Payments are few: none of its connections outlives its use."""
        addresses: Any = {"api": self.account.api_url}
        http = stripe.HTTPXClient(timeout=_TIMEOUT_S)
        try:
            yield stripe.StripeClient(
                self.account.secret_key,
                base_addresses=addresses,
                max_network_retries=_TRIES,
                http_client=http,
            )
        finally:
            await http.close_async()

    async def begin(self, wanted: PaymentWanted) -> PaymentPage:
        """Open a Checkout Session, the same one for the same attempt."""
        pieces = ", ".join(f"{each.quantity} × {each.title}" for each in wanted.items)
        params: Any = {
            "mode": "payment",
            "client_reference_id": str(wanted.attempt_id),
            "customer_email": wanted.email,
            "success_url": wanted.done_url,
            "cancel_url": wanted.back_url,
            "expires_at": int((self.clock.now() + _SESSION_LIFETIME).timestamp()),
            "metadata": {"attempt": str(wanted.attempt_id)},
            "payment_intent_data": {"metadata": {"attempt": str(wanted.attempt_id)}},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {
                        "currency": wanted.amount.currency.lower(),
                        "unit_amount": wanted.amount.amount_minor,
                        "product_data": {"name": pieces[:_LONGEST_NAME]},
                    },
                }
            ],
        }
        if wanted.keeps_method:
            params["customer_creation"] = "always"
            params["payment_intent_data"]["setup_future_usage"] = "off_session"
        options: Any = {"idempotency_key": f"begin-{wanted.attempt_id}"}
        async with self._client() as client:
            session = await _asked(client.v1.checkout.sessions.create_async(params, options))
        if session.url is None:
            raise ProviderRefused("no_url")
        return PaymentPage(session.url, session.id)

    async def charge(self, wanted: ChargeWanted) -> PaymentReport:
        """Confirm a PaymentIntent with a saved method, the same one for the same attempt."""
        if wanted.reference is None or wanted.payer_reference is None:
            return PaymentReport(PaymentState.FAILED, failure="method_not_saved")
        params: Any = {
            "amount": wanted.amount.amount_minor,
            "currency": wanted.amount.currency.lower(),
            "customer": wanted.payer_reference,
            "payment_method": wanted.reference,
            "off_session": True,
            "confirm": True,
            "expand": ["latest_charge"],
            "metadata": {"attempt": str(wanted.attempt_id)},
        }
        options: Any = {"idempotency_key": f"charge-{wanted.attempt_id}"}
        async with self._client() as client:
            try:
                created = await _asked(client.v1.payment_intents.create_async(params, options))
            except ProviderRefused as refused:  # the bank, or the provider, says no
                return PaymentReport(PaymentState.FAILED, failure=refused.code)
        return charge_report_of(created.to_dict())

    async def report(self, reference: str) -> PaymentReport:
        """Ask how a Checkout Session, or a charge, stands now, whatever was reported in which order."""
        params: Any = {"expand": ["payment_intent.latest_charge"]}
        async with self._client() as client:
            if reference.startswith(_INTENT):
                params = {"expand": ["latest_charge"]}
                intent = await _asked(client.v1.payment_intents.retrieve_async(reference, params))
                return charge_report_of(intent.to_dict())
            session = await _asked(client.v1.checkout.sessions.retrieve_async(reference, params))
        return report_of(session.to_dict())

    async def refund(self, wanted: RefundWanted) -> RefundSent:
        """Send back a part of a payment, once for each key."""
        params: Any = {"payment_intent": wanted.payment_reference, "amount": wanted.amount.amount_minor}
        options: Any = {"idempotency_key": wanted.key}
        async with self._client() as client:
            refund = await _asked(client.v1.refunds.create_async(params, options))
        if refund.status in ("failed", "canceled"):
            raise ProviderRefused(str(refund.to_dict().get("failure_reason") or refund.status))
        return RefundSent(refund.id, is_done=refund.status == "succeeded")


def report_of(session: dict[str, Any]) -> PaymentReport:
    """What a Checkout Session, with its payment intent, says of a try."""
    intent: dict[str, Any] = session.get("payment_intent") or {}
    if session.get("payment_status") == "paid":
        amount = Money(int(session["amount_total"]), str(session["currency"]).upper())
        paid_with = _method(intent)
        if intent.get("setup_future_usage") and session.get("customer"):
            paid_with = replace(paid_with, payer=str(session["customer"]))
        return PaymentReport(PaymentState.PAID, amount, str(intent["id"]), paid_with)
    error: dict[str, Any] = intent.get("last_payment_error") or {}
    if session.get("status") == "expired":
        return PaymentReport(PaymentState.FAILED, failure=str(error.get("code") or "expired"))
    if error:
        return PaymentReport(PaymentState.FAILED, failure=str(error.get("decline_code") or error.get("code")))
    return PaymentReport(PaymentState.OPEN)


def charge_report_of(intent: dict[str, Any]) -> PaymentReport:
    """What a payment intent says of a try with a saved method; what is under way is OPEN, by its name."""
    if intent["status"] == "succeeded":
        amount = Money(int(intent["amount"]), str(intent["currency"]).upper())
        return PaymentReport(PaymentState.PAID, amount, str(intent["id"]), _method(intent))
    if intent["status"] == "processing":
        return PaymentReport(PaymentState.OPEN, payment_reference=str(intent["id"]))
    error: dict[str, Any] = intent.get("last_payment_error") or {}
    return PaymentReport(PaymentState.FAILED, failure=str(error.get("code") or intent["status"]))


def _method(intent: dict[str, Any]) -> PaidWith:
    """What paid it, as far as it is told: the charge has to have been asked for."""
    told = intent.get("latest_charge")
    charge: dict[str, Any] = told if isinstance(told, dict) else {}
    details: dict[str, Any] = charge.get("payment_method_details") or {}
    method_id = str(intent.get("payment_method") or charge.get("id"))
    kind = str(details.get("type", "other"))
    if kind == "card":
        card: dict[str, Any] = details.get("card") or {}
        return PaidWith(method_id, PaymentMethodKind.CREDIT_CARD, card.get("brand"), card.get("last4"))
    if kind == "paypal":
        return PaidWith(method_id, PaymentMethodKind.PAYPAL)
    return PaidWith(method_id, PaymentMethodKind.OTHER, kind.replace("_", " "))


async def _asked(answer: Awaitable[T]) -> T:
    """The answer, or why there is none in the words of the port."""
    try:
        return await answer
    except (stripe.APIConnectionError, stripe.RateLimitError, *_OURS) as error:
        raise ProviderUnavailable(type(error).__name__) from None
    except stripe.StripeError as error:
        if (error.http_status or 500) >= 500:
            raise ProviderUnavailable(type(error).__name__) from None
        raise ProviderRefused(str(error.code or type(error).__name__)) from None
