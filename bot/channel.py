"""The REST channel the gateway talks to: Rasa's, but a turn that failed says so."""

from __future__ import annotations

import logging
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.turns import CollectedTurn, TurnFailed

logger = logging.getLogger(__name__)


class TurnChannel(RestInput):
    """`POST /webhooks/rest/webhook` as in Rasa, but 500 with an `error` where Rasa gives 200 and half a turn.

    The last entry of an answer says under `custom.understanding` what was understood, see `understanding_of`.
    Message texts are not logged.
    """

    def blueprint(self, on_new_message) -> Blueprint:
        routes = Blueprint("turn_channel")

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            collected = CollectedTurn()
            message = UserMessage(
                self._extract_message(request),
                collected,
                await self._extract_sender(request),
                input_channel=self._extract_input_channel(request),
                metadata=self.get_metadata(request),
            )
            try:
                await on_new_message(message)
            except TurnFailed as failure:
                logger.error("turn failed: %s: %r", failure, failure.__cause__)
                return _failed("action_failed", str(failure))
            except Exception:
                logger.exception("turn failed")
                return _failed("turn_failed", "the turn could not be completed; nothing of it was saved")
            return response.json([*collected.messages, *_told(collected, message.sender_id)])

        return routes


def _told(turn: CollectedTurn, sender: str) -> list[dict[str, Any]]:
    if turn.understanding is None:
        return []
    return [{"recipient_id": sender, "custom": {"understanding": turn.understanding}}]


def _failed(code: str, reason: str) -> HTTPResponse:
    return response.json({"error": {"code": code, "reason": reason}}, status=500)
