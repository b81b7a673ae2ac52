"""The gateway and the worker as processes of their own, to be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack_events import TEAM
from tests.integration.connectors.running import CONVERSATION_SECRET, SHOPPER_SECRET

ROOT = Path(__file__).resolve().parents[5]


class DeskProcess:
    """`python -m connectors` or `python -m worker`, with the desk in Slack set up."""

    def __init__(
        self,
        module: str,
        database_url: str,
        *,
        slack: FakeSlack,
        dialogue_port: int,
        folder: Path,
        channel: str,
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.kills = 0
        self._module = module
        self._environment = os.environ | {
            "AISLE_PORT": str(self.port),
            "AISLE_METRICS_PORT": "0",
            "AISLE_DIALOGUE_PORT": str(dialogue_port),
            "AISLE_VAR_DIR": str(folder),
            "AISLE_INTERNAL_SECRET": "i" * 40,
            "AISLE_CONVERSATION_SECRET": CONVERSATION_SECRET,
            "AISLE_SHOPPER_TOKEN_SECRET": SHOPPER_SECRET,
            "DATABASE_URL": database_url,
            "AISLE_SLACK_BOT_TOKEN": BOT_TOKEN,
            "AISLE_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "AISLE_SLACK_TEAM": TEAM,
            "AISLE_SLACK_API_URL": slack.api_url,
            "AISLE_SLACK_DESK_CHANNELS": channel,
            "AISLE_DESK_UNDO_S": "1",
            "AISLE_DESK_CAPACITY": "0",
        }
        self.log_path = folder / f"{module}.log"
        self._log = self.log_path.open("wb")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )

    def kill(self) -> None:
        """End it as a power cut would, and start it again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=30)
        self.kills += 1
        self.start()

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    async def is_ready(self) -> bool:
        async with httpx.AsyncClient() as client:
            with suppress(httpx.TransportError):
                return (await client.get(f"{self.url}/healthz")).is_success
        return False

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()
