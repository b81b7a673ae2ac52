"""A small trained bot, an action server to call and a database, for the tests in `.venv-rasa`."""

import json
import logging
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.environment import prepare_environment

ROOT = Path(__file__).parents[3]
SMALL_BOT = Path(__file__).parent / "small_bot"


_EVENTS = {
    "action_circle": [{"event": "followup", "name": "action_circle"}],
    "action_give_up": [{"event": "active_loop", "name": None}],
}


class CountingActionServer(ThreadingHTTPServer):
    """Counts the calls of its actions and says the count; fails while `broken`, with that status.

    `action_circle` calls for itself without end, and nothing is said while `silent`.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls = 0
        self.broken = 0
        self.silent = False
        self.authorizations: set[str | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/webhook"


class _Handler(BaseHTTPRequestHandler):
    server: CountingActionServer

    def do_POST(self) -> None:
        call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls += 1
        self.server.authorizations.add(self.headers["Authorization"])
        said = {"text": f"call {self.server.calls}", "buttons": [{"title": "Again", "payload": "/greet"}]}
        cards = {"custom": {"cards": [{"title": "A card"}]}}
        answer = {"events": _EVENTS.get(call["next_action"], []), "responses": [said, cards]}
        if self.server.silent:
            answer["responses"] = []
        if self.server.broken:  # as Rasa's action server answers a failure: with all that it was asked
            answer = {"error": "KeyError", "request_body": call}
        body = json.dumps(answer).encode()
        self.send_response(self.server.broken or 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def action_server() -> Iterator[CountingActionServer]:
    with CountingActionServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="session", autouse=True)
def environment() -> None:
    prepare_environment()
    os.environ.pop("TRACKER_DATABASE_URL", None)
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small bot, trained by plain `rasa train` from the repository's root with its config.yml."""
    folder = tmp_path_factory.mktemp("models")
    run = subprocess.run(
        [ROOT / ".venv-rasa" / "bin" / "rasa", "train", "--domain", SMALL_BOT / "domain.yml", "--data"]
        + [SMALL_BOT / name for name in ("nlu.yml", "rules.yml", "stories.yml")]
        + ["--out", folder, "--fixed-model-name", "small"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / "small.tar.gz"


@pytest.fixture(scope="session")
def database_url() -> str:
    address = os.environ.get("TRACKER_TEST_DATABASE_URL")
    if not address:
        pytest.skip("TRACKER_TEST_DATABASE_URL is not set: run these tests through `make test`")
    return address
