"""A small real server of the chat API of docs/architecture.md, for the widget's browser tests.

It stores messages, gives out cursors, replays, deduplicates by client id and answers with fixed replies.
Tests make it misbehave through `Faults`: what the network and a busy server do to a widget in real life.
"""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sanic import Blueprint, Request, Websocket
from sanic.exceptions import WebsocketClosed
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

Message = dict[str, Any]
MAX_LENGTH = 2000


class Refusal(Exception):
    """A 4xx (or 5xx) with its code, over whichever transport."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, headers or {}


@dataclass
class Conversation:
    """One conversation: its secret, who answers, what was said, who listens."""

    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    token: str = field(default_factory=secrets.token_urlsafe)
    owner: str = "bot"
    shopper_token: str | None = None
    messages: list[Message] = field(default_factory=list)
    sockets: set[Websocket] = field(default_factory=set)
    answers: dict[str, list[Message]] = field(default_factory=dict)

    def store(self, sender: str, text: str, **more: Any) -> Message:
        """Append a message; its id is the cursor."""
        message = {
            "id": f"{len(self.messages) + 1:09d}",
            "from": sender,
            "text": text,
            "quick_replies": [],
            "cards": [],
            "at": datetime.now(UTC).isoformat(),
        } | more
        self.messages.append(message)
        return message

    def after(self, cursor: str | None) -> list[Message]:
        """What came after the cursor, oldest first."""
        return [message for message in self.messages if message["id"] > (cursor or "")]

    def own(self, client_id: str) -> Message | None:
        """The shopper's message with this client id, if it is stored."""
        return next((m for m in self.messages if m.get("client_id") == client_id), None)

    def title_of(self, payload: str) -> str:
        """The words of a choice the bot has offered here."""
        for message in reversed(self.messages):
            for choice in message["quick_replies"]:
                if choice["payload"] == payload:
                    return choice["title"]
        raise Refusal(422, "payload_not_offered")


@dataclass
class Faults:
    """What goes wrong; set by a test."""

    websocket_blocked: bool = False
    drop_before_accepted: int = 0  # store the message, then cut the socket without a word
    refuse_messages: Refusal | None = None
    fail_http: bool = False
    hold_replies: asyncio.Event | None = None  # replies wait for it
    echo_own: bool = True


def default_bot(text: str) -> list[Message]:
    """Replies that show what a message can hold."""
    if text == "choices":
        choices = [
            {"title": "Yes, please", "payload": "/affirm"},
            {"title": "No, thanks", "payload": "/deny"},
        ]
        return [{"text": "Shall I?", "quick_replies": choices}]
    return [{"text": f"You said: {text}"}]


