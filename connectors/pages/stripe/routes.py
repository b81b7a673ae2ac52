"""`POST /payments/stripe`: what Stripe reports, believed by its signature alone."""

import json
from datetime import timedelta

import stripe
import structlog
from sanic import Blueprint, HTTPResponse, Request, empty

from commerce.clock import Clock
from commerce.database import DATABASE_ERRORS, Sessions
from commerce.payments.events import store_event
from commerce.payments.port import ProviderRefused, ProviderUnavailable
from connectors.edge.errors import ApiError
from connectors.pages.stripe.events import StripeEvents
from connectors.pages.stripe.facts import NoEvent, facts_of
from connectors.pages.stripe.payments import STRIPE

log = structlog.get_logger(__name__)

_TOLERANCE = timedelta(minutes=5)


def stripe_routes(sessions: Sessions, events: StripeEvents, webhook_secret: str, clock: Clock) -> Blueprint:
    """The webhook: verified, kept, then acknowledged; what cannot be done at once, the worker takes up."""
    routes = Blueprint("stripe", url_prefix="/payments/stripe")

    @routes.post("/")
    async def webhook(request: Request) -> HTTPResponse:
        body = _verified(request, webhook_secret, clock)
        try:
            event = json.loads(body)
            event_id, kind, facts = str(event["id"]), str(event["type"]), facts_of(event)
        except (NoEvent, ValueError, KeyError, TypeError):
            raise ApiError(400, "body_invalid", "this is no event") from None
        async with sessions.begin() as session:
            is_new = await store_event(session, STRIPE, event_id, kind, facts)
        if is_new:
            try:
                await events.handle(event_id)
            except (ProviderUnavailable, ProviderRefused, *DATABASE_ERRORS) as error:
                log.warning("a payment event waits for the worker", kind=kind, error=type(error).__name__)
        return empty(200)

    return routes


def _verified(request: Request, secret: str, clock: Clock) -> str:
    """The body as it was signed, just now. Raises a 401."""
    header = request.headers.get("stripe-signature", "")
    try:
        body = request.body.decode()
        # Times are checked below, in both directions and by the clock we are given.
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
        signed_at = int(dict(part.split("=", 1) for part in header.split(","))["t"])
    except (stripe.SignatureVerificationError, UnicodeDecodeError, ValueError, KeyError):
        raise ApiError(401, "signature_invalid", "this was not signed by Stripe") from None
    if abs(clock.now().timestamp() - signed_at) > _TOLERANCE.total_seconds():
        raise ApiError(401, "signature_expired", "this was signed at another time")
    return body
