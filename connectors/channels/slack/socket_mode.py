"""Socket Mode: events over a connection that we open, for a workspace that cannot reach the gateway."""

import asyncio
import logging
from types import TracebackType
from typing import Any, Self

import structlog
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from connectors.channels.slack.events import MalformedEvent
from connectors.channels.slack.intake import Intake, NotNow
from connectors.edge.errors import ApiError
from connectors.edge.rejections import Refusals

log = structlog.get_logger(__name__)


class SocketMode:
    """Keeps the connection while it is entered; the library opens it anew whenever it is lost."""

    def __init__(self, app_token: str, client: AsyncWebClient, intake: Intake, refusals: Refusals) -> None:
        self._app_token = app_token
        self._client = client
        self._intake = intake
        self._refusals = refusals
        self._socket: SocketModeClient | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._socket = SocketModeClient(
            self._app_token, logger=logging.getLogger("slack_sdk.socket_mode"), web_client=self._client
        )
        self._socket.socket_mode_request_listeners.append(self._listen)
        # In the background: the gateway serves its other channels while Slack is away.
        self._connecting = asyncio.create_task(self._socket.connect())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._connecting is not None
        assert self._socket is not None
        self._connecting.cancel()
        await asyncio.gather(self._connecting, return_exceptions=True)
        await self._socket.close()

    async def _listen(self, socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Take in what came and acknowledge it; what is not stored gets no answer, so it comes again."""
        answer: dict[str, Any] | None = None
        try:
            if request.type == "events_api":
                await self._intake.event(request.payload)
            elif request.type == "interactive":
                answer = await self._intake.interaction(request.payload)
            elif request.type == "slash_commands":
                answer = await self._intake.command(request.payload)
        except (NotNow, ApiError) as error:
            log.warning("an event from Slack is to come again", kind=type(error).__name__)
            return
        except MalformedEvent as malformed:
            self._refusals.count("malformed")
            log.error("an event of another shape", reason=str(malformed))
        response = SocketModeResponse(envelope_id=request.envelope_id, payload=answer)
        await socket.send_socket_mode_response(response)
