"""No route, webhook or socket breaks on what no client of ours sends: 4xx with a reason, and no 5xx.

`make fuzz` draws more: FUZZ_REQUESTS says how many requests a route gets, FUZZ_SEED where the drawing begins.
"""

import hashlib
import hmac
import json
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest
from twilio.request_validator import RequestValidator
from websockets.exceptions import ConnectionClosed

from aisle.settings import ROOT
from commerce.database import Sessions
from commerce.staff.models import Role
from connectors.server.access import Access, RouteAccess, routes_of
from tests.integration.connectors.everything import LINE, PUBLIC, SIGNING, TOKEN, gateway_with_everything
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.fuzz.odd import Odd, storable
from tests.integration.connectors.running import RunningGateway, receive, send
from tests.integration.connectors.staff.people import OWN_PAGE, Browser, a_member, signed_in
from training.place import Place

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "8"))  # of each route
SEED = int(os.environ.get("FUZZ_SEED", "1"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + 20 * REQUESTS)]

# What a body or form might hold somewhere.
NAMES = (
    "id",
    "text",
    "payload",
    "conversation",
    "shopper_token",
    "customer",
    "number",
    "body",
    "after",
    "type",
)
FIELDS = (
    *("email", "password", "next", "code", "name", "key", "csrf", "text", "note", "to", "priority", "on"),
    *(
        "resolution",
        "summary",
        "amount",
        "points",
        "reason",
        "order",
        "rma",
        "refund",
        "first_name",
        "q",
        "days",
    ),
)
TEXT = (
    "MessageSid",
    "AccountSid",
    "From",
    "To",
    "Body",
    "NumMedia",
    "MediaUrl0",
    "OptOutType",
    "MessageStatus",
)
EVENT = ("type", "channel", "user", "text", "ts", "thread_ts", "channel_type", "subtype", "bot_id", "files")


def a_place(folder: Path) -> Place:
    """What trainers may change: none of it is the project's own."""
    place = Place.below(folder)
    for each in (place.sentences, place.models, place.var, place.root / "data" / "help"):
        each.mkdir(parents=True, exist_ok=True)
    for name in ("domain.yml", "data/help/return-policy.md", "messages.yml"):
        (place.root / name).write_text((ROOT / name).read_text())
    return place


@pytest.fixture
async def whole(
    database_url: str, sessions: Sessions, dialogue: FakeDialogue, tmp_path: Path
) -> AsyncIterator[RunningGateway]:
    """A gateway with all there is."""
    async with gateway_with_everything(database_url, sessions, dialogue.url, a_place(tmp_path)) as gateway:
        yield gateway


class Answers:
    """What was answered; a 5xx fails at once, and tells how to get it again."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()

    def take(self, answer: httpx.Response, what: object) -> None:
        self.statuses[answer.status_code] += 1
        is_meant = answer.status_code == 503 and "retry-after" in answer.headers
        assert answer.status_code < 500 or is_meant, f"seed {what}: {answer.status_code} {answer.text[:300]}"


def url_of(odd: Odd, route: RouteAccess) -> str:
    parts = (
        odd.segment(part.strip("<>").partition(":")[2]) if part.startswith("<") else part
        for part in route.path.split("/")
    )
    query = "" if odd.random.random() < 0.5 else f"?{odd.random.choice(FIELDS)}={odd.segment('str')}"
    return "/" + "/".join(parts) + query


async def ask(client: httpx.AsyncClient, answers: Answers, request: httpx.Request, what: object) -> None:
    try:
        answers.take(await client.send(request), what)
    except httpx.RemoteProtocolError:  # a 4xx that came before the whole request was read
        answers.statuses[0] += 1


async def test_no_route_breaks(whole: RunningGateway) -> None:
    answers = Answers()
    for route in routes_of(whole.app):
        if route.path.endswith("/news"):  # goes on until the browser leaves
            continue
        for number in range(REQUESTS):
            seed = SEED * 100_000 + number
            odd = Odd(seed)
            body = odd.body(NAMES) if route.method == "POST" else b""
            request = whole.client.build_request(
                route.method, url_of(odd, route), content=body, headers=odd.headers()
            )
            await ask(whole.client, answers, request, (seed, route.method, route.path))
    print(f"routes: {sum(answers.statuses.values())} requests, {dict(answers.statuses)}")
    assert answers.statuses[0] < sum(answers.statuses.values()) / 20
    assert (await whole.client.get("/healthz")).status_code == 200


async def test_no_page_breaks_for_an_operator(whole: RunningGateway, sessions: Sessions) -> None:
    member = await a_member(sessions, Role.OPERATOR)
    browser = await signed_in(sessions, whole.client.base_url, member)
    async with browser.client:
        statuses = await work_as(browser, routes_of(whole.app))
    print(f"staff: {sum(statuses.values())} requests, {dict(statuses)}")
    assert statuses[403] == 0  # the session and its token were good to the end


async def work_as(browser: Browser, routes: Sequence[RouteAccess]) -> Counter[int]:
    """Send oddities to every page of staff's but those that end the session or do not end."""
    answers, csrf = Answers(), await browser.csrf()
    for route in routes:
        ends = route.path.endswith(("/news", "/sign-out", "/revoke"))
        if route.access is not Access.STAFF or ends:
            continue
        for number in range(REQUESTS):
            seed = SEED * 100_000 + number
            odd = Odd(seed)
            form = {**odd.form(FIELDS), "csrf": csrf} if route.method == "POST" else None
            url = url_of(odd, route)
            request = browser.client.build_request(route.method, url, data=form, headers=OWN_PAGE)
            await ask(browser.client, answers, request, (seed, route.method, route.path))
    return answers.statuses


