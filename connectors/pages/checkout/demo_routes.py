"""`/pay/demo/<reference>`: where the demo store is paid."""

from sanic import Blueprint, HTTPResponse, Request, redirect

from commerce.checkout.links import checkout_ref
from commerce.checkout.models import Checkout
from commerce.checkout.paying import attempt_of, settle
from commerce.checkout.refusals import CheckoutNotFound
from commerce.identity import IdentityLevel
from commerce.payments.models import AttemptStatus, PaymentAttempt
from commerce.payments.port import PaymentReport, PaymentState
from connectors.pages.checkout.demo_payments import CARDS, DEMO
from connectors.pages.checkout.routes import CheckoutParts, form_value


def demo_pay_routes(parts: CheckoutParts) -> Blueprint:
    """The demo provider's page; it settles what it is told at once."""
    routes = Blueprint("demo_pay", url_prefix="/pay/demo")

    async def attempt(reference: str) -> tuple[PaymentAttempt, str]:
        async with parts.sessions() as session:
            found = await attempt_of(session, DEMO, reference)
            if found is None:
                raise CheckoutNotFound
            checkout = await session.get_one(Checkout, found.checkout_id)
            if checkout.cart_id is None:
                raise CheckoutNotFound
        ref = checkout_ref(checkout.cart_id, None, IdentityLevel.ANONYMOUS)
        return found, f"/checkout/{parts.links.token(ref, clock=parts.clock)}"

    @routes.get("/<reference:str>")
    async def page(_: Request, reference: str) -> HTTPResponse:
        try:
            found, back = await attempt(reference)
        except CheckoutNotFound:
            return parts.notice("There is nothing here", "Please check the link.", 404)
        if found.status not in (AttemptStatus.STARTED, AttemptStatus.FAILED):
            return redirect(back, status=303, headers=parts.headers)
        return parts.show("demo_pay.html", amount=str(found.amount), is_declined=False)

    @routes.post("/<reference:str>")
    async def pay(request: Request, reference: str) -> HTTPResponse:
        try:
            found, back = await attempt(reference)
        except CheckoutNotFound:
            return parts.notice("There is nothing here", "Please check the link.", 404)
        card = CARDS.get(form_value(request, "card"))
        report = (
            PaymentReport(PaymentState.PAID, found.amount, f"demo_{found.id.hex}", card)
            if card is not None
            else PaymentReport(PaymentState.FAILED, failure="card_declined")
        )
        async with parts.sessions.begin() as session:
            await settle(session, found.id, report, clock=parts.clock, notifier=parts.notifier)
        if card is None:
            return parts.show("demo_pay.html", 402, amount=str(found.amount), is_declined=True)
        return redirect(back, status=303, headers=parts.headers)

    return routes
