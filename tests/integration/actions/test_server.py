"""The action server over HTTP: it answers those who know its secret, and a failure tells its kind alone."""

import logging
import socket
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
import rasa_sdk
import sqlalchemy.exc
from rasa_sdk import Action

from actions import server
from actions.turn.shop import Shop
from commerce.database import Sessions
from commerce.links.documents import DocumentLinks
from commerce.search.service import ProductSearch
from tests.factories import SECRET, FixedClock, RecordedMail, a_notifier
from tests.integration.actions.conftest import DOMAIN
from tests.traces import found, traced

EMAIL = "jane@example.com"
KNOWN = {"Authorization": f"Bearer {SECRET}"}


class Breaking(Action):
    """Raises what it is made with, on every message."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def name(self) -> str:
        return "action_breaking"

    async def run(self, dispatcher, tracker, domain) -> list[dict[str, object]]:
        raise self._error


@pytest.fixture
async def client(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a running action server that has a breaking action beside its own."""
    clock = FixedClock()
    shop = Shop(
        sessions,
        clock,
        notifier=a_notifier(RecordedMail(), clock),
        links=DocumentLinks("https://store.example", SECRET),
        search=ProductSearch(lambda text: [0.001] * 384, str.isalpha),
        name="Test Store",
        code_secret=SECRET,
    )
    own = server.all_actions
    error = getattr(request, "param", ValueError(EMAIL))
    monkeypatch.setattr(server, "all_actions", lambda *given: [*own(*given), Breaking(error)])
    app = server.create_server(shop, lambda text: [0.0] * 384, SECRET)
    app.config.TOUCHUP = False  # rewrites Sanic's own methods, which works once per process
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    running = await app.create_server(sock=listening, access_log=False)
    assert running is not None
    await running.startup()
    await running.before_start()
    await running.start_serving()
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    await running.close()
    await running.wait_closed()
    type(app).unregister_app(app)


def call(action: str) -> dict[str, object]:
    message = {"text": f"my e-mail is {EMAIL}", "intent": {"name": "affirm"}, "entities": []}
    tracker = {"sender_id": str(uuid4()), "slots": {}, "latest_message": message, "events": []}
    return {"next_action": action, "tracker": tracker, "domain": DOMAIN, "version": rasa_sdk.__version__}


async def test_strangers_are_not_answered(client: httpx.AsyncClient) -> None:
    for headers in ({}, {"Authorization": "Bearer guessed"}, {"Authorization": f"Basic {SECRET}"}):
        assert (await client.post("/webhook", json=call("action_affirm"), headers=headers)).status_code == 401
        assert (await client.get("/actions", headers=headers)).status_code == 401
    assert (await client.get("/health")).status_code == 200


async def test_those_who_know_the_secret_are(client: httpx.AsyncClient) -> None:
    answer = await client.post("/webhook", json=call("action_affirm"), headers=KNOWN)
    assert answer.json()["responses"][0]["response"] == "utter_nothing_to_confirm"


async def test_an_action_is_a_part_of_the_trace_of_who_asks(client: httpx.AsyncClient) -> None:
    trace, parent = "a" * 32, "b" * 16
    with traced() as made:
        asked = KNOWN | {"traceparent": f"00-{trace}-{parent}-01"}
        await client.post("/webhook", json=call("action_affirm"), headers=asked)
        await client.post("/webhook", json=call("action_breaking"), headers=KNOWN)
    assert found(made) == {"action_affirm": (int(trace, 16), int(parent, 16))}


async def test_a_failure_tells_its_kind_and_nothing_of_the_conversation(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await client.post("/webhook", json=call("action_breaking"), headers=KNOWN)
    assert answer.status_code == 500
    assert answer.json() == {"error": "ValueError", "action_name": "action_breaking"}
    assert EMAIL not in caplog.text


@pytest.mark.parametrize(
    "client", [sqlalchemy.exc.OperationalError("SELECT", {}, Exception(EMAIL))], indirect=True
)
async def test_a_database_that_is_away_is_told_apart(client: httpx.AsyncClient) -> None:
    answer = await client.post("/webhook", json=call("action_breaking"), headers=KNOWN)
    assert (answer.status_code, answer.json()["error"]) == (503, "OperationalError")