async def test_no_signed_text_breaks(whole: RunningGateway) -> None:
    answers, signer = Answers(), RequestValidator(TOKEN)
    for path in ("/sms/twilio", "/sms/twilio/status"):
        for number in range(10 * REQUESTS):
            seed = SEED * 100_000 + number
            odd = Odd(seed)
            form = odd.form(TEXT)
            if odd.random.random() < 0.8:  # nearly one of Twilio's
                usual = {"AccountSid": LINE.account_sid, "From": "+14155550142", "To": LINE.sender}
                form = {"MessageSid": f"SM{number:032x}", "NumMedia": "0"} | form | usual
            signature = signer.compute_signature(PUBLIC + path, form)
            answer = await whole.client.post(path, data=form, headers={"X-Twilio-Signature": signature})
            answers.take(answer, (seed, path))
    print(f"texts: {sum(answers.statuses.values())} requests, {dict(answers.statuses)}")
    assert answers.statuses[200] > 0


async def test_no_signed_event_breaks(whole: RunningGateway) -> None:
    answers = Answers()
    for number in range(20 * REQUESTS):
        seed = SEED * 100_000 + number
        odd = Odd(seed)
        event = odd.object(EVENT) | ({"type": "message"} if odd.random.random() < 0.5 else {})
        envelope = {"type": "event_callback", "team_id": "T1", "event_id": f"E{number}", "event": event}
        body = json.dumps(envelope if odd.random.random() < 0.8 else odd.value())
        path = "/slack/events"
        if odd.random.random() < 0.3:
            path, body = "/slack/interactivity", str(httpx.QueryParams({"payload": storable(body)}))
        at = str(int(time.time()))
        signed = hmac.new(SIGNING.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signed}"}
        answers.take(await whole.client.post(path, content=body, headers=headers), (seed, path))
    print(f"events: {sum(answers.statuses.values())} requests, {dict(answers.statuses)}")
    assert answers.statuses[200] > 0
    assert answers.statuses[401] == 0


async def test_no_socket_breaks(whole: RunningGateway) -> None:
    for number in range(20 * REQUESTS):
        odd = Odd(SEED * 100_000 + number)
        async with whole.open_socket() as socket:
            if odd.random.random() < 0.5:
                await send(socket, type="hello")
                await receive(socket, "welcome")
            try:
                for _ in range(3):
                    frame = odd.body(NAMES)
                    await socket.send(frame if odd.random.random() < 0.3 else frame.decode(errors="replace"))
                await send(socket, type="ping")
                await socket.recv()
            except ConnectionClosed:
                assert socket.close_code in {1008, 1009}, (number, socket.close_code)
    assert (await whole.client.get("/healthz")).status_code == 200
