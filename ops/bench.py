"""How fast the product starts and answers, beside the bot that `rasa init` makes, in the same run."""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from aisle.settings import load_settings

ROOT = Path(__file__).resolve().parents[1]
RASA = ROOT / ".venv-stock" / "bin" / "rasa"
TURNS_PER_CONVERSATION = 10
START_DEADLINE_S = 180.0

Turn = Callable[[], None]


def main() -> int:
    """Print the measurements; returns the process's exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--turns", type=int, default=300, help="turns of each kind (default 300)")
    turns = parser.parse_args().turns
    stock_folder = stock_bot(load_settings().var_dir / "bench" / "stock")
    with ExitStack() as running:
        stock_url, stock_start = running.enter_context(started_stock_bot(stock_folder))
        our_url, our_start = running.enter_context(started_product())
        token = shopper_token(our_url)
        kinds: dict[str, Callable[[], Turn]] = {
            "stock rasa init bot, REST": lambda: stock_conversation(stock_url),
            "Aisle, plain turn through the gateway": lambda: our_conversation(our_url, "hi", None),
            "Aisle, order status through the gateway": lambda: our_conversation(
                our_url, "where is my latest order?", token
            ),
        }
        seconds = measure(kinds, turns)
    report(seconds, {"stock rasa init bot": stock_start, "Aisle (make run)": our_start})
    return 0


def stock_bot(folder: Path) -> Path:
    """The folder of a trained `rasa init` bot; trained once, which takes a minute or two."""
    if not list(folder.glob("models/*.tar.gz")):
        print("training a stock `rasa init` bot to compare with (once)", flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "init.log").open("wb") as log:
            subprocess.run(
                [RASA, "init", "--no-prompt", "--init-dir", str(folder)],
                check=True,
                env=quiet_rasa(),
                stdout=log,
                stderr=log,
            )
    return folder


def quiet_rasa() -> dict[str, str]:
    """An environment in which Rasa reports nothing to anybody."""
    return os.environ | {"RASA_TELEMETRY_ENABLED": "false"}


@contextmanager
def started_stock_bot(folder: Path) -> Iterator[tuple[str, float]]:
    """The stock bot's address and the seconds until its first answer."""
    port = free_port()
    command = [str(RASA), "run", "--enable-api", "-p", str(port), "-i", "127.0.0.1"]
    url = f"http://127.0.0.1:{port}"
    with started(command, folder, quiet_rasa(), folder / "run.log") as began:
        wait_for(lambda: httpx.get(f"{url}/", timeout=2).is_success, "the stock bot")
        stock_conversation(url)()
        yield url, time.monotonic() - began


@contextmanager
def started_product() -> Iterator[tuple[str, float]]:
    """The product's address and the seconds until it said it was ready."""
    port, actions_port, dialogue_port = free_port(), free_port(), free_port()
    environment = os.environ | {
        "AISLE_PORT": str(port),
        "AISLE_ACTIONS_PORT": str(actions_port),
        "AISLE_DIALOGUE_PORT": str(dialogue_port),
        "AISLE_MESSAGES_PER_MINUTE": "1000000",
        "AISLE_ADDRESS_MESSAGES_PER_MINUTE": "1000000",
    }
    url = f"http://127.0.0.1:{port}"
    log = load_settings().var_dir / "bench" / "run.log"
    with started([sys.executable, "-m", "ops", "run"], ROOT, environment, log) as began:
        wait_for(lambda: httpx.get(f"{url}/readyz", timeout=2).is_success, f"the product (see {log})")
        yield url, time.monotonic() - began


@contextmanager
def started(command: list[str], folder: Path, environment: dict[str, str], log: Path) -> Iterator[float]:
    """Run `command` while the block runs; yields when it was started."""
    log.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            yield began
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Poll until `ready`; exits with one line when it takes too long."""
    give_up = time.monotonic() + START_DEADLINE_S
    while time.monotonic() < give_up:
        try:
            if ready():
                return
        except httpx.TransportError:
            pass  # nobody listens yet
        time.sleep(0.05)
    sys.exit(f"{what} did not start within {START_DEADLINE_S:.0f} s")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def shopper_token(url: str) -> str:
    """A token of the first demo customer."""
    with httpx.Client(base_url=url) as client:
        customer = client.get("/store/demo-customers").raise_for_status().json()["customers"][0]["id"]
        answer = client.post("/store/demo-token", json={"customer": customer}).raise_for_status()
        return str(answer.json()["shopper_token"])


def stock_conversation(url: str) -> Turn:
    """A fresh conversation with the stock bot; each call is one turn."""
    client, sender = httpx.Client(base_url=url, timeout=30), uuid4().hex

    def turn() -> None:
        answer = client.post("/webhooks/rest/webhook", json={"sender": sender, "message": "hi"})
        if not answer.raise_for_status().json():
            sys.exit("the stock bot did not answer")

    return turn


def our_conversation(url: str, text: str, token: str | None) -> Turn:
    """A fresh conversation with the product; each call is one turn."""
    client = httpx.Client(base_url=url, timeout=30)
    conversation: dict[str, str] = {}

    def turn() -> None:
        body = {"id": uuid4().hex, "text": text} | conversation
        if token:
            body["shopper_token"] = token
        answer = client.post("/chat/messages", json=body).raise_for_status().json()
        if not answer["messages"]:
            sys.exit(f"the product did not answer {text!r}")
        conversation["conversation"] = answer["conversation"]
        if "conversation_token" in answer:
            client.headers["Authorization"] = f"Bearer {answer['conversation_token']}"

    return turn


def measure(kinds: dict[str, Callable[[], Turn]], turns: int) -> dict[str, list[float]]:
    """Seconds of each turn by kind, taken in alternation so that the machine's moods fall on all alike."""
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(max(1, turns // TURNS_PER_CONVERSATION)):
        for name, conversation in kinds.items():
            turn = conversation()
            for _ in range(TURNS_PER_CONVERSATION):
                began = time.perf_counter()
                turn()
                seconds[name].append(time.perf_counter() - began)
    return seconds


def report(seconds: dict[str, list[float]], starts: dict[str, float]) -> None:
    """Print medians and 95th percentiles in milliseconds, with ratios to the stock bot."""
    baseline = statistics.median(next(iter(seconds.values())))
    print(f"{'turn':42}{'median ms':>10}{'p95 ms':>9}{'of stock':>10}")
    for name, taken in seconds.items():
        median, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[18]
        print(f"{name:42}{median * 1000:10.1f}{p95 * 1000:9.1f}{median / baseline:9.2f}x")
    first = next(iter(starts.values()))
    print(f"\n{'start, until the first answer':42}{'seconds':>10}{'of stock':>19}")
    for name, taken_s in starts.items():
        print(f"{name:42}{taken_s:10.1f}{taken_s / first:18.2f}x")


if __name__ == "__main__":
    sys.exit(main())
