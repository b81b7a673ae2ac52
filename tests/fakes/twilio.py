"""A Twilio on loopback: checks what the API checks, answers as it does, signs what it tells."""

import asyncio
import re
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
from aiohttp import web
from twilio.request_validator import SIGNATURE_HEADER, RequestValidator

from tests.fakes.twilio_spec import complaints_about_form, complaints_about_query

SID = "AC" + "5" * 32
TOKEN = "t" * 32
NUMBER = "+15005550006"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)


@dataclass
class Sent:
    """A text that the account sent."""

    sid: str
    form: dict[str, str]
    created_at: datetime

    @property
    def to(self) -> str:
        return self.form["To"]

    @property
    def body(self) -> str:
        return self.form["Body"]


@dataclass
class FakeTwilio:
    """One account. What it is to refuse, delay or lose is set by the test."""

    sent: list[Sent] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)  # of every request to send
    queries: list[dict[str, str]] = field(default_factory=list)  # of every request to list
    complaints: list[str] = field(default_factory=list)  # what its description of the API does not have
    answers: Counter[int] = field(default_factory=Counter)
    unsubscribed: set[str] = field(default_factory=set)
    failures: list[tuple[int, bool]] = field(default_factory=list)  # the next: status, and is it sent
    held: asyncio.Event | None = None  # a text is taken, and its answer waits for this
    fails_every: dict[int, int] = field(default_factory=dict)  # every nth request to send: with this status
    retry_after: str | None = None
    media: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    media_logins: list[str | None] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    url: str = ""
    _number: count = field(default_factory=lambda: count(1))

    def texts_to(self, number: str) -> list[str]:
        """What the number got, in order."""
        return [each.body for each in self.sent if each.to == number]

    def app(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/2010-04-01/Accounts/{account}/Messages.json", self._create)
        application.router.add_get("/2010-04-01/Accounts/{account}/Messages.json", self._list)
        application.router.add_get("/media/{name}", self._media)
        return application

    async def _create(self, request: web.Request) -> web.Response:
        self.connections.add(request.transport)
        if not self._knows(request):
            return self._error(401, 20003, "Authenticate")
        form = dict(parse_qsl(await request.text(), keep_blank_values=True))
        self.forms.append(form)
        number = next(self._number)
        for every, status in self.fails_every.items():
            if number % every == 0:
                return self._error(status, 20429 if status == 429 else 20500, "scripted")
        complaint = self._complaint(form)
        if complaint is not None:
            return self._error(400, complaint, "refused")
        self.complaints += complaints_about_form(SID, form)
        status, is_sent = self.failures.pop(0) if self.failures else (201, True)
        text = Sent(f"SM{uuid4().hex}", form, datetime.now(UTC))
        if is_sent:
            self.sent.append(text)
        if status != 201:
            return self._error(status, 20429 if status == 429 else 20500, "scripted")
        if self.held is not None:
            await self.held.wait()
        self.answers[201] += 1
        return web.json_response(self._resource(text), status=201)

    async def _list(self, request: web.Request) -> web.Response:
        if not self._knows(request):
            return self._error(401, 20003, "Authenticate")
        query = dict(request.query)
        self.queries.append(query)
        self.complaints += complaints_about_query(query)
        found = [each for each in reversed(self.sent) if each.to == query.get("To", each.to)]
        body = {
            "messages": [self._resource(each) for each in found],
            "page": 0,
            "page_size": int(query.get("PageSize", 50)),
            "next_page_uri": None,
            "uri": request.path_qs,
        }
        return web.json_response(body)

    async def _media(self, request: web.Request) -> web.StreamResponse:
        self.media_logins.append(request.headers.get("Authorization"))
        status, content, headers = self.media[request.match_info["name"]]
        return web.Response(status=status, body=content, headers=headers)

    def _knows(self, request: web.Request) -> bool:
        login = b64encode(f"{SID}:{TOKEN}".encode()).decode()
        given = (request.headers.get("Authorization"), request.match_info["account"])
        return given == (f"Basic {login}", SID)

    def _complaint(self, form: Mapping[str, str]) -> int | None:
        """The code Twilio refuses such a form with."""
        if re.fullmatch(r"\+[1-9]\d{6,14}", form.get("To", "")) is None:
            return 21211
        if ("From" in form) == ("MessagingServiceSid" in form):
            return 21603
        if not form.get("Body"):
            return 21602
        if len(form["Body"].encode("utf-16-le")) // 2 > 1600:
            return 21617
        if form["To"] in self.unsubscribed:
            return 21610
        return None

    def _error(self, status: int, code: int, message: str) -> web.Response:
        self.answers[status] += 1
        headers = {"Retry-After": self.retry_after} if self.retry_after and status == 429 else {}
        body = {"code": code, "message": message, "more_info": f"/errors/{code}", "status": status}
        return web.json_response(body, status=status, headers=headers)

    def _resource(self, sent: Sent) -> dict[str, Any]:
        at = format_datetime(sent.created_at)
        return {
            "account_sid": SID, "api_version": "2010-04-01", "body": sent.body, "date_created": at,
            "date_sent": None, "date_updated": at, "direction": "outbound-api", "error_code": None,
            "error_message": None, "from": sent.form.get("From"), "num_media": "0", "num_segments": "1",
            "price": None, "price_unit": None, "sid": sent.sid, "status": "queued", "to": sent.to,
            "messaging_service_sid": sent.form.get("MessagingServiceSid"),
            "subresource_uris": {}, "uri": f"/2010-04-01/Accounts/{SID}/Messages/{sent.sid}.json",
        }  # fmt: skip


def text_form(number: str, body: str, **fields: str) -> dict[str, str]:
    """A text as Twilio tells it."""
    sid = f"SM{uuid4().hex}"
    return {
        "ToCountry": "US", "ToState": "", "SmsMessageSid": sid, "NumMedia": "0", "ToCity": "",
        "FromZip": "80202", "SmsSid": sid, "FromState": "CO", "SmsStatus": "received",
        "FromCity": "DENVER", "Body": body, "FromCountry": "US", "To": NUMBER, "ToZip": "",
        "NumSegments": "1", "MessageSid": sid, "AccountSid": SID, "From": number,
        "ApiVersion": "2010-04-01", **fields,
    }  # fmt: skip


class TwilioCaller:
    """Twilio as the gateway hears it: signed requests to its webhooks."""

    def __init__(self, client: httpx.AsyncClient, public_url: str, token: str = TOKEN) -> None:
        self._client = client
        self._public_url = public_url
        self._validator = RequestValidator(token)

    def form(self, number: str, body: str, **fields: str) -> dict[str, str]:
        """A text as Twilio tells it."""
        return text_form(number, body, **fields)

    def signature(self, form: Mapping[str, str], path: str = "/sms/twilio") -> str:
        return self._validator.compute_signature(f"{self._public_url}{path}", dict(form))

    async def call(self, form: Mapping[str, str], path: str = "/sms/twilio") -> httpx.Response:
        headers = {SIGNATURE_HEADER: self.signature(form, path)}
        return await self._client.post(path, data=dict(form), headers=headers)

    async def text(self, number: str, body: str, **fields: str) -> httpx.Response:
        """A shopper's text arrives."""
        return await self.call(self.form(number, body, **fields))

    async def report(self, callback: str, sid: str, status: str, **fields: str) -> httpx.Response:
        """A text's status callback is called."""
        path = callback.removeprefix(self._public_url)
        form = {"AccountSid": SID, "MessageSid": sid, "SmsSid": sid, "MessageStatus": status, **fields}
        return await self.call(form, path)


@asynccontextmanager
async def running_twilio() -> AsyncIterator[FakeTwilio]:
    """An account that is there while the block lasts."""
    fake = FakeTwilio()
    runner = web.AppRunner(fake.app())
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    fake.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        if fake.held is not None:
            fake.held.set()
        await runner.cleanup()
