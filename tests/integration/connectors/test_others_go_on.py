"""Whatever one sender sends, everybody else is answered as before, and the gateway grows by little.

ADVERSE_ROUNDS says how often everything is sent: once in `make test`, longer in `make chaos`.
"""

import asyncio
import hashlib
import hmac
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import psutil
import pytest
from twilio.request_validator import RequestValidator
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.conftest import add_job_queue
from tests.growth import SHAPES, text_of
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.gateway_process import GatewayProcess
from tests.integration.connectors.running import ChatClient, receive, send, until

ROUNDS = int(os.environ.get("ADVERSE_ROUNDS", "1"))
SHOPPERS = 4
WARM_UP = 400  # turns, after which a gateway holds what it needs
MOST_P99_S, MOST_GROWTH = 1.0, 1.2
SID, TOKEN, SIGNING, KEY = "AC" + "1" * 32, "t" * 32, "s" * 32, "e" * 40
PUBLIC = "http://store.example"
OFTEN = "1000000"
SETTINGS = {
    "AISLE_PUBLIC_URL": PUBLIC, "AISLE_EVENTS_KEY": KEY, "AISLE_TWILIO_ACCOUNT_SID": SID,
    "AISLE_TWILIO_AUTH_TOKEN": TOKEN, "AISLE_TWILIO_NUMBER": "+15005550006",
    "AISLE_TWILIO_API_URL": "http://127.0.0.1:9", "AISLE_SLACK_BOT_TOKEN": "xoxb-1",
    "AISLE_SLACK_SIGNING_SECRET": SIGNING, "AISLE_SLACK_TEAM": "T1",
    "AISLE_SLACK_API_URL": "http://127.0.0.1:9/", "AISLE_MESSAGES_PER_MINUTE": OFTEN,
    "AISLE_ADDRESS_MESSAGES_PER_MINUTE": OFTEN, "AISLE_TRUSTED_PROXIES": "1",
}  # fmt: skip
# Whole bodies that parsers fear: deep, wide, long, compressed by claim.
BODIES = (
    b"[" * 31_000, b'{"a":' * 6_000, b"{" + b'"a":1,' * 5_000 + b'"b":1}', b"1" * 32_000,
    b'"' + b"\\u0000" * 5_000,
    b"-" * 32_000, b"a=" * 16_000, b"&" * 32_000, b"%" * 32_000, b"\xff" * 32_000, b"x" * 1_100_000,
    b'{"id":"1","text":' + b"9" * 30_000 + b"}", b'{"events":[' + b"{}," * 10_000 + b"{}]}",
)  # fmt: skip
_FILE = 5 * 2**20
FILES = (
    b"\x89PNG\r\n\x1a\n".ljust(_FILE, b"\0"), b"%PDF-".ljust(_FILE, b"("), b"a" * _FILE, b"\n" * _FILE,
    "é".encode() * (_FILE // 2), b"\xff" * _FILE, b"x" * (_FILE + 1),
)  # fmt: skip
PLACES = (
    "/chat/messages",
    "/sms/twilio",
    "/slack/events",
    "/slack/interactivity",
    "/events",
    "/staff/sign-in",
)
TYPES = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180 + 60 * ROUNDS)]


@pytest.fixture
async def process(database_url: str, dialogue: FakeDialogue, tmp_path: Path) -> AsyncIterator[GatewayProcess]:
    add_job_queue(database_url)
    running = GatewayProcess(database_url, dialogue.port, tmp_path, **SETTINGS)
    running.start()
    await until(running.is_ready, deadline_s=60)
    yield running
    running.close()


class Others:
    """Shoppers who go on talking: how long each of their turns took, and what the gateway held meanwhile."""

    def __init__(self, process: GatewayProcess) -> None:
        self._url = process.url
        self._gateway = psutil.Process(process.pid)
        self.waited: list[float] = []
        self.largest = 0

    def held(self) -> int:
        return self._gateway.memory_info().rss

    async def talk(self, is_over: Callable[[], bool]) -> None:
        async with httpx.AsyncClient(base_url=self._url, timeout=30) as client:
            chat = ChatClient(client)
            while not is_over():
                began = time.monotonic()
                text = f"hello {len(self.waited)}"
                assert await chat.say(text) == [f"You said: {text}"]
                self.waited.append(time.monotonic() - began)
                self.largest = max(self.largest, self.held())

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[None]:
        over = asyncio.Event()
        talks = [asyncio.create_task(self.talk(over.is_set)) for _ in range(SHOPPERS)]
        try:
            yield
        finally:
            over.set()
        await asyncio.gather(*talks)


