"""Another model comes into use while messages are answered: each once, in order, without a pause."""

import json
import os
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.models import model_in_use
from tests.integration.bot.test_server import ROOT, SECRET, Server, command, free_port

MESSAGES = 200
LONGEST_S = 0.5


@pytest.fixture
def models(model: Path, tmp_path: Path) -> Path:
    """Two models of a small bot, the older in use, and the project's own, which is as large as they get."""
    folder = tmp_path / "models"
    folder.mkdir()
    for name in ("second", "third"):
        shutil.copy(model, folder / f"{name}.tar.gz")
    shutil.copy(os.environ["TRAINED_TEST_MODEL"], folder / "large.tar.gz")
    (folder / "in-use.json").write_text(json.dumps({"model": "second.tar.gz", "needs": ""}))
    return folder


@pytest.fixture
def server(models: Path, action_server: Any, database_url: str, tmp_path: Path) -> Iterator[Server]:
    port, log = free_port(), tmp_path / "dialogue.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command("--port", port, "--model", models, "--actions-url", action_server.url),
            cwd=ROOT,
            env=os.environ | {"TRACKER_DATABASE_URL": database_url, "AISLE_INTERNAL_SECRET": SECRET},
            stdout=output,
            stderr=output,
        )
    server = Server(port, process, log)
    server.wait_until_up()
    yield server
    process.terminate()
    process.wait(15)


def test_the_promoted_model_is_started_with_while_it_is_there(models: Path) -> None:
    assert model_in_use(models) == models / "second.tar.gz"
    (models / "second.tar.gz").unlink()
    assert model_in_use(models) == models / "large.tar.gz"
    (models / "in-use.json").write_text("{")
    assert model_in_use(models) == models / "large.tar.gz"


def switch(server: Server, path: Path, secret: str = SECRET) -> tuple[int, Any]:
    request = urllib.request.Request(
        f"{server.address}/webhooks/rest/model",
        json.dumps({"model": str(path)}).encode(),
        method="PUT",
        headers={"Authorization": f"Bearer {secret}"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.mark.timeout(300)
def test_messages_go_on_while_the_model_changes_and_changes_back(server: Server, models: Path) -> None:
    answers: list[str] = []
    longest = 0.0
    switched = threading.Event()

    def converse() -> None:
        nonlocal longest
        number = 0
        while number < MESSAGES or not switched.is_set():
            began = time.monotonic()
            status, answer = server.say("one shopper", "where is my order", f"m{number}")
            longest = max(longest, time.monotonic() - began)
            answers.append(answer[0]["text"] if status == 200 else f"HTTP {status}")
            number += 1

    shopper = threading.Thread(target=converse)
    shopper.start()
    try:
        assert switch(server, models / "third.tar.gz") == (200, {"model": "third.tar.gz"})
        assert switch(server, models / "second.tar.gz") == (200, {"model": "second.tar.gz"})
    finally:
        switched.set()
        shopper.join()
    assert answers == [f"call {number + 1}" for number in range(len(answers))]
    assert len(answers) >= MESSAGES


@pytest.mark.timeout(300)
def test_no_message_waits_for_a_large_model(server: Server, models: Path) -> None:
    """Answers are timed while the project's own model is loaded; what it costs before and after is not."""
    longest, answered = 0.0, 0
    switched = threading.Event()

    def converse() -> None:
        nonlocal longest, answered
        while not switched.is_set():
            began = time.monotonic()
            status, _ = server.say("another shopper", "thank you", f"t{answered}")
            longest = max(longest, time.monotonic() - began)
            answered += status == 200

    shopper = threading.Thread(target=converse)
    shopper.start()
    began = time.monotonic()
    try:
        assert switch(server, models / "large.tar.gz")[0] == 200
    finally:
        took = time.monotonic() - began
        switched.set()
        shopper.join()
    print(f"promotion {took:.2f} s; {answered} messages meanwhile, the longest {longest * 1000:.0f} ms")
    assert answered > 0
    assert longest < LONGEST_S * (1 + os.getloadavg()[0] / (os.cpu_count() or 1))


def test_a_model_that_cannot_be_loaded_leaves_the_one_before(server: Server, models: Path) -> None:
    (models / "broken.tar.gz").write_bytes(b"no archive")
    assert switch(server, models / "broken.tar.gz")[0] == 422
    assert switch(server, models / "missing.tar.gz")[0] == 422
    assert switch(server, models / "third.tar.gz", secret="guessed")[0] == 401
    assert server.say("someone", "where is my order", "x")[0] == 200
