"""Runs a gateway inside the test, on a real port, and talks to it as clients do."""

import asyncio
import json
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import jwt
from sanic import Sanic
from websockets.asyncio.client import ClientConnection, connect

from commerce.clock import SystemClock
from commerce.database import Sessions
from connectors.channels.slack.setup import SlackApp
from connectors.channels.sms.line import SmsLine
from connectors.edge.connections import BoundedProtocol
from connectors.pages.stripe.account import StripeAccount
from connectors.server.app import create_app
from connectors.server.dependencies import GatewayDependencies
from connectors.server.gateway import Gateway
from connectors.server.options import GatewayOptions
from training.place import Place

INTERNAL_SECRET = "i" * 40
CONVERSATION_SECRET = "c" * 40
SHOPPER_SECRET = "s" * 40


class RunningGateway:
    """A gateway's address and a client for it."""

    def __init__(self, port: int, client: httpx.AsyncClient, parts: Gateway, app: Sanic) -> None:
        self.app = app
        self.port = port
        self.client = client
        self.parts = parts

    def chat(self) -> "ChatClient":
        return ChatClient(self.client)

    def open_socket(self, **headers: str) -> connect:
        return connect(f"ws://127.0.0.1:{self.port}/chat/ws", additional_headers=headers)


class ChatClient:
    """A shopper over HTTP."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.conversation: str | None = None
        self.token: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    async def post(self, **body: Any) -> httpx.Response:
        """Send one message with whatever else the body is to hold."""
        body = {"id": uuid4().hex} | ({"conversation": self.conversation} if self.conversation else {}) | body
        answer = await self.client.post("/chat/messages", json=body, headers=self.headers)
        if answer.is_success:
            self.conversation = answer.json()["conversation"]
            self.token = answer.json().get("conversation_token", self.token)
        return answer

    async def say(self, text: str, **body: Any) -> list[str]:
        """The texts that answer a text."""
        answer = await self.post(text=text, **body)
        assert answer.status_code == 200, answer.text
        return [message["text"] for message in answer.json()["messages"]]

    async def messages(self, after: str | None = None) -> list[dict[str, Any]]:
        answer = await self.client.get(
            f"/chat/conversations/{self.conversation}/messages",
            params={"after": after} if after else {},
            headers=self.headers,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]


@asynccontextmanager
async def running_gateway(
    database_url: str,
    sessions: Sessions,
    dialogue_urls: Sequence[str],
    options: GatewayOptions,
    *,
    slack: SlackApp | None = None,
    sms: SmsLine | None = None,
    place: Place | None = None,
    stripe: StripeAccount | None = None,
    events_key: str = "",
) -> AsyncIterator[RunningGateway]:
    """A gateway that serves until the block ends."""
    app = create_app(
        GatewayDependencies(
            sessions=sessions,
            database_url=database_url,
            dialogue_urls=dialogue_urls,
            internal_secret=INTERNAL_SECRET,
            conversation_secret=CONVERSATION_SECRET,
            shopper_secret=SHOPPER_SECRET,
            clock=SystemClock(),
            options=options,
            channels={name: each for name, each in (("slack", slack), ("sms", sms)) if each is not None},
            stripe=stripe,
            place=place or Place(),
            events_key=events_key,
        )
    )
    app.config.TOUCHUP = False  # rewrites Sanic's own methods, which works once per process
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    server = await app.create_server(sock=listening, protocol=BoundedProtocol, access_log=False)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        yield RunningGateway(port, client, app.ctx.gateway, app)
    await server.before_stop()
    await server.close()
    await server.wait_closed()
    await server.after_stop()
    type(app).unregister_app(app)


def shopper_token(
    subject: str, *, lifetime: timedelta = timedelta(hours=1), secret: str = SHOPPER_SECRET, **claims: Any
) -> str:
    """The shop's word on who its shopper is."""
    claims = {"sub": subject, "aud": "aisle", "exp": datetime.now(UTC) + lifetime} | claims
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, secret, "HS256")


async def until(condition: Callable[[], Awaitable[bool]], deadline_s: float = 10.0) -> None:
    """Poll until the condition holds; fails after the deadline."""
    async with asyncio.timeout(deadline_s):
        while not await condition():  # noqa: ASYNC110  what is waited for may be in another process
            await asyncio.sleep(0.02)


async def send(connection: ClientConnection, **frame: Any) -> None:
    await connection.send(json.dumps(frame))


async def receive(connection: ClientConnection, kind: str, deadline_s: float = 10.0) -> dict[str, Any]:
    """The next frame of this kind; others before it are passed over."""
    async with asyncio.timeout(deadline_s):
        while True:
            frame = json.loads(await connection.recv())
            if frame["type"] == kind:
                return frame


async def receive_until(
    connection: ClientConnection, is_enough: Callable[[defaultdict[str, list[Any]]], bool]
) -> defaultdict[str, list[Any]]:
    """Every frame until there are enough, by kind."""
    seen: defaultdict[str, list[Any]] = defaultdict(list)
    async with asyncio.timeout(10):
        while not is_enough(seen):
            frame = json.loads(await connection.recv())
            seen[frame["type"]].append(frame)
    return seen