def signed(body: bytes) -> dict[str, str]:
    """The headers with which Slack would send `body`, were it no text at all."""
    at = str(int(time.time()))
    signature = hmac.new(SIGNING.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}


async def say_shapes(process: GatewayProcess) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        for shape in SHAPES:
            answer = await ChatClient(client).post(text=text_of(shape, 2_000))
            assert answer.status_code in {200, 202, 400}, answer.text


async def text_shapes(process: GatewayProcess) -> None:
    signer = RequestValidator(TOKEN)
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        for number, shape in enumerate(SHAPES):
            for size in (1_600, 20_000):
                form = {
                    "MessageSid": f"SM{number:026x}{size:06x}", "AccountSid": SID, "From": "+14155550142",
                    "To": "+15005550006", "Body": text_of(shape, size), "NumMedia": "0",
                }  # fmt: skip
                headers = {"X-Twilio-Signature": signer.compute_signature(PUBLIC + "/sms/twilio", form)}
                answer = await client.post("/sms/twilio", data=form, headers=headers)
                assert answer.status_code < 500, answer.text


async def send_frames(process: GatewayProcess) -> None:
    async def one(frames: list[str]) -> None:
        async with connect(process.url.replace("http", "ws") + "/chat/ws") as socket:
            await send(socket, type="hello")
            await receive(socket, "welcome")
            with suppress(ConnectionClosed):
                for frame in frames:
                    await socket.send(frame)
                await send(socket, type="ping")
                await receive(socket, "pong")

    texts = [text_of(shape, size) for shape in SHAPES for size in (2_000, 20_000)]
    await one([json.dumps({"type": "message", "id": f"m{n}", "text": text}) for n, text in enumerate(texts)])
    for body in BODIES:
        await one([body.decode(errors="replace")[:1_000_000]] * 5)


async def upload_bodies(process: GatewayProcess) -> None:
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        for place in PLACES:
            for body in BODIES:
                for content_type in TYPES:
                    headers = {"Content-Type": content_type, "Authorization": f"Bearer {KEY}"}
                    headers |= signed(body)
                    with suppress(httpx.TransportError):  # refused before the whole of it was read
                        answer = await client.post(place, content=body, headers=headers)
                        assert answer.status_code < 500, (place, body[:40], content_type, answer.text)


async def upload_files(process: GatewayProcess) -> None:
    """The largest files there may be, one after the other, and some that are not what they say.

    Each comes from a network of its own, so that all of them are looked at.
    """
    statuses = Counter[int]()
    async with httpx.AsyncClient(base_url=process.url, timeout=30) as client:
        for place, content in enumerate(FILES):
            chat = ChatClient(client)
            await chat.say("hello")
            path = f"/chat/conversations/{chat.conversation}/files"
            for number, name in enumerate(("a.png", "a.pdf", "a.txt")):
                query = {"id": f"f{place}{number}", "name": name}
                headers = chat.headers | {"X-Forwarded-For": f"198.51.{place}.{number}"}
                answer = await client.post(path, params=query, content=content, headers=headers)
                statuses[answer.status_code] += 1
                assert answer.status_code in {201, 422}, answer.text
    assert min(statuses[201], statuses[422]) >= 3


@pytest.mark.parametrize("attack", [say_shapes, text_shapes, send_frames, upload_bodies, upload_files])
async def test_everybody_else_is_answered_as_before(
    process: GatewayProcess, attack: Callable[[GatewayProcess], Awaitable[None]]
) -> None:
    others = Others(process)
    await asyncio.gather(*(others.talk(lambda: len(others.waited) >= WARM_UP) for _ in range(SHOPPERS)))
    before, others.waited, others.largest = others.held(), [], 0
    async with others.talking():
        for _ in range(ROUNDS):
            await attack(process)
    p99_s = sorted(others.waited)[int(0.99 * (len(others.waited) - 1))]
    growth = others.largest / before
    print(f"\n{attack.__name__}: {len(others.waited)} turns, p99 {p99_s:.3f} s, memory x {growth:.2f}")
    assert p99_s < MOST_P99_S
    assert growth < MOST_GROWTH
