"""The gateway ended again and again while messages stream in: by `kill -9`, and as a grown one would."""

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.gateway_process import GatewayProcess
from tests.integration.connectors.running import until

SHOPPERS, MESSAGES, KILLS = 8, 12, 3


@pytest.fixture
def process(database_url: str, dialogue: FakeDialogue, tmp_path: Path) -> Iterator[GatewayProcess]:
    running = GatewayProcess(database_url, dialogue.port, tmp_path)
    running.start()
    yield running
    running.close()


async def say_until_answered(client: httpx.AsyncClient, body: dict, headers: dict) -> dict:
    """Send the same message again until it is answered, as a client does that lost its gateway."""
    while True:
        with suppress(httpx.TransportError):
            answer = await client.post("/chat/messages", json=body, headers=headers)
            if answer.status_code == 200:
                return answer.json()
            assert answer.status_code in (202, 429, 503), answer.text
        await asyncio.sleep(random.uniform(0.02, 0.1))


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_every_message_is_answered_once_and_in_order(
    process: GatewayProcess, dialogue: FakeDialogue, how: signal.Signals
) -> None:
    await until(process.is_ready, deadline_s=60)
    dialogue.turn_s = 0.05
    over = asyncio.Event()

    async def talk() -> list[tuple[str, str]]:
        async with httpx.AsyncClient(base_url=process.url, timeout=20) as client:
            first = await say_until_answered(client, {"id": uuid4().hex, "text": "0"}, {})
            conversation = first["conversation"]
            headers = {"Authorization": f"Bearer {first['conversation_token']}"}
            for number in range(1, MESSAGES):
                body = {"id": uuid4().hex, "text": str(number), "conversation": conversation}
                answer = await say_until_answered(client, body, headers)
                assert [each["text"] for each in answer["messages"]] == [f"You said: {number}"]
            await over.wait()
            history = await client.get(f"/chat/conversations/{conversation}/messages", headers=headers)
            assert dialogue.turns[conversation] == [str(number) for number in range(MESSAGES)]
            return [(each["from"], each["text"]) for each in history.json()["messages"]]

    talks = [asyncio.create_task(talk()) for _ in range(SHOPPERS)]
    for _ in range(KILLS):
        answered = sum(dialogue.asked.values())

        async def has_gone_on(since: int = answered) -> bool:
            return sum(dialogue.asked.values()) >= since + random.randint(3, 12)

        await until(has_gone_on, deadline_s=60)
        process.end(how)
        process.start()
    over.set()
    expected = [pair for n in range(MESSAGES) for pair in (("shopper", str(n)), ("bot", f"You said: {n}"))]
    assert await asyncio.gather(*talks) == [expected] * SHOPPERS


async def test_told_to_stop_it_stops_cleanly_and_its_log_told_nothing(
    process: GatewayProcess, dialogue: FakeDialogue
) -> None:
    await until(process.is_ready, deadline_s=60)
    async with httpx.AsyncClient(base_url=process.url, timeout=20) as client:
        dialogue.statuses += [500, 404]
        spoken = {"id": "m", "text": "xyzzy ada@example.com"}
        answer = (await client.post("/chat/messages", json=spoken)).json()
        await client.post("/chat/messages", content=b'{"id": "xyzzy')
    assert process.end(signal.SIGTERM) == 0
    log = process.log_path.read_text()
    assert "no answer from the dialogue server" in log
    for secret in ("xyzzy", "ada@", answer["conversation_token"]):
        assert secret not in log
