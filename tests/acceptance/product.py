"""The whole product as an operator starts it: real processes, real ports, a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]
START_DEADLINE_S = 180.0
TURN_DEADLINE_S = 120.0

# How each process is told apart by its command line.
MODULES = {
    "gateway": "connectors",
    "action server": "actions",
    "worker": "worker",
    "dialogue server": "bot",
}


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(condition: Callable[[], bool], deadline_s: float, what: str) -> None:
    """Poll `condition`; fails with `what` when it does not hold in time."""
    give_up = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > give_up:
            raise AssertionError(f"{what} did not happen within {deadline_s:.0f} s")
        time.sleep(0.05)


class Product:
    """A running product."""

    def __init__(self, var_dir: Path, **settings: str) -> None:
        gateway, actions, dialogue = free_ports(3)
        self.url = f"http://127.0.0.1:{gateway}"
        self.var_dir = var_dir
        self.env = os.environ | {
            "AISLE_VAR_DIR": str(var_dir),
            "AISLE_PORT": str(gateway),
            "AISLE_ACTIONS_PORT": str(actions),
            "AISLE_DIALOGUE_PORT": str(dialogue),
            "AISLE_ADDRESS_MESSAGES_PER_MINUTE": "100000",
            **settings,
        }
        self.client = httpx.Client(base_url=self.url, timeout=30, limits=httpx.Limits(max_connections=None))
        self._supervisor: subprocess.Popen[bytes] | None = None

    def ops(self, *arguments: str) -> str:
        """Run one of the operator's commands to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "ops", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"ops {arguments} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def start(self) -> float:
        """Start everything; returns the seconds until it was ready."""
        began = time.monotonic()
        with (self.var_dir / "product.log").open("wb") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "ops", "run"], cwd=ROOT, env=self.env, stdout=log, stderr=log
            )
        wait_until(self._ready_or_dead, START_DEADLINE_S, "the product became ready")
        assert self._supervisor.poll() is None, (self.var_dir / "product.log").read_text()
        return time.monotonic() - began

    def stop(self) -> None:
        """Stop everything as Ctrl-C does."""
        assert self._supervisor is not None
        self._supervisor.send_signal(signal.SIGINT)
        self._supervisor.wait(timeout=60)
        self.client.close()

    def demo_customers(self) -> list[dict[str, Any]]:
        """The customers of the demo page's account switcher, with their orders."""
        answer = self.client.get("/store/demo-customers").raise_for_status()
        return answer.json()["customers"]

    def token_of(self, customer: str) -> str:
        """A shopper token as the shop would sign it."""
        answer = self.client.post("/store/demo-token", json={"customer": customer}).raise_for_status()
        return answer.json()["shopper_token"]

    def is_ready(self) -> bool:
        """Whether the gateway says it is."""
        try:
            return self.client.get("/readyz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False

    def _ready_or_dead(self) -> bool:
        assert self._supervisor is not None
        return self._supervisor.poll() is not None or self.is_ready()

    def process(self, name: str) -> psutil.Process | None:
        """The running process called `name`, a key of MODULES or "postgres"; None while it is down."""
        assert self._supervisor is not None
        if name == "postgres":
            pid_file = self.var_dir / "postgres" / "postmaster.pid"
            return psutil.Process(int(pid_file.read_text().split()[0])) if pid_file.exists() else None
        for child in psutil.Process(self._supervisor.pid).children(recursive=True):
            try:
                command = child.cmdline()
            except psutil.NoSuchProcess:
                continue
            if command[1:3] == ["-m", MODULES[name]]:
                return child
        return None

    def kill(self, name: str) -> None:
        """`kill -9` a process and return once another has taken its place."""
        victim = self.process(name)
        assert victim is not None, f"{name} is not running"
        victim.kill()
        wait_until(lambda: self._replaced(name, victim.pid), TURN_DEADLINE_S, f"a new {name}")

    def _replaced(self, name: str, pid: int) -> bool:
        try:
            now = self.process(name)
        except (psutil.NoSuchProcess, ValueError, IndexError):
            return False  # the pid file of a server that is just starting
        return now is not None and now.pid != pid


class Chat:
    """A shopper's client: sends each message until it is accepted, always under the same id."""

    def __init__(self, product: Product, shopper_token: str | None = None) -> None:
        self._client = product.client
        self._shopper_token = shopper_token
        self.conversation: str | None = None
        self._token: str | None = None
        self._cursor: str | None = None

    def say(self, text: str | None = None, *, payload: str | None = None) -> list[dict[str, Any]]:
        """Send one message and return its replies, however long the servers are away."""
        body: dict[str, Any] = {"id": uuid4().hex}
        body |= {"text": text} if payload is None else {"payload": payload}
        if self.conversation:
            body["conversation"] = self.conversation
        if self._shopper_token:
            body["shopper_token"] = self._shopper_token
        give_up = time.monotonic() + TURN_DEADLINE_S
        while True:
            answer = self._post(body)
            if answer is not None and answer.status_code == 200:
                return self._accept(answer.json())
            assert time.monotonic() < give_up, f"no answer to {text or payload!r}: {answer and answer.text}"
            time.sleep(0.2)

    def replies(self, text: str | None = None, *, payload: str | None = None) -> str:
        """Send one message and return the texts and cards that answer it, as one string."""
        return "\n".join(
            f"{message['text']} {message['cards']}" for message in self.say(text, payload=payload)
        )

    def messages(self) -> list[dict[str, Any]]:
        """The whole conversation as the gateway keeps it."""
        answer = self._client.get(
            f"/chat/conversations/{self.conversation}/messages", headers=self._headers()
        )
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]

    def _post(self, body: dict[str, Any]) -> httpx.Response | None:
        try:
            answer = self._client.post("/chat/messages", json=body, headers=self._headers())
        except httpx.TransportError:
            return None
        retryable = answer.status_code in (202, 429) or answer.status_code >= 500
        assert retryable or answer.status_code == 200, answer.text
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _accept(self, answer: dict[str, Any]) -> list[dict[str, Any]]:
        self.conversation = answer["conversation"]
        self._token = answer.get("conversation_token") or self._token
        return answer["messages"]
