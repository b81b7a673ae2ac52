"""Twilio's webhooks and the short links of texts."""

from uuid import UUID

import structlog
from sanic import Blueprint, HTTPResponse, Request, empty, html
from sanic.response import redirect
from twilio.twiml.messaging_response import MessagingResponse

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.documents.rendering import render
from commerce.errors import NotFound
from commerce.links.short_links import LinkExpired, ShortLinks
from connectors.channels.phone.reception import PhoneReception
from connectors.channels.sms.statuses import note_status
from connectors.channels.sms.webhook import Malformed, NotTwilios, SignedByTwilio, StatusIn, text_of
from connectors.edge.errors import ApiError, error_response
from connectors.edge.rejections import Refusals
from connectors.edge.repeats import Repeats

log = structlog.get_logger(__name__)

_NOTHING_TO_SAY = str(MessagingResponse())


def twilio_routes(
    signed: SignedByTwilio, reception: PhoneReception, sessions: Sessions, refusals: Refusals
) -> Blueprint:
    """`POST /sms/twilio` and `POST /sms/twilio/status`; a bad signature is a 403, counted."""
    routes = Blueprint("twilio", url_prefix="/sms/twilio")
    repeats = Repeats(refusals)

    @routes.post("/")
    async def text_in(request: Request) -> HTTPResponse:
        text = text_of(signed.form(request))
        if not repeats.is_one(text.id):
            await reception.receive(text)
            repeats.remember(text.id)
        return HTTPResponse(_NOTHING_TO_SAY, content_type="text/xml; charset=utf-8")

    @routes.post("/status")
    async def status(request: Request) -> HTTPResponse:
        said = StatusIn.of(signed.form(request))
        delivery_id, told_as = _delivery_id(request), f"{said.sid} {said.status}"
        if not repeats.is_one(told_as):
            async with sessions.begin() as session:
                is_ours = await note_status(session, delivery_id, said)
            if is_ours:
                repeats.remember(told_as)
            else:
                refusals.count("status of no text of ours")
        return empty()

    @routes.exception(NotTwilios)
    async def on_forged(_: Request, __: NotTwilios) -> HTTPResponse:
        refusals.count("signature")
        return error_response(
            ApiError(403, "signature_invalid", "not signed by Twilio with this account's token")
        )

    @routes.exception(Malformed)
    async def on_malformed(_: Request, error: Malformed) -> HTTPResponse:
        refusals.count("malformed")
        return error_response(ApiError(400, "malformed_request", f"{error} is missing or of another shape"))

    @routes.exception(ApiError)
    async def on_refusal(_: Request, error: ApiError) -> HTTPResponse:
        refusals.count(error.code)
        return error_response(error)

    return routes


def short_link_routes(sessions: Sessions, links: ShortLinks, clock: Clock, store_name: str) -> Blueprint:
    """`/l/<code>`: on to where the link leads; what leads nowhere is told to a person."""
    routes = Blueprint("short_links")

    @routes.get("/l/<code:str>")
    async def follow(_: Request, code: str) -> HTTPResponse:
        try:
            async with sessions() as session:
                url = await links.follow(session, code, clock)
        except LinkExpired:
            return _notice(store_name, 410, "This link has expired", "Ask our assistant for a new one.")
        except NotFound:
            return _notice(store_name, 404, "There is nothing here", "Please check the link.")
        return redirect(url, headers={"x-robots-tag": "noindex"})

    return routes


def _delivery_id(request: Request) -> UUID:
    try:
        return UUID(request.args.get("delivery", ""))
    except ValueError:
        raise Malformed("delivery") from None


def _notice(store_name: str, status: int, title: str, sentence: str) -> HTTPResponse:
    page = render("notice.html", store_name=store_name, title=title, sentence=sentence)
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return html(page, status=status, headers={"content-security-policy": policy, "x-robots-tag": "noindex"})
