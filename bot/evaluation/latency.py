"""Milliseconds a message, on one core."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

_WARM_UP = 20


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one core's time, median and 95th percentile over `count` messages; and by the clock.

    The clock's are longer when other processes want the core too.
    """

    median_ms: float
    p95_ms: float
    median_by_the_clock_ms: float
    count: int

    def __str__(self) -> str:
        return (
            f"{self.median_ms:.1f} ms a message in the median, {self.p95_ms:.1f} ms at the 95th percentile, "
            f"of one core ({self.median_by_the_clock_ms:.1f} ms by the clock)"
        )


def latency_of(understand: Callable[[str], object], texts: Sequence[str]) -> Latency:
    """Takes the time of each text, one after the other, after a warm-up."""
    with _one_core():
        for text in texts[:_WARM_UP]:
            understand(text)
        taken, by_the_clock = [], []
        for text in texts:
            began, clock = time.process_time(), time.perf_counter()
            understand(text)
            taken.append((time.process_time() - began) * 1000)
            by_the_clock.append((time.perf_counter() - clock) * 1000)
    p95 = statistics.quantiles(taken, n=20)[18]
    return Latency(statistics.median(taken), p95, statistics.median(by_the_clock), len(taken))


@contextmanager
def _one_core() -> Iterator[None]:
    if not hasattr(os, "sched_setaffinity"):  # not Linux: at least one thread
        with threadpool_limits(1):
            yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        with threadpool_limits(1):
            yield
    finally:
        os.sched_setaffinity(0, cores)