class ChatServer:
    """The chat API with its state in the open."""

    def __init__(self) -> None:
        self.conversations: dict[str, Conversation] = {}
        self.faults = Faults()
        self.bot: Callable[[str], list[Message]] = default_bot
        self.received: list[tuple[str, str]] = []  # (client id, text) every time a message reaches us
        self.hellos: list[dict[str, Any]] = []
        self._turns: set[asyncio.Task[None]] = set()

    def reset(self) -> None:
        """Forget everything, as a fresh server."""
        self.__init__()  # type: ignore[misc]

    @property
    def only(self) -> Conversation:
        """The conversation, when there must be exactly one."""
        [conversation] = self.conversations.values()
        return conversation

    async def say(self, conversation: Conversation, sender: str, text: str, **more: Any) -> None:
        """Somebody other than the shopper writes."""
        await self._publish(conversation, conversation.store(sender, text, **more))

    async def hand_to(self, conversation: Conversation, owner: str) -> None:
        """Another one answers from now on."""
        conversation.owner = owner
        await self._broadcast(conversation, {"type": "owner", "owner": owner})

    async def typing(self, conversation: Conversation, sender: str, on: bool) -> None:
        """Somebody begins or ends to type."""
        await self._broadcast(conversation, {"type": "typing", "from": sender, "on": on})

    async def cut_sockets(self) -> None:
        """Every WebSocket breaks."""
        for conversation in self.conversations.values():
            for socket in list(conversation.sockets):
                await socket.close(1012, "restarting")

    def blueprint(self) -> Blueprint:
        """The routes of docs/architecture.md."""
        routes = Blueprint("chat", url_prefix="/chat")
        routes.add_route(self._post, "/messages", methods=["POST"])
        routes.add_route(self._get, "/conversations/<conversation_id>/messages", methods=["GET"])
        routes.add_websocket_route(self._websocket, "/ws")
        routes.exception(Refusal)(self._refused)
        routes.middleware(self._fail_if_told, "request")
        return routes

    async def _fail_if_told(self, request: Request) -> HTTPResponse | None:
        if self.faults.fail_http and request.path != "/chat/ws":
            return empty(status=503)
        return None

    async def _refused(self, request: Request, refusal: Refusal) -> HTTPResponse:
        body = {"error": {"code": refusal.code, "reason": refusal.code.replace("_", " ")}}
        return json_response(body, status=refusal.status, headers=refusal.headers)

    def _enter(
        self, conversation_id: str | None, token: str | None, shopper_token: str | None
    ) -> Conversation:
        if shopper_token == "expired":
            raise Refusal(401, "shopper_token_invalid")
        if conversation_id is None:
            conversation = Conversation()
            self.conversations[conversation.id] = conversation
        else:
            known = self.conversations.get(conversation_id)
            if known is None or known.token != token:
                raise Refusal(401, "conversation_token_invalid")
            conversation = known
        conversation.shopper_token = shopper_token or conversation.shopper_token
        return conversation

    async def _post(self, request: Request) -> HTTPResponse:
        body = request.json
        conversation = self._enter(body.get("conversation"), request.token, body.get("shopper_token"))
        replies = await self._take(conversation, body)
        answer = {"conversation": conversation.id, "owner": conversation.owner, "messages": replies}
        if "conversation" not in body:
            answer["conversation_token"] = conversation.token
        return json_response(answer)

    async def _get(self, request: Request, conversation_id: str) -> HTTPResponse:
        conversation = self._enter(conversation_id, request.token, None)
        messages = conversation.after(request.args.get("after"))
        return json_response(
            {"conversation": conversation.id, "owner": conversation.owner, "messages": messages}
        )

    async def _websocket(self, request: Request, socket: Websocket) -> None:
        if self.faults.websocket_blocked:
            await socket.close(1011, "blocked")
            return
        conversation: Conversation | None = None
        try:
            conversation = await self._greet(socket, json.loads(await socket.recv() or "{}"))
            while (data := await socket.recv()) is not None:
                await self._on_frame(conversation, socket, json.loads(data))
        except Refusal as refusal:
            await socket.send(json.dumps({"type": "error", "code": refusal.code, "reason": refusal.code}))
            await socket.close(4401, refusal.code)
        except WebsocketClosed:
            pass  # the shopper left: nothing more to say
        finally:
            if conversation is not None:
                conversation.sockets.discard(socket)

    async def _greet(self, socket: Websocket, hello: dict[str, Any]) -> Conversation:
        self.hellos.append(hello)
        known_id = hello.get("conversation")
        conversation = self._enter(known_id, hello.get("conversation_token"), hello.get("shopper_token"))
        welcome = {"type": "welcome", "conversation": conversation.id, "owner": conversation.owner}
        if known_id is None:
            welcome["conversation_token"] = conversation.token
        await socket.send(json.dumps(welcome))
        for message in conversation.after(hello.get("after")):
            await socket.send(json.dumps({"type": "message", "message": message}))
        conversation.sockets.add(socket)
        return conversation

    async def _on_frame(self, conversation: Conversation, socket: Websocket, frame: dict[str, Any]) -> None:
        if frame["type"] == "ping":
            await socket.send(json.dumps({"type": "pong"}))
            return
        turn = asyncio.create_task(self._turn(conversation, socket, frame))
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)

    async def _turn(self, conversation: Conversation, socket: Websocket, frame: dict[str, Any]) -> None:
        try:
            await self._take(conversation, frame, socket)
        except Refusal as refusal:
            error = {"type": "error", "code": refusal.code, "reason": refusal.code, "id": frame["id"]}
            await socket.send(json.dumps(error))

    async def _take(
        self, conversation: Conversation, body: dict[str, Any], socket: Websocket | None = None
    ) -> list[Message]:
        client_id = body["id"]
        text = body.get("text") or ""
        self.received.append((client_id, text or body["payload"]))
        if self.faults.refuse_messages:
            raise self.faults.refuse_messages
        if len(text) > MAX_LENGTH:
            raise Refusal(413, "message_too_long")
        known = conversation.own(client_id)
        if known is None:
            known = conversation.store(
                "shopper", text or conversation.title_of(body["payload"]), client_id=client_id
            )
            conversation.answers[client_id] = []
            is_new = True
        else:
            is_new = False
        if socket is not None and self.faults.drop_before_accepted:
            self.faults.drop_before_accepted -= 1
            await socket.close(1012, "restarting")
        elif socket is not None:
            await socket.send(json.dumps({"type": "accepted", "id": client_id, "message": known["id"]}))
        if is_new:
            if self.faults.echo_own:
                await self._publish(conversation, known)
            await self._answer(conversation, client_id, body.get("payload") or text)
        return conversation.answers[client_id]

    async def _answer(self, conversation: Conversation, client_id: str, said: str) -> None:
        if conversation.owner != "bot":
            return
        await self.typing(conversation, "bot", on=True)
        if self.faults.hold_replies:
            await self.faults.hold_replies.wait()
        for reply in self.bot(said):
            message = conversation.store(
                "bot", reply["text"], **{k: v for k, v in reply.items() if k != "text"}
            )
            conversation.answers[client_id].append(message)
            await self._publish(conversation, message)
        await self.typing(conversation, "bot", on=False)

    async def _publish(self, conversation: Conversation, message: Message) -> None:
        await self._broadcast(conversation, {"type": "message", "message": message})

    async def _broadcast(self, conversation: Conversation, frame: dict[str, Any]) -> None:
        for socket in list(conversation.sockets):
            try:
                await socket.send(json.dumps(frame))
            except WebsocketClosed:
                conversation.sockets.discard(socket)
