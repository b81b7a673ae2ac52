"""Measures builds beside each other, in alternation, so that the machine's moods fall on all alike."""

import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from ops.bench.builds import Build, Running
from ops.bench.turns import (
    STATUS,
    Conversation,
    StockConversation,
    about_to_cancel,
    cancellable,
    shopper_token,
)

TURNS_PER_CONVERSATION = 10
LOAD_S = 6.0
Kind = tuple[str, str]  # what, of which build
Say = Callable[[], object]


def latencies(stock: Running, builds: Mapping[str, Running], turns: int) -> dict[Kind, list[float]]:
    """Seconds of each plain turn and each order status, by build."""
    begin: dict[Kind, Callable[[], Say]] = {
        ("plain turn", "stock"): lambda: partial(StockConversation(stock.url).say, "bye")
    }
    for name, running in builds.items():
        begin["plain turn", name] = partial(_begin, running.url, None, "bye")
        begin["order status", name] = partial(_begin, running.url, shopper_token(running.url), STATUS)
    taken: dict[Kind, list[float]] = {kind: [] for kind in begin}
    for _ in range(max(1, turns // TURNS_PER_CONVERSATION)):
        for kind, start in begin.items():
            say = start()
            taken[kind] += [_timed(say) for _ in range(TURNS_PER_CONVERSATION)]
    return taken


def writes(builds: Mapping[str, tuple[Build, Running]], count: int) -> dict[Kind, list[float]]:
    """Seconds of the yes that cancels an order, by build. The orders are of the bench's own store."""
    taken: dict[Kind, list[float]] = {("cancel, yes", name): [] for name in builds}
    orders = {name: iter(cancellable(build, 4 * count)) for name, (build, _) in builds.items()}
    for _ in range(count):
        for name, (_, running) in builds.items():
            for customer, number in orders[name]:
                conversation = about_to_cancel(running.url, customer, number)
                if conversation is not None:
                    taken["cancel, yes", name].append(_timed(partial(conversation.say, "yes")))
                    break
    return taken


def processor_ms(running: Running, turns: int = 60) -> float:
    """Processor time of an order-status turn, all processes together."""
    token = shopper_token(running.url)
    before = running.processor_s()
    for _ in range(turns // TURNS_PER_CONVERSATION):
        conversation = Conversation(running.url, token)
        for _ in range(TURNS_PER_CONVERSATION):
            conversation.say(STATUS)
    return (running.processor_s() - before) / turns * 1000


def turns_per_second(running: Running, at_once: int) -> float:
    """Order-status turns answered a second to so many conversations, each of which waits for its answer."""
    token = shopper_token(running.url)
    until = time.monotonic() + LOAD_S

    def talk(_: int) -> int:
        conversation, turns = Conversation(running.url, token), 0
        while time.monotonic() < until:
            conversation.say(STATUS)
            turns += 1
        return turns

    began = time.monotonic()
    with ThreadPoolExecutor(at_once) as shoppers:
        turns = sum(shoppers.map(talk, range(at_once)))
    return turns / (time.monotonic() - began)


def late_turn(running: Running, turns: int) -> float:
    """How the last twenty turns of a conversation of so many compare with its first."""
    conversation = Conversation(running.url)
    taken = [_timed(lambda: conversation.say("hi")) for _ in range(turns)]
    return statistics.median(taken[-20:]) / statistics.median(taken[1:21])


def _begin(url: str, token: str | None, text: str) -> Say:
    return partial(Conversation(url, token).say, text)


def _timed(say: Say) -> float:
    began = time.perf_counter()
    say()
    return time.perf_counter() - began
