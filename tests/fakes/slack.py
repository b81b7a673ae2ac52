"""A Slack on loopback: its Web API and Socket Mode, as strict as the real one about what it is sent.

It runs in a thread of its own, so that tests and other processes can use it alike.
"""

import asyncio
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from tests.fakes.slack_api_spec import complaints_about_arguments
from tests.fakes.slack_block_kit import complaints_about, too_long
from tests.fakes.slack_events import BOT_USER, TEAM, stamp
from tests.fakes.slack_threads import ThreadMethods, refused

BOT_TOKEN = "xoxb-1-2-fake"
APP_TOKEN = "xapp-1-2-fake"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"

Answer = dict[str, Any]
# What the next call of a method meets: an HTTP status, Slack's word for an error, or LOST.
Outcome = int | str
LOST = "taken, and the answer lost"
_MOST_BLOCKS_OF_A_VIEW = 100


@dataclass
class Call:
    """One call that was made."""

    method: str
    arguments: dict[str, Any]


@dataclass
class FakeSlack(ThreadMethods):
    """One workspace with one app."""

    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    posted: defaultdict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ephemeral: list[dict[str, Any]] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)  # what the real one would have refused
    outcomes: defaultdict[str, list[Outcome]] = field(default_factory=lambda: defaultdict(list))
    # What becomes of a call that nothing is set for.
    fate: Callable[[str], Outcome | None] = field(default=lambda method: None)
    retry_after_s: int = 1
    broken_pictures: set[str] = field(default_factory=set)  # addresses that cannot be fetched
    port: int = 0

    def __post_init__(self) -> None:
        self.answering = threading.Event()  # cleared: no call is answered
        self.answering.set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._sockets: list[web.WebSocketResponse] = []
        self._acknowledged: dict[str, threading.Event] = defaultdict(threading.Event)
        self._tickets: set[str] = set()

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(10)

    def stop(self) -> None:
        self.answering.set()
        asyncio.run_coroutine_threadsafe(self._finish(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _finish(self) -> None:
        await self._runner.cleanup()
        await asyncio.sleep(0)  # the loop closes the sockets of connections in its next round

    def member(self, user: str, email: str | None, **overrides: Any) -> str:
        """A member of the workspace; their direct message channel."""
        profile = {"real_name": "Someone"} | ({"email": email} if email else {})
        self.users[user] = {
            "id": user, "team_id": TEAM, "name": user.lower(), "deleted": False, "is_bot": False,
            "is_restricted": False, "is_ultra_restricted": False, "is_email_confirmed": True,
            "profile": profile,
        } | overrides  # fmt: skip
        return direct_channel(user)

    def made(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    # Socket Mode

    @property
    def is_connected(self) -> bool:
        return any(not socket.closed for socket in self._sockets)

    def push(self, kind: str, payload: dict[str, Any]) -> threading.Event:
        """Send an envelope over the open connection; the event is set once it is acknowledged."""
        envelope_id = str(uuid4())
        frame = {
            "type": kind,
            "envelope_id": envelope_id,
            "payload": payload,
            "accepts_response_payload": kind == "interactive",
        }
        acknowledged = self._acknowledged[envelope_id]
        socket = next(each for each in self._sockets if not each.closed)
        asyncio.run_coroutine_threadsafe(socket.send_json(frame), self._loop).result(10)
        return acknowledged

    def hang_up(self) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        frame = {"type": "disconnect", "reason": "refresh_requested"}
        for socket in [each for each in self._sockets if not each.closed]:
            asyncio.run_coroutine_threadsafe(self._close(socket, frame), self._loop).result(10)

    async def _close(self, socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        await socket.send_json(frame)
        await socket.close()

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledged[json.loads(frame.data)["envelope_id"]].set()
        return socket

    # The Web API

    async def _serve(self) -> None:
        app = web.Application(client_max_size=6 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._answer)
        app.router.add_get("/link/", self._connect)
        app.router.add_post("/upload/{id}", self._take_upload)
        app.router.add_get("/files-pri/{id}/{name}", self._hand_out)
        app.router.add_post("/response/{id}", self._respond)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        given = await request.json() if is_json else {**request.query, **await request.post()}
        self.calls.append(Call(method, given))
        await asyncio.to_thread(self.answering.wait, 30)
        outcome = self.outcomes[method].pop(0) if self.outcomes[method] else self.fate(method)
        if isinstance(outcome, int):
            return self._http_error(outcome)
        if outcome is not None and outcome != LOST:
            return web.json_response({"ok": False, "error": outcome})
        answer = self._handled(request, method, given, is_json=is_json)
        if outcome == LOST and request.transport is not None:
            request.transport.abort()
        return web.json_response(answer)

    def _http_error(self, status: int) -> web.Response:
        if status != 429:
            return web.Response(status=status, text="<html>busy</html>", content_type="text/html")
        body = {"ok": False, "error": "ratelimited"}
        return web.json_response(body, status=429, headers={"Retry-After": str(self.retry_after_s)})

    def _handled(self, request: web.Request, method: str, given: dict[str, Any], *, is_json: bool) -> Answer:
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {wanted}":
            return refused("invalid_auth")
        if refusal := self.refusal_of_place(method, given):
            return refused(refusal)
        complaints = complaints_about_arguments(method, given, is_json=is_json)
        if complaints:
            self.complaints += complaints
            return refused("invalid_arguments")
        handle = getattr(self, f"_do_{method.replace('.', '_')}", None)
        return handle(given) if handle else refused("unknown_method")

    def _do_apps_connections_open(self, given: Answer) -> Answer:
        ticket = uuid4().hex
        self._tickets.add(ticket)
        return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}"}

    def _do_users_info(self, given: Answer) -> Answer:
        user = self.users.get(given["user"])
        return {"ok": True, "user": user} if user else refused("user_not_found")

    def _do_conversations_open(self, given: Answer) -> Answer:
        if given["users"] not in self.users:
            return refused("user_not_found")
        return {"ok": True, "channel": {"id": direct_channel(given["users"])}}

    def _do_chat_postMessage(self, given: Answer) -> Answer:  # noqa: N802  Slack's name
        refusal = self._refusal_of(given["blocks"], given.get("text"))
        if refusal:
            return refused(refusal)
        message = {"type": "message", "user": BOT_USER, "ts": stamp(), "text": given["text"]}
        message |= {"blocks": _as_shown(given["blocks"])}
        message |= {"thread_ts": given["thread_ts"]} if "thread_ts" in given else {}
        message |= {"reply_broadcast": True} if given.get("reply_broadcast") else {}
        self.posted[given["channel"]].append(message)
        return {"ok": True, "channel": given["channel"], "ts": message["ts"], "message": message}

    def _do_chat_update(self, given: Answer) -> Answer:
        refusal = self._refusal_of(given["blocks"], given.get("text"))
        if refusal:
            return refused(refusal)
        for message in self.posted[given["channel"]]:
            if message["ts"] == given["ts"]:
                message |= {"text": given["text"], "blocks": _as_shown(given["blocks"]), "edited": {}}
                return {"ok": True, "channel": given["channel"], "ts": given["ts"]}
        return refused("message_not_found")

    def _do_chat_postEphemeral(self, given: Answer) -> Answer:  # noqa: N802  Slack's name
        refusal = self._refusal_of(given["blocks"], given.get("text")) if "blocks" in given else None
        if refusal:
            return refused(refusal)
        self.ephemeral.append(given)
        return {"ok": True, "message_ts": stamp()}

    def _do_views_publish(self, given: Answer) -> Answer:
        found = complaints_about(given["view"]["blocks"], _MOST_BLOCKS_OF_A_VIEW)
        if found or given["view"]["type"] != "home":
            self.complaints += found
            return refused("invalid_arguments")
        self.views[given["user_id"]] = given["view"]
        return {"ok": True, "view": given["view"]}

    def _refusal_of(self, blocks: list[dict[str, Any]], text: str | None) -> str | None:
        found = complaints_about(blocks) + ([] if text else ["no fallback text"])
        self.complaints += found
        if too_long(blocks):
            self.complaints.append("blocks that are too long together")
            return "msg_blocks_too_long"
        pictures = {block.get("accessory", {}).get("image_url") for block in blocks}
        return "invalid_blocks" if found or pictures & self.broken_pictures else None


def direct_channel(user: str) -> str:
    """The channel of the direct messages between a member and the app."""
    return f"D{user}"


def _as_shown(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks as Slack tells them: each with an id, pictures with what was found out about them."""
    shown = []
    for number, block in enumerate(blocks):
        each = {"block_id": f"b{number}"} | block
        if each.get("accessory", {}).get("type") == "image":
            each["accessory"] = each["accessory"] | {"fallback": "72x72px image", "image_bytes": 12}
        shown.append(each)
    return shown
