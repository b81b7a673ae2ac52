"""What is measured: the bot of `rasa init`, and builds of the product, each running by itself."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from aisle.settings import ROOT

STOCK_RASA = str(ROOT / ".venv-stock" / "bin" / "rasa")
STOCK_FOLDER = ROOT / "var" / "bench" / "stock"
_START_DEADLINE_S = 180.0
_STORE = Path("var") / "bench" / "store"  # a store of the bench's own: `make run` may run beside it
_COPIED = ("encoder", "encoder.made-from", "cache")  # made before; the rest the set-up makes


@dataclass(frozen=True)
class Running:
    """A started build: its address, the seconds until it answered, and its processes."""

    url: str
    start_s: float
    process: psutil.Process

    def processor_s(self) -> float:
        """Processor time so far of all its processes that live."""
        return sum(sum(each.cpu_times()[:2]) for each in self._processes())

    def resident_mb(self) -> float:
        """Memory of all its processes; what several share is counted once."""
        return sum(_memory(each) for each in self._processes()) / 1024**2

    def _processes(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


@dataclass(frozen=True)
class Build:
    """A checkout of the product with its environments."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        """Settings under which neither limits nor a `make run` in the same folder are in the way."""
        names = ("AISLE_PORT", "AISLE_ACTIONS_PORT", "AISLE_DIALOGUE_PORT")
        return os.environ | {
            "AISLE_VAR_DIR": str(self.root / _STORE),
            "AISLE_MESSAGES_PER_MINUTE": "1000000",
            "AISLE_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
            **{name: str(free_port()) for name in names},
        }

    def prepare(self) -> None:
        """Set up its store and its model, once."""
        store = self.root / _STORE
        store.mkdir(parents=True, exist_ok=True)
        for name in _COPIED:
            source, target = self.root / "var" / name, store / name
            if source.is_dir() and not target.exists():
                shutil.copytree(source, target)
            elif source.is_file() and not target.exists():
                shutil.copy(source, target)
        self.ops("setup")

    def ops(self, *arguments: str) -> str:
        """What a command of its operator prints."""
        command = [str(self.root / ".venv" / "bin" / "python"), "-m", "ops", *arguments]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            sys.exit(f"{self.root}: ops {' '.join(arguments)}: {(done.stdout + done.stderr).strip()}")
        return done.stdout.strip()

    @contextmanager
    def started(self, dialogue_servers: int = 1) -> Iterator[Running]:
        """Everything of it, as `make run` starts it."""
        environment = self.environment | {"AISLE_DIALOGUE_SERVERS": str(dialogue_servers)}
        url = f"http://127.0.0.1:{environment['AISLE_PORT']}"
        command = [str(self.root / ".venv" / "bin" / "python"), "-m", "ops", "run"]
        log = self.root / _STORE / "run.log"
        with _started(command, self.root, environment, log) as (process, began):
            _wait_for(lambda: httpx.get(f"{url}/readyz", timeout=2).is_success, process, log)
            yield Running(url, time.monotonic() - began, process)


@contextmanager
def stock_bot() -> Iterator[Running]:
    """The bot that `rasa init` makes, trained once, which takes a minute or two; started, it has answered."""
    folder = STOCK_FOLDER
    quiet = os.environ | {"RASA_TELEMETRY_ENABLED": "false"}
    if not list(folder.glob("models/*.tar.gz")):
        print("training a stock `rasa init` bot to compare with (once)", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "init.log").open("wb") as log:
            command = [STOCK_RASA, "init", "--no-prompt", "--init-dir", str(folder)]
            subprocess.run(command, check=True, env=quiet, stdout=log, stderr=log)
    port = free_port()
    command = [STOCK_RASA, "run", "--enable-api", "-p", str(port), "-i", "127.0.0.1"]
    url = f"http://127.0.0.1:{port}"
    greeting = {"sender": "bench", "message": "hi"}
    log_file = folder / "run.log"
    with _started(command, folder, quiet, log_file) as (process, began):
        _wait_for(lambda: httpx.get(f"{url}/", timeout=2).is_success, process, log_file)
        httpx.post(f"{url}/webhooks/rest/webhook", json=greeting, timeout=60).raise_for_status()
        yield Running(url, time.monotonic() - began, process)


@contextmanager
def _started(
    command: list[str], folder: Path, environment: dict[str, str], log: Path
) -> Iterator[tuple[psutil.Process, float]]:
    """Run `command` while the block runs; yields its process and when it was started."""
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with log.open("wb") as output:
        process = psutil.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            yield process, began
        finally:
            if process.is_running():
                process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _wait_for(ready: Callable[[], bool], process: psutil.Process, log: Path) -> None:
    """Poll until `ready`; exits with one line that says what the process said when it does not get there."""
    give_up = time.monotonic() + _START_DEADLINE_S
    while time.monotonic() < give_up and process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        try:
            if ready():
                return
        except httpx.TransportError:
            pass  # nobody listens yet
        time.sleep(0.05)
    said = log.read_text(errors="replace").strip().splitlines()[-1:] or ["nothing"]
    sys.exit(f"not started within {_START_DEADLINE_S:.0f} s; it said: {json.dumps(said[0])} (see {log})")


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.AccessDenied:  # PostgreSQL under an account of its own
        return int(process.memory_info().rss)


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])
