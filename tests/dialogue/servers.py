"""The real servers of a conversation: gateway, trained dialogue server, action server, on one database."""

import contextlib
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from aisle.setting_values import DEVELOPMENT_SECRET_PREFIX
from ops.training import current_model

ROOT = Path(__file__).resolve().parents[2]
RASA = ROOT / ".venv-rasa" / "bin" / "python"
VAR = ROOT / "var"
TRAINED_FROM = ("config.yml", "domain.yml", "data/nlu", "data/rules", "data/stories", "bot")
START_DEADLINE_S = 240.0
SECRET = "a-secret-of-the-dialogue-tests-that-is-long-enough"


@dataclass(frozen=True)
class Servers:
    """Where the gateway listens, and where every process writes its log."""

    gateway_url: str
    logs: Path


def trained_model() -> Path:
    """The model of the present training data: the set-up's, a former run's, or a new one."""
    made_by_setup = current_model(VAR)
    if made_by_setup is not None:
        return made_by_setup
    digest = hashlib.sha256()
    for name in TRAINED_FROM:
        place = ROOT / name
        files = sorted(place.rglob("*.*")) if place.is_dir() else [place]
        for file in files:
            if file.suffix in {".yml", ".py"}:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    folder = VAR / "dialogue-tests"
    model = folder / f"{digest.hexdigest()[:16]}.tar.gz"
    if not model.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            str(RASA), "-m", "bot.rasa", "train", "--skip-validation", "--out", str(folder),
            "--fixed-model-name", model.name,
        ]  # fmt: skip
        _run(command, folder / "train.log")
    return model


@contextlib.contextmanager
def running_servers(
    store_url: str, tracker_url: str, *, with_worker: bool = False, **settings: str
) -> Iterator[Servers]:
    """All servers that a conversation passes, ready to converse; stopped at the end."""
    model = trained_model()
    gateway_port, actions_port, dialogue_port = _free_ports(3)
    gateway_url, actions_url, dialogue_url = (
        f"http://127.0.0.1:{port}" for port in (gateway_port, actions_port, dialogue_port)
    )
    environment = {
        "DATABASE_URL": store_url,
        "TRACKER_DATABASE_URL": tracker_url,
        "AISLE_PORT": str(gateway_port),
        "AISLE_ACTIONS_PORT": str(actions_port),
        "AISLE_DIALOGUE_PORT": str(dialogue_port),
        "AISLE_ADDRESS_MESSAGES_PER_MINUTE": "100000",
        "AISLE_MESSAGES_PER_MINUTE": "10000",
        "AISLE_SHOPPER_TOKEN_SECRET": SECRET,
        "AISLE_CONVERSATION_SECRET": SECRET,
        "AISLE_INTERNAL_SECRET": SECRET,
        "AISLE_TWILIO_AUTH_TOKEN": f"{DEVELOPMENT_SECRET_PREFIX}{SECRET}",  # so that a phone is played
    } | settings
    dialogue = [
        str(RASA), "-m", "bot", "--port", str(dialogue_port),
        "--actions-url", f"{actions_url}/webhook", "--model", str(model),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="aisle-dialogue-") as logs, contextlib.ExitStack() as stack:
        started = [
            stack.enter_context(
                _process([sys.executable, "-m", "actions"], environment, Path(logs, "actions"))
            ),
            stack.enter_context(_process(dialogue, environment, Path(logs, "dialogue"))),
            stack.enter_context(
                _process([sys.executable, "-m", "connectors"], environment, Path(logs, "gateway"))
            ),
        ]
        if with_worker:
            stack.enter_context(_process([sys.executable, "-m", "worker"], environment, Path(logs, "worker")))
        _wait(started[0], f"{actions_url}/health")
        _wait(started[1], f"{dialogue_url}/")
        _wait(started[2], f"{gateway_url}/readyz", without=[] if with_worker else ["worker"])
        yield Servers(gateway_url, Path(logs))


@dataclass(frozen=True)
class _Process:
    running: subprocess.Popen[bytes]
    log: Path


@contextlib.contextmanager
def _process(command: list[str], environment: Mapping[str, str], log: Path) -> Iterator[_Process]:
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **_QUIET, **environment}, stdout=output, stderr=output
        )
        try:
            yield _Process(running, log)
        finally:
            running.terminate()
            try:
                running.wait(timeout=20)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def _wait(process: _Process, url: str, *, without: Sequence[str] = ()) -> None:
    """Wait until `url` answers well, or that it lacks just what is not started here."""
    deadline = time.monotonic() + START_DEADLINE_S
    while True:
        try:
            reply = httpx.get(url, timeout=5)
            if reply.is_success or (without and reply.json().get("missing") == [*without]):
                return
        except httpx.TransportError:
            pass
        is_dead = process.running.poll() is not None
        if is_dead or time.monotonic() > deadline:
            raise AssertionError(f"{url} did not answer:\n{process.log.read_text()[-3000:]}")
        time.sleep(0.1)


def _run(command: list[str], log: Path) -> None:
    with log.open("wb") as output:
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **_QUIET}, stdout=output, stderr=output, check=False
        )
    assert done.returncode == 0, log.read_text()[-3000:]


_QUIET = {
    "AISLE_VAR_DIR": str(VAR),
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [each.getsockname()[1] for each in sockets]
