"""The chat API over a WebSocket: hello, then messages and events both ways until it closes."""

import asyncio
import json
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import structlog
from sanic import Websocket
from sanic.exceptions import WebsocketClosed
from websockets.exceptions import ConnectionClosed

from commerce.database import DATABASE_ERRORS
from commerce.support.models import ConversationOwner
from commerce.support.signs import Side
from connectors.channels.web.chat import Said
from connectors.channels.web.dependencies import ChatDependencies
from connectors.conversation.hub import Subscription, Typing
from connectors.edge.errors import ApiError, unavailable
from connectors.edge.meters import REFUSED
from connectors.edge.schemas import (
    CLIENT_FRAME,
    HELLO,
    Hello,
    MessageView,
    PingFrame,
    SayFrame,
    SeenFrame,
    ThumbFrame,
    TypingFrame,
    client_id_in,
    parse,
    read_cursor,
)
from connectors.edge.websocket_reading import read_no_faster_than_handled

log = structlog.get_logger(__name__)

_HELLO_WITHIN_S = 10.0
_TOO_MANY = 429
_LONGEST_PAUSE_S = 5.0
_POLICY_VIOLATION, _BROKEN = 1008, 1011


class ChatSocket:
    """One shopper's WebSocket."""

    def __init__(self, using: ChatDependencies, websocket: Websocket, address: str) -> None:
        self._using = using
        self._websocket = websocket
        self._address = address
        self._cursor = 0
        self._owner = ConversationOwner.BOT
        self._agent_saw = 0
        # Kept until there is a conversation it can be bound to.
        self._shopper_token: str | None = None

    async def run(self) -> None:
        """Serve it until it closes."""
        read_no_faster_than_handled(self._websocket)
        with suppress(ConnectionClosed, WebsocketClosed):
            try:
                with self._using.sockets.one(self._address):
                    await self._serve()
            except ApiError as refusal:  # too many are open
                await self._refuse(refusal)

    async def _serve(self) -> None:
        try:
            hello = await self._receive_hello()
            conversation_id, token = await self._open(hello)
        except ApiError as refusal:
            await self._refuse(refusal)
            return
        with self._using.hub.subscribe(conversation_id) as subscription:
            welcome = {"type": "welcome", "conversation": str(conversation_id), "owner": self._owner.value}
            await self._send(welcome | ({"conversation_token": token} if token else {}))
            writer = asyncio.create_task(self._write(conversation_id, subscription))
            try:
                await self._read(conversation_id)
            finally:
                writer.cancel()
                with suppress(asyncio.CancelledError):
                    await writer

    async def _refuse(self, refusal: ApiError) -> None:
        await self._send_error(refusal)
        await self._websocket.close(_POLICY_VIOLATION, refusal.code)

    async def _receive_hello(self) -> Hello:
        self._using.per_address.take(self._address)
        frame = await self._websocket.recv(_HELLO_WITHIN_S)
        if frame is None:
            raise ApiError(408, "hello_missing", f"the first frame must come within {_HELLO_WITHIN_S:.0f} s")
        return parse(HELLO, frame)

    async def _open(self, hello: Hello) -> tuple[UUID, str | None]:
        """The conversation, and its token if it is a new one."""
        tokens, chat = self._using.tokens, self._using.chat
        self._cursor = read_cursor(hello.after)
        conversation_id = hello.conversation or uuid4()
        if hello.conversation is not None:
            tokens.check_conversation(hello.conversation_token, conversation_id)
        try:
            if hello.shopper_token is not None:
                subject = tokens.shopper_subject(hello.shopper_token)
                is_bound = await chat.identify(conversation_id, subject)
                self._shopper_token = None if is_bound else hello.shopper_token
            if hello.conversation is None:
                return conversation_id, tokens.conversation_token(conversation_id)
            self._owner = await chat.owner(conversation_id)
        except DATABASE_ERRORS as error:
            raise unavailable(error) from None
        return conversation_id, None

    async def _read(self, conversation_id: UUID) -> None:
        while True:
            frame = await self._websocket.recv()
            if frame is None:
                return
            try:
                self._using.per_address.take(self._address)
                said = parse(CLIENT_FRAME, frame)
                if isinstance(said, SayFrame):
                    await self._accept(conversation_id, said)
                elif isinstance(said, PingFrame):
                    await self._send({"type": "pong"})
                else:
                    await self._sign(conversation_id, said)
            except ApiError as refusal:
                await self._send_error(refusal, client_id_in(frame))
                if refusal.status == _TOO_MANY:  # nothing more is read from it meanwhile
                    await asyncio.sleep(min(float(refusal.headers["Retry-After"]), _LONGEST_PAUSE_S))
            except DATABASE_ERRORS as error:
                await self._send_error(unavailable(error), client_id_in(frame))

    async def _accept(self, conversation_id: UUID, frame: SayFrame) -> None:
        self._using.per_conversation.take(str(conversation_id))
        token = self._shopper_token
        subject = self._using.tokens.shopper_subject(token) if token else None
        said = Said(frame.id, frame.text, frame.payload, self._using.tokens.network(self._address))
        message = await self._using.chat.receive(conversation_id, said, subject)
        self._shopper_token = None
        await self._send({"type": "accepted", "id": frame.id, "message": str(message.position)})

    async def _sign(self, conversation_id: UUID, sign: TypingFrame | SeenFrame | ThumbFrame) -> None:
        """Pass on what a shopper does beside writing; the bot need not know of it."""
        signs = self._using.signs
        if isinstance(sign, ThumbFrame):
            await signs.thumb(conversation_id, read_cursor(sign.message), is_helpful=sign.up)
        elif isinstance(sign, SeenFrame):
            await signs.seen(conversation_id, Side.SHOPPER, read_cursor(sign.until))
        elif self._owner is ConversationOwner.AGENT:
            await signs.typing(conversation_id, Side.SHOPPER, is_on=sign.on)

    async def _write(self, conversation_id: UUID, subscription: Subscription) -> None:
        with suppress(ConnectionClosed, WebsocketClosed):
            try:
                await self._catch_up(conversation_id)
                while True:
                    event = await subscription.next()
                    if isinstance(event, Typing):
                        if event.by != Side.SHOPPER:
                            await self._send({"type": "typing", "from": event.by, "on": event.is_on})
                    else:
                        subscription.skip_repeats()
                        await self._catch_up(conversation_id)
            except DATABASE_ERRORS as error:
                log.warning("closing a WebSocket", kind=type(error).__name__)
                await self._websocket.close(_BROKEN, "unavailable")

    async def _catch_up(self, conversation_id: UUID) -> None:
        """Send everything after the cursor."""
        is_last = False
        while not is_last:
            page = await self._using.chat.page_after(conversation_id, self._cursor)
            if page.owner is not self._owner:
                self._owner = page.owner
                await self._send({"type": "owner", "owner": page.owner.value})
            if page.agent_saw > self._agent_saw:
                self._agent_saw = page.agent_saw
                await self._send({"type": "seen", "until": str(page.agent_saw)})
            for message in page.messages:
                await self._send({"type": "message", "message": MessageView.of(message).as_json()})
                self._cursor = message.position
            is_last = page.is_last

    async def _send(self, frame: dict[str, Any]) -> None:
        await self._websocket.send(json.dumps(frame, ensure_ascii=False))

    async def _send_error(self, refusal: ApiError, client_id: str | None = None) -> None:
        REFUSED.labels(refusal.code).inc()
        frame = {"type": "error", "code": refusal.code, "reason": refusal.reason}
        await self._send(frame | ({"id": client_id} if client_id else {}))
