"""A Stripe on loopback: checks what the API checks, keeps state, and signs what it tells."""

import hmac
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from time import time
from typing import Any
from urllib.parse import parse_qsl

import httpx
from aiohttp import web
from stripe.params import PaymentIntentCreateParams, RefundCreateParams
from stripe.params.checkout import SessionCreateParams

KEY = "sk_test_" + "k" * 24
SECRET = "whsec_" + "w" * 32
# Saved cards that the bank does not let be charged, by their last digits, and the code it says.
_UNPAYABLE = {"0341": "card_declined", "3184": "authentication_required"}
_PART = re.compile(r"\[([^\]]*)\]")


@dataclass
class FakeStripe:
    """One account. What it is to refuse or lose is set by the test."""

    url: str = ""
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    intents: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    disputes: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)  # in the order in which they came about
    failures: list[int] = field(default_factory=list)  # the status of the next requests
    lost: int = 0  # how many of the next answers are lost after the work was done
    refund_status: str = "succeeded"
    charge_status: str = "succeeded"  # of charges with a saved method
    refusals: list[tuple[int, str]] = field(default_factory=list)  # status and kind for the next requests
    requests: list[tuple[str, str]] = field(default_factory=list)
    saved: set[tuple[str | None, str | None]] = field(default_factory=set)  # payers and what they left
    _keys: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _numbers: count = field(default_factory=lambda: count(1))

    def app(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/v1/checkout/sessions", self._create_session)
        application.router.add_get("/v1/checkout/sessions/{id}", self._retrieve_session)
        application.router.add_post("/v1/refunds", self._create_refund)
        application.router.add_post("/v1/payment_intents", self._create_intent)
        application.router.add_get("/v1/payment_intents/{id}", self._retrieve_intent)
        return application

    # What a shopper does on Stripe's page.

    def pay(self, session_id: str, last4: str = "4242", brand: str = "visa") -> list[dict[str, Any]]:
        """Pay by a card that is taken; the events of it."""
        session = self.sessions[session_id]
        assert session["status"] == "open", session
        intent = self._intent(session)
        charge = {
            "id": self._id("ch"), "object": "charge", "amount": session["amount_total"],
            "payment_method_details": {"type": "card", "card": {"brand": brand, "last4": last4}},
        }  # fmt: skip
        method = f"pm_{brand}_{last4}"
        intent |= {"status": "succeeded", "latest_charge": charge, "payment_method": method}
        if session["usage"]:
            intent["setup_future_usage"] = session["usage"]
            self.saved.add((session["customer"], method))
        intent["last_payment_error"] = None
        session |= {"status": "complete", "payment_status": "paid", "url": None}
        return [
            self._event("payment_intent.succeeded", intent),
            self._event("checkout.session.completed", session),
        ]

    def decline(self, session_id: str, code: str = "card_declined") -> list[dict[str, Any]]:
        """Try a card that is not taken; the page stays open."""
        intent = self._intent(self.sessions[session_id])
        intent |= {"status": "requires_payment_method", "last_payment_error": {"code": code}}
        return [self._event("payment_intent.payment_failed", intent)]

    def ask_for_3d_secure(self, session_id: str) -> list[dict[str, Any]]:
        """The bank asks the payer to prove who they are: nothing is paid yet."""
        intent = self._intent(self.sessions[session_id])
        intent |= {"status": "requires_action", "last_payment_error": None}
        return [self._event("payment_intent.requires_action", intent)]

    def expire(self, session_id: str) -> list[dict[str, Any]]:
        session = self.sessions[session_id]
        session |= {"status": "expired", "url": None}
        return [self._event("checkout.session.expired", session)]

    def dispute(self, intent_id: str, status: str = "needs_response", dispute_id: str = "") -> dict[str, Any]:
        """The payer's bank contests a payment, or decides."""
        dispute = self.disputes.setdefault(
            dispute_id or self._id("dp"),
            {"object": "dispute", "payment_intent": intent_id, "currency": "usd", "reason": "fraudulent"},
        )
        dispute["id"] = next(key for key, value in self.disputes.items() if value is dispute)
        dispute |= {"status": status, "amount": self.intents[intent_id]["amount"]}
        kind = "charge.dispute.closed" if status in ("won", "lost") else "charge.dispute.created"
        return self._event(kind, dispute)

    def fail_refund(self, refund_id: str) -> dict[str, Any]:
        refund = self.refunds[refund_id]
        refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
        return self._event("refund.failed", refund)

    async def tell(
        self,
        client: httpx.AsyncClient,
        event: dict[str, Any],
        *,
        at: float | None = None,
        secret: str = SECRET,
    ) -> int:
        """Post an event as it is signed; the status that answers."""
        body = json.dumps(event)
        moment = int(time() if at is None else at)
        signature = hmac.new(secret.encode(), f"{moment}.{body}".encode(), sha256).hexdigest()
        header = f"t={moment},v1={signature}"
        answer = await client.post(
            "/payments/stripe",
            content=body,
            headers={"Stripe-Signature": header, "Content-Type": "application/json"},
        )
        return answer.status_code

    # The API.

    async def _create_session(self, request: web.Request) -> web.Response:
        return await self._once(request, SessionCreateParams, self._new_session)

    def _new_session(self, form: dict[str, Any]) -> dict[str, Any]:
        (line,) = form["line_items"].values()
        amount = int(line["price_data"]["unit_amount"]) * int(line["quantity"])
        if not 30 * 60 <= int(form["expires_at"]) - time() <= 24 * 3600:
            raise _Refused("expires_at")
        if amount < 50:
            raise _Refused("amount_too_small")
        session = {
            "id": self._id("cs_test"), "object": "checkout.session", "mode": form["mode"], "status": "open",
            "payment_status": "unpaid", "amount_total": amount, "currency": line["price_data"]["currency"],
            "metadata": form.get("metadata", {}), "client_reference_id": form.get("client_reference_id"),
            "customer_email": form.get("customer_email"), "payment_intent": None,
            "success_url": form["success_url"], "cancel_url": form.get("cancel_url"),
        }  # fmt: skip
        session["url"] = f"{self.url}/pay/{session['id']}"
        session["intent_metadata"] = form.get("payment_intent_data", {}).get("metadata", {})
        session["customer"] = self._id("cus") if form.get("customer_creation") == "always" else None
        session["usage"] = form.get("payment_intent_data", {}).get("setup_future_usage")
        self.sessions[session["id"]] = session
        return session

    async def _retrieve_session(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        session = self.sessions.get(request.match_info["id"])
        if session is None:
            return _error(404, "resource_missing")
        expands = "payment_intent.latest_charge" in request.query.getall("expand[0]", [])
        intent = self.intents.get(session["payment_intent"] or "")
        shown = {key: value for key, value in session.items() if key != "intent_metadata"}
        return web.json_response(shown | ({"payment_intent": intent} if expands else {}))

    async def _create_intent(self, request: web.Request) -> web.Response:
        return await self._once(request, PaymentIntentCreateParams, self._new_intent)

    def _new_intent(self, form: dict[str, Any]) -> dict[str, Any]:
        """Charge a method that a payer left for this, while nobody is there."""
        if form.get("off_session") != "true" or form.get("confirm") != "true":
            raise _Refused("parameter_missing")
        if (form.get("customer"), form.get("payment_method")) not in self.saved:
            raise _Refused("resource_missing")
        last4 = form["payment_method"].rpartition("_")[2]
        if last4 in _UNPAYABLE:
            raise _Refused(_UNPAYABLE[last4], status=402, kind="card_error")
        intent = {
            "id": self._id("pi"), "object": "payment_intent", "amount": int(form["amount"]),
            "currency": form["currency"], "metadata": form.get("metadata", {}), "status": self.charge_status,
            "payment_method": form["payment_method"], "last_payment_error": None, "latest_charge": None,
        }  # fmt: skip
        self.intents[intent["id"]] = intent
        return intent

    async def _retrieve_intent(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        intent = self.intents.get(request.match_info["id"])
        return web.json_response(intent) if intent else _error(404, "resource_missing")

    def finish(self, intent_id: str, status: str, code: str | None = None) -> dict[str, Any]:
        """Let a charge that took longer come out as it does; the event of it."""
        error = {"code": code} if code else None
        self.intents[intent_id] |= {"status": status, "last_payment_error": error}
        kind = "succeeded" if status == "succeeded" else "payment_failed"
        return self._event(f"payment_intent.{kind}", self.intents[intent_id])

    async def _create_refund(self, request: web.Request) -> web.Response:
        return await self._once(request, RefundCreateParams, self._new_refund)

    def _new_refund(self, form: dict[str, Any]) -> dict[str, Any]:
        intent = self.intents.get(form["payment_intent"])
        if intent is None or intent["status"] != "succeeded":
            raise _Refused("resource_missing")
        amount = int(form["amount"])
        given = sum(
            each["amount"] for each in self.refunds.values() if each["payment_intent"] == intent["id"]
        )
        if amount <= 0 or given + amount > intent["amount"]:
            raise _Refused("charge_already_refunded")
        refund = {
            "id": self._id("re"), "object": "refund", "amount": amount, "payment_intent": intent["id"],
            "status": self.refund_status, "currency": intent["currency"],
        }  # fmt: skip
        self.refunds[refund["id"]] = refund
        return refund

    async def _once(self, request: web.Request, params: Any, work: Any) -> web.Response:
        """Do it once for each idempotency key, with the parameters that the library's own types have."""
        if refused := self._refused(request):
            return refused
        body = await request.text()
        form = nested(parse_qsl(body, keep_blank_values=True))
        unknown = set(form) - set(params.__annotations__)
        if unknown:
            return _error(400, "parameter_unknown", ", ".join(sorted(unknown)))
        key = request.headers.get("Idempotency-Key", "")
        if key in self._keys:
            before, answer = self._keys[key]
            if before != body:
                return _error(400, "idempotency_key_in_use", kind="idempotency_error")
            return web.json_response(answer)
        try:
            answer = work(form)
        except _Refused as refusal:
            return _error(refusal.status, refusal.code, kind=refusal.kind)
        shown = {name: value for name, value in answer.items() if name != "intent_metadata"}
        if key:
            self._keys[key] = (body, dict(shown))
        if self.lost:
            self.lost -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response(shown)

    def _refused(self, request: web.Request) -> web.Response | None:
        self.requests.append((request.method, request.path))
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return _error(401, "api_key_invalid")
        if self.refusals:
            status, kind = self.refusals.pop(0)
            return _error(status, kind, kind=kind)
        if self.failures:
            return _error(self.failures.pop(0), "api_error")
        return None

    def _intent(self, session: dict[str, Any]) -> dict[str, Any]:
        if session["payment_intent"] is None:
            intent = {
                "id": self._id("pi"), "object": "payment_intent", "amount": session["amount_total"],
                "currency": session["currency"], "metadata": session["intent_metadata"],
                "last_payment_error": None, "latest_charge": None, "payment_method": None,
            }  # fmt: skip
            self.intents[intent["id"]] = intent
            session["payment_intent"] = intent["id"]
        return self.intents[session["payment_intent"]]

    def _event(self, kind: str, thing: dict[str, Any]) -> dict[str, Any]:
        shown = {name: value for name, value in thing.items() if name != "intent_metadata"}
        event = {
            "id": self._id("evt"), "object": "event", "type": kind, "created": int(time()),
            "data": {"object": json.loads(json.dumps(shown))},
        }  # fmt: skip
        self.events.append(event)
        return event

    def _id(self, prefix: str) -> str:
        return f"{prefix}_{next(self._numbers):024}"


class _Refused(Exception):
    def __init__(self, code: str, *, status: int = 400, kind: str = "invalid_request_error") -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.kind = kind


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """A form of `a[b][0][c]=d` as nested dicts."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        path = [name.split("[", 1)[0], *_PART.findall(name)]
        place = found
        for part in path[:-1]:
            place = place.setdefault(part, {})
        place[path[-1]] = value
    return found


def _error(status: int, code: str, message: str = "", kind: str = "invalid_request_error") -> web.Response:
    body = {"error": {"type": kind, "code": code, "message": message or code}}
    return web.json_response(body, status=status, headers={"Stripe-Should-Retry": "false"})


@asynccontextmanager
async def fake_stripe() -> AsyncIterator[FakeStripe]:
    """A running one."""
    fake = FakeStripe()
    runner = web.AppRunner(fake.app(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    fake.url = f"http://{host}:{port}"
    try:
        yield fake
    finally:
        await runner.cleanup()
