"""The REST channel the gateway talks to: Rasa's, but a turn that failed says so."""

from __future__ import annotations

import hmac
import logging
import os
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.failures import TurnFailed, described, is_away
from bot.languages.characters import usual_characters
from bot.models import ModelRefused, Switch
from bot.preflight import SECRET_SETTING
from bot.tracing import PARENT_HEADER, TRACER
from bot.turns import CollectedTurn

logger = logging.getLogger(__name__)


class TurnChannel(RestInput):
    """`POST /webhooks/rest/webhook` as in Rasa, but with an `error` where Rasa gives 200 and half a turn.

    503 when what the turn needs is away, so that it may be tried again; 500 when it broke. The last entry of
    an answer says under `custom.understanding` what was understood, see `understanding_of`. Message texts are
    not logged. `PUT /webhooks/rest/model` goes over to another model, see `bot.models`. Whoever does not know
    the secret of AISLE_INTERNAL_SECRET is answered 401.
    """

    def blueprint(self, on_new_message) -> Blueprint:
        routes = Blueprint("turn_channel")
        switch = Switch()

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not _is_known(request):
                return _unknown()
            with TRACER.within(request.headers.get(PARENT_HEADER)), TRACER.span("turn"):
                return await answer(request)

        async def answer(request: Request) -> HTTPResponse:
            collected = CollectedTurn()
            message = UserMessage(
                usual_characters(self._extract_message(request) or ""),
                collected,
                await self._extract_sender(request),
                input_channel=self._extract_input_channel(request),
                metadata=self.get_metadata(request),
            )
            try:
                await on_new_message(message)
            except TurnFailed as failure:
                logger.error("turn failed: %s", failure)
                return _failed(str(failure), may_pass=failure.may_pass)
            except Exception as failure:  # noqa: BLE001  the edge of the process
                logger.error("turn failed: %s", described(failure))
                return _failed(f"the turn broke: {type(failure).__name__}", may_pass=is_away(failure))
            return response.json([*collected.messages, *_told(collected, message.sender_id)])

        @routes.route("/model", methods=["PUT"])
        async def use_model(request: Request) -> HTTPResponse:
            if not _is_known(request):
                return _unknown()
            try:
                await switch.to(request.app.ctx.agent, Path(str((request.json or {}).get("model", ""))))
            except ModelRefused as refusal:
                return response.json({"error": {"code": "model_refused", "reason": str(refusal)}}, 422)
            return response.json({"model": request.app.ctx.agent.processor.model_filename})

        return routes


def _unknown() -> HTTPResponse:
    return response.json({"error": {"code": "unauthorized", "reason": "not the gateway"}}, 401)


def _is_known(request: Request) -> bool:
    secret = os.environ.get(SECRET_SETTING, "")
    given = request.headers.get("authorization", "")
    return bool(secret) and hmac.compare_digest(given.encode(), f"Bearer {secret}".encode())


def _told(turn: CollectedTurn, sender: str) -> list[dict[str, Any]]:
    if turn.understanding is None:
        return []
    return [{"recipient_id": sender, "custom": {"understanding": turn.understanding}}]


def _failed(reason: str, *, may_pass: bool) -> HTTPResponse:
    code, status = ("turn_held_up", 503) if may_pass else ("turn_failed", 500)
    return response.json({"error": {"code": code, "reason": reason}}, status=status)
