"""What this gateway counts and measures, for Prometheus and the operations page. Names nobody."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from time import monotonic

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from aisle.tracing import span
from commerce.support.messages import LoggedMessage

log = structlog.get_logger(__name__)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120)

MESSAGES = Counter("aisle_messages", "Shoppers' messages taken in", ["channel"], registry=REGISTRY)
TURNS = Counter(
    "aisle_turns",
    "Turns by who answered: bot, agent (a person has the conversation), or system where the bot could not",
    ["channel", "by"],
    registry=REGISTRY,
)
TURN_SECONDS = Histogram(
    "aisle_turn_seconds",
    "A turn's time by stage: wait (stored until begun), dialogue, store, total (stored until answered)",
    ["stage"],
    buckets=_SECONDS,
    registry=REGISTRY,
)
UNDERSTOOD = Counter(
    "aisle_understood", "Messages by what they were taken for", ["intent", "is_fallback"], registry=REGISTRY
)
REFUSED = Counter("aisle_refused", "Requests and frames refused, by code", ["code"], registry=REGISTRY)
RESPONSES = Counter(
    "aisle_responses", "Responses by route and status", ["method", "route", "status"], registry=REGISTRY
)

CONNECTIONS = Gauge("aisle_connections_open", "Connections to this gateway", registry=REGISTRY)
WAITING = Gauge(
    "aisle_conversations_waiting", "Conversations with a message in work or waiting for it", registry=REGISTRY
)


@contextmanager
def timed(stage: str) -> Iterator[None]:
    """Measure and trace a stage of a turn, also one that fails."""
    began = monotonic()
    try:
        with span(stage):
            yield
    finally:
        TURN_SECONDS.labels(stage).observe(monotonic() - began)


def note_turn(message: LoggedMessage, began: datetime, answered: datetime) -> None:
    """Note how long a message waited for its turn, and for its answer."""
    waited_s = max(0.0, (began - message.created_at).total_seconds())
    took_s = max(0.0, (answered - message.created_at).total_seconds())
    TURN_SECONDS.labels("wait").observe(waited_s)
    TURN_SECONDS.labels("total").observe(took_s)
    times = {"waited_s": round(waited_s, 3), "took_s": round(took_s, 3)}
    log.info("answered", message=str(message.id), channel=message.channel, **times)


def quantile(histogram: Histogram, stage: str, share: float) -> float | None:
    """Within how many seconds `share` of what was measured lay, to a bucket's end; None without any."""
    counts = {
        float(sample.labels["le"]): sample.value
        for metric in histogram.collect()
        for sample in metric.samples
        if sample.name.endswith("_bucket") and sample.labels["stage"] == stage
    }
    total = max(counts.values(), default=0)
    within = (end for end, count in sorted(counts.items()) if count >= share * total)
    return next(within, None) if total else None


def totals(counter: Counter) -> list[tuple[str, int]]:
    """What was counted by the counter's only label, the most first."""
    counted = [
        (next(iter(sample.labels.values())), int(sample.value))
        for metric in counter.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    ]
    return sorted(counted, key=lambda each: -each[1])
