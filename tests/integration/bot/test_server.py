"""`python -m bot` as a process."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
PATIENCE_S = 120
SECRET = "known-to-the-gateway-and-the-action-server"
SENDER = uuid.uuid4().hex


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "bot", *map(str, arguments)]


class Server:
    def __init__(self, port: int, process: subprocess.Popen, log: Path) -> None:
        self.log = log
        self.address = f"http://127.0.0.1:{port}"
        self.process = process

    def say(self, sender: str, text: str, message_id: str, secret: str = SECRET) -> tuple[int, Any]:
        body = {"sender": sender, "message": text, "metadata": {"message_id": message_id}}
        request = urllib.request.Request(
            f"{self.address}/webhooks/rest/webhook",
            json.dumps(body).encode(),
            method="POST",
            headers={"Authorization": f"Bearer {secret}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def get(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/webhooks/rest/", timeout=5).close()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return
        pytest.fail(f"the dialogue server did not come up: {self.process.poll()}")


@pytest.fixture
def server(model: Path, action_server: Any, database_url: str, tmp_path: Path) -> Iterator[Server]:
    port, log = free_port(), tmp_path / "dialogue.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command("--port", port, "--model", model, "--actions-url", action_server.url),
            cwd=ROOT,
            env=os.environ | {"TRACKER_DATABASE_URL": database_url, "AISLE_INTERNAL_SECRET": SECRET},
            stdout=output,
            stderr=output,
        )
    server = Server(port, process, log)
    server.wait_until_up()
    yield server
    if process.poll() is None:
        process.kill()
        process.wait()


def test_it_answers_repeats_fails_clearly_and_stops_quickly(server: Server, action_server: Any) -> None:
    status, answer = server.say(SENDER, "hi", "h1")
    assert status == 200
    told = answer[-1]["custom"]["understanding"]
    assert (told["intent"], told["is_fallback"], told["actions"]) == ("greet", False, ["utter_greet"])
    assert answer[:-1] == [
        {
            "recipient_id": SENDER,
            "text": "Hello there",
            "buttons": [{"title": "Where is my order?", "payload": "/check_order_status"}],
        }
    ]
    assert server.say(SENDER, "something else", "h1") == (200, answer)
    action_server.broken = 500
    status, failure = server.say(SENDER, "where is my order", "h2")
    assert status == 500
    assert failure["error"] == {
        "code": "turn_failed",
        "reason": "action action_count could not be run: KeyError",
    }
    action_server.broken = 503
    status, failure = server.say(SENDER, "where is my order", "h2")
    assert (status, failure["error"]["code"]) == (503, "turn_held_up")
    assert "where is my order" not in server.log.read_text()
    action_server.broken = 0
    status, answer = server.say(SENDER, "where is my order", "h2")
    assert (status, answer[0]["text"]) == (200, "call 3")
    assert action_server.authorizations == {f"Bearer {SECRET}"}
    assert server.say(SENDER, "hi", "h3", secret="guessed")[0] == 401
    assert server.say(SENDER, "hi", "h3", secret="")[0] == 401
    for path in ("/status", "/version", f"/conversations/{SENDER}/tracker", "/domain"):
        assert server.get(path) == 404
    stopped = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(10) == 0
    assert time.monotonic() - stopped < 10


@pytest.mark.parametrize(
    ("arguments", "settings", "reason"),
    [
        (["--model", "no/such/model"], {}, "no trained model at no/such/model"),
        ([], {"TRACKER_DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/x"}, "tracker database"),
        ([], {"AISLE_VAR_DIR": "no-such-folder"}, "no manifest.json in no-such-folder/encoder"),
        ([], {"AISLE_INTERNAL_SECRET": ""}, "AISLE_INTERNAL_SECRET is missing"),
    ],
)
def test_what_is_missing_is_said_in_one_line(model, arguments, settings, reason) -> None:
    arguments = arguments or ["--model", model]
    run = subprocess.run(
        command("--port", free_port(), *arguments),
        cwd=ROOT,
        env=os.environ | {"AISLE_INTERNAL_SECRET": SECRET} | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert reason in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert "secret" not in run.stderr


def test_a_taken_port_is_said_in_one_line(model: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            command("--port", port, "--model", model),
            cwd=ROOT,
            env=os.environ | {"AISLE_INTERNAL_SECRET": SECRET},
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert run.stderr == f"dialogue server: port {port} on 127.0.0.1 is taken\n"
