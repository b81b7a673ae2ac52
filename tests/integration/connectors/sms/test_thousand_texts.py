"""A thousand texts at fifty a second, while Twilio refuses every tenth send and fails every twentieth."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from aisle.settings import ROOT
from tests.fakes.twilio import NUMBER, SID, TOKEN, FakeTwilio, TwilioCaller
from tests.integration.connectors.fake_dialogue import FakeDialogue
from tests.integration.connectors.running import CONVERSATION_SECRET, SHOPPER_SECRET, until

SHOPPERS, EACH, PER_SECOND = 100, 10, 50
TRIES = 4


class Store:
    """A gateway and a worker, each a process of its own."""

    def __init__(self, database_url: str, dialogue_port: int, api_url: str, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._folder = folder
        self._environment = os.environ | {
            "AISLE_PORT": str(port),
            "AISLE_PUBLIC_URL": self.url,
            "AISLE_DIALOGUE_PORT": str(dialogue_port),
            "AISLE_VAR_DIR": str(folder),
            "AISLE_INTERNAL_SECRET": "i" * 40,
            "AISLE_CONVERSATION_SECRET": CONVERSATION_SECRET,
            "AISLE_SHOPPER_TOKEN_SECRET": SHOPPER_SECRET,
            "AISLE_TWILIO_ACCOUNT_SID": SID,
            "AISLE_TWILIO_AUTH_TOKEN": TOKEN,
            "AISLE_TWILIO_NUMBER": NUMBER,
            "AISLE_TWILIO_API_URL": api_url,
            "DATABASE_URL": database_url,
        }
        self._processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        for module in ("connectors", "worker"):
            with (self._folder / f"{module}.log").open("wb") as log:
                command = [sys.executable, "-m", module]
                self._processes.append(
                    subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
                )

    def stop(self) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            process.wait(timeout=30)

    def cpu_s(self) -> list[float]:
        """The processor time that the gateway and the worker have taken."""
        return [sum(psutil.Process(process.pid).cpu_times()[:2]) for process in self._processes]

    def log(self, module: str) -> str:
        return (self._folder / f"{module}.log").read_text()


@pytest.fixture
def store(database_url: str, dialogue: FakeDialogue, twilio: FakeTwilio, tmp_path: Path) -> Iterator[Store]:
    made = Store(database_url, dialogue.port, twilio.url, tmp_path)
    made.start()
    yield made
    made.stop()


async def is_ready(client: httpx.AsyncClient) -> bool:
    with suppress(httpx.TransportError):
        return (await client.get("/readyz")).is_success
    return False


async def text_all(caller: TwilioCaller, numbers: list[str]) -> list[float]:
    """Each number texts in turn, at the wanted pace; how long each was acknowledged in, in seconds."""
    in_order = {number: asyncio.Lock() for number in numbers}
    took: list[float] = []

    async def text(number: str, body: str) -> None:
        async with in_order[number]:
            begun = time.perf_counter()
            form = caller.form(number, body)
            status = 503
            for _ in range(TRIES):  # as the webhook's address asks Twilio to
                status = (await caller.call(form)).status_code
                if status != 503:
                    break
            assert status == 200
            took.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    async with asyncio.TaskGroup() as texting:
        for place in range(SHOPPERS * EACH):
            await asyncio.sleep(max(0.0, begun + place / PER_SECOND - time.perf_counter()))
            texting.create_task(text(numbers[place % SHOPPERS], f"text {place // SHOPPERS}"))
    return sorted(took)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_every_shopper_gets_each_reply_once_and_in_order(store: Store, twilio: FakeTwilio) -> None:
    twilio.fails_every = {20: 500, 10: 429}
    numbers = [f"+1415555{number:04}" for number in range(SHOPPERS)]
    async with httpx.AsyncClient(base_url=store.url, timeout=120) as client:

        async def has_started() -> bool:
            return await is_ready(client)

        await until(has_started, deadline_s=120)
        begun = time.perf_counter()
        took = await text_all(TwilioCaller(client, store.url), numbers)
        texted_s = time.perf_counter() - begun

        async def are_all_answered() -> bool:
            return len(twilio.sent) >= SHOPPERS * EACH

        await until(are_all_answered, deadline_s=300)
        answered_s = time.perf_counter() - begun
        gateway_s, worker_s = store.cpu_s()
    expected = [f"You said: text {number}" for number in range(EACH)]
    assert {number: twilio.texts_to(number) for number in numbers} == dict.fromkeys(numbers, expected)
    assert twilio.answers[429] >= 45
    assert twilio.answers[500] >= 45
    assert not [
        number for number in numbers for module in ("connectors", "worker") if number in store.log(module)
    ]
    print(
        f"\n{len(took)} texts in {texted_s:.1f} s, all answered after {answered_s:.1f} s; acknowledged in "
        f"{took[len(took) // 2] * 1000:.0f} ms (median), {took[len(took) * 95 // 100] * 1000:.0f} ms (95%); "
        f"processor time: gateway {gateway_s:.1f} s, worker {worker_s:.1f} s; "
        f"Twilio answered {dict(twilio.answers)}, over {len(twilio.connections)} connections"
    )
