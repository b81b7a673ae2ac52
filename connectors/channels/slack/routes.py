"""Slack's requests over HTTP: the Events API and interactivity."""

import json
from typing import Any
from urllib.parse import parse_qs

from sanic import Blueprint, HTTPResponse, Request, empty
from sanic import json as json_response

from connectors.channels.slack.events import MalformedEvent
from connectors.channels.slack.intake import Intake, NotNow
from connectors.channels.slack.signature import SignedBySlack
from connectors.edge.errors import ApiError, error_response
from connectors.edge.rejections import Refusals


def slack_routes(intake: Intake, signed: SignedBySlack, refusals: Refusals) -> Blueprint:
    """`POST /slack/events`, `/slack/interactivity`, `/slack/commands`; a bad signature is a 401, counted."""
    routes = Blueprint("slack", url_prefix="/slack")

    def signed_body(request: Request) -> bytes:
        if not signed.is_genuine(request.body, request.headers):
            refusals.count("signature")
            raise ApiError(401, "signature_invalid", "not signed by Slack with this app's secret, or too old")
        return request.body

    @routes.post("/events")
    async def events(request: Request) -> HTTPResponse:
        envelope = _object(signed_body(request))
        if envelope.get("type") == "url_verification":
            return json_response({"challenge": str(envelope.get("challenge", ""))})
        await intake.event(envelope)
        return empty(200)

    @routes.post("/interactivity")
    async def interactivity(request: Request) -> HTTPResponse:
        form = parse_qs(signed_body(request).decode())
        answer = await intake.interaction(_object(form.get("payload", [""])[0]))
        return json_response(answer) if answer else empty(200)

    @routes.post("/commands")
    async def commands(request: Request) -> HTTPResponse:
        form = parse_qs(signed_body(request).decode())
        return json_response(await intake.command({name: values[0] for name, values in form.items()}))

    @routes.exception(NotNow)
    async def on_not_now(_: Request, __: NotNow) -> HTTPResponse:
        return error_response(ApiError(503, "not_stored", "it could not be stored in time; send it again"))

    @routes.exception(MalformedEvent)
    async def on_malformed(_: Request, error: MalformedEvent) -> HTTPResponse:
        refusals.count("malformed")
        return error_response(ApiError(400, "malformed_event", str(error)))

    return routes


def _object(body: bytes | str) -> dict[str, Any]:
    """The JSON object in a body. Raises MalformedEvent."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedEvent("not JSON") from None
    if not isinstance(value, dict):
        raise MalformedEvent("not a JSON object")
    return value
