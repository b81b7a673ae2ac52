"""What happens can be seen: figures for Prometheus on a port of their own, and one id through the log."""

import socket
from uuid import UUID

import httpx
import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from structlog.testing import capture_logs

from commerce.clock import SystemClock
from commerce.database import Sessions, create_engine, sessions_of
from connectors.server.metrics import StoreMeters
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import RunningGateway


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


async def scrape(port: int) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in their names' order."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
async def gateway(start_gateway, port: int) -> RunningGateway:
    return await start_gateway(metrics_port=port, message_burst=2, messages_per_minute=1)


async def test_what_happens_is_counted(gateway: RunningGateway, port: int) -> None:
    before = await scrape(port)

    def grown(after: dict[tuple[str, ...], float], *name: str) -> float:
        return after[name] - before.get(name, 0)

    chat = gateway.chat()
    for said in ("hello there!", "tell me your name.", "thanks a lot!"):
        await chat.say(said)
    assert (await chat.post(text="too much")).status_code == 429
    await gateway.client.get("/no/such/page")
    after = await scrape(port)
    assert grown(after, "aisle_messages_total", "web") == 3
    assert grown(after, "aisle_turns_total", "bot", "web") == 3
    for stage in ("wait", "dialogue", "store", "total"):
        assert grown(after, "aisle_turn_seconds_count", stage) == 3, stage
    assert grown(after, "aisle_understood_total", "greet", "true") == 1
    assert grown(after, "aisle_refused_total", "too_many_messages") == 1
    assert grown(after, "aisle_responses_total", "POST", "/chat/messages", "200") == 3
    assert grown(after, "aisle_responses_total", "any", "none", "404") == 1
    assert after["aisle_connections_open",] >= 1
    assert after["aisle_database_up",] == 1
    assert after["aisle_handoffs_waiting",] == 0


async def test_what_could_not_be_answered_is_told_apart(
    gateway: RunningGateway, port: int, dialogue: FakeDialogue, sessions: Sessions
) -> None:
    before = (await scrape(port)).get(("aisle_turns_total", "system", "web"), 0)
    dialogue.statuses += [404, 404]
    await gateway.chat().say("hello")
    after = await scrape(port)
    assert after["aisle_turns_total", "system", "web"] == before + 1
    assert after["aisle_handoffs_waiting",] == 1
    assert after["aisle_unanswered",] == 0


async def test_no_label_quotes_or_names_anybody(gateway: RunningGateway, port: int) -> None:
    await gateway.chat().say("xyzzy ada@example.com", conversation=None)
    await gateway.client.get("/xyzzy")
    assert not [name for name in await scrape(port) if any("xyzzy" in part or "@" in part for part in name)]


async def test_it_is_on_a_port_of_its_own(gateway: RunningGateway) -> None:
    assert (await gateway.client.get("/metrics")).status_code == 404


async def test_a_database_that_is_away_is_told() -> None:
    away = create_engine(f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    told = generate_latest(await StoreMeters(sessions_of(away), SystemClock()).collect()).decode()
    await away.dispose()
    samples = [line for line in told.splitlines() if not line.startswith("#")]
    assert samples == ["aisle_database_up 0.0"]


async def test_one_id_leads_from_the_message_to_its_answer(
    gateway: RunningGateway, sessions: Sessions
) -> None:
    with capture_logs() as lines:
        await gateway.chat().say("hello")
    async with sessions() as session:
        [message] = await session.scalars(text("SELECT id FROM messages WHERE author = 'shopper'"))
    mine = [line["event"] for line in lines if line.get("message") == str(UUID(str(message)))]
    assert mine == ["took a message", "answered"]
    [answered] = [line for line in lines if line["event"] == "answered"]
    assert 0 <= answered["waited_s"] <= answered["took_s"] < 5
