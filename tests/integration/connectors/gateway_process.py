"""The gateway as a process of its own, as the supervisor runs it."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from tests.integration.connectors.running import CONVERSATION_SECRET, SHOPPER_SECRET

ROOT = Path(__file__).resolve().parents[3]


class GatewayProcess:
    """`python -m connectors`, started again after every kill as the supervisor does."""

    def __init__(self, database_url: str, dialogue_port: int, folder: Path, **settings: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = os.environ | {
            "AISLE_PORT": str(self.port),
            "AISLE_DIALOGUE_PORT": str(dialogue_port),
            "AISLE_VAR_DIR": str(folder),
            "AISLE_INTERNAL_SECRET": "i" * 40,
            "AISLE_CONVERSATION_SECRET": CONVERSATION_SECRET,
            "AISLE_SHOPPER_TOKEN_SECRET": SHOPPER_SECRET,
            "DATABASE_URL": database_url,
            **settings,
        }
        self.log_path = folder / "gateway.log"
        self._log = self.log_path.open("wb")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "connectors"],
            cwd=ROOT,
            env=self._environment,
            stdout=self._log,
            stderr=self._log,
        )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def end(self, how: signal.Signals) -> int:
        assert self._process is not None
        self._process.send_signal(how)
        return self._process.wait(timeout=30)

    async def is_ready(self) -> bool:
        async with httpx.AsyncClient() as client:
            with suppress(httpx.TransportError):
                reply = await client.get(f"{self.url}/readyz")
                return reply.is_success or reply.json().get("missing") == ["worker"]  # none is started here
        return False

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._log.close()
