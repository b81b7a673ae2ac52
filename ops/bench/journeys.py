"""`python -m ops.bench.journeys [--most 1000000]`: how long finding what is due takes as open carts grow."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import func, select, text

from commerce.clock import Clock
from commerce.database import Sessions, create_engine, sessions_of
from commerce.journeys.entering import enter
from commerce.journeys.files import journeys
from commerce.journeys.models import JourneyRun, RunStatus
from commerce.journeys.setup import stepper_of
from commerce.journeys.stepping import Stepper
from commerce.links.documents import DocumentLinks
from commerce.notifications.setup import notifier_of
from ops.journeys.temporary_store import temporary_store
from worker.journeys import AT_ONCE

_SIZES = (10_000, 100_000, 1_000_000)
_DUE = 2_000  # steps that are taken to measure messages a second
_NOW = datetime(2026, 6, 15, 18, 0, tzinfo=UTC)
_SECRET = "the links of a bench are followed by nobody"  # noqa: S105


class _Standing(Clock):
    def __init__(self) -> None:
        super().__init__("America/New_York")
        self.at = _NOW

    def now(self) -> datetime:
        return self.at


async def measure(most: int) -> None:
    """Print a line for each number of open carts, all on the journey and waiting for the next step."""
    clock, cart = _Standing(), journeys()["abandoned_cart"]
    with tempfile.TemporaryDirectory(prefix="aisle-bench-") as folder:
        async with temporary_store(Path(folder), lambda _: None) as url:
            engine = create_engine(url)
            sessions = sessions_of(engine)
            links = DocumentLinks("https://store.example", _SECRET)
            stepper = stepper_of(sessions, clock, notifier_of(url, clock, "The Store"), links)
            await enter(sessions, cart, clock)
            there = 0
            print("open carts | enter, none new | due, none due | resident growth")
            for size in (each for each in _SIZES if each <= most):
                await _leave_carts(sessions, there, size)
                there = size
                await _line(sessions, stepper, clock, size)
            print(f"{await _messages_a_second(sessions, stepper, there):.0f} messages a second, one worker")
            await engine.dispose()


async def _line(sessions: Sessions, stepper: Stepper, clock: Clock, size: int) -> None:
    process, cart = psutil.Process(), journeys()["abandoned_cart"]
    before = process.memory_info().rss
    entering = await _median_ms(lambda: enter(sessions, cart, clock))
    due = await _median_ms(stepper.take_some)
    grown = (process.memory_info().rss - before) / 2**20
    print(f"{size:10,} | {entering:12.1f} ms | {due:10.1f} ms | {grown:+.1f} MB")


async def _median_ms(work: Callable[[], Awaitable[Any]], times: int = 9) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[times // 2]


async def _leave_carts(sessions: Sessions, first: int, last: int) -> None:
    """Make customers with a cart each, left hours ago and on the journey, whose next step is tomorrow's."""
    values = {"first": first, "last": last - 1, "now": _NOW}
    async with sessions.begin() as session:
        for statement in _MADE.strip().split("\n\n"):
            await session.execute(text(statement), values)
    async with sessions() as session:
        for table in ("customers", "carts", "cart_lines", "journey_runs", "addresses", "consent_entries"):
            await session.execute(text(f"ANALYZE {table}"))
        await session.commit()


async def _messages_a_second(sessions: Sessions, stepper: Stepper, carts: int) -> float:
    due = min(_DUE, carts)
    async with sessions.begin() as session:
        statement = (
            "UPDATE journey_runs SET due_at = :now WHERE id IN (SELECT id FROM journey_runs LIMIT :due)"
        )
        await session.execute(text(statement), {"now": _NOW, "due": due})
    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(stepper.take_all() for _ in range(AT_ONCE)))
    taken, used = time.perf_counter() - began, time.process_time() - used
    async with sessions() as session:
        sent = await session.scalar(text("SELECT count(*) FROM journey_steps WHERE outcome = 'sent'"))
        left = await session.scalar(
            select(func.count())
            .select_from(JourneyRun)
            .where(JourneyRun.status == RunStatus.RUNNING, JourneyRun.due_at <= _NOW)
        )
    assert left == 0
    print(f"{used / max(1, sent or 0) * 1000:.1f} ms of the worker's processor time a message")
    return int(sent or 0) / taken


# A statement a paragraph.
_MADE = """
INSERT INTO products (id, title, description, is_final_sale) VALUES ('bench', 'Ware', '', false)
ON CONFLICT DO NOTHING

INSERT INTO variants (sku, product_id, options, price_minor, currency, is_offered)
VALUES ('BENCH', 'bench', '{}', 4000, 'USD', true) ON CONFLICT DO NOTHING

INSERT INTO customers (id, first_name, last_name, email)
SELECT 'b' || n, 'Ada', 'Moss', 'b' || n || '@example.com'
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n

INSERT INTO addresses (id, customer_id, line1, line2, city, region, postcode, country, is_default)
SELECT gen_random_uuid(), 'b' || n, '1 Street', '', 'Denver', 'CO', '80202', 'US', true
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n

INSERT INTO consent_entries (channel, address, topic, is_granted, source)
SELECT 'email', 'b' || n || '@example.com', 'marketing', true, 'sign_up'
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n

INSERT INTO carts (id, customer_id, status, created_at, updated_at)
SELECT gen_random_uuid(), 'b' || n, 'open', CAST(:now AS timestamptz) - interval '20 hours',
CAST(:now AS timestamptz) - interval '20 hours' - n * interval '1 millisecond'
FROM generate_series(CAST(:first AS int), CAST(:last AS int)) n

INSERT INTO cart_lines (cart_id, sku, quantity) SELECT id, 'BENCH', 1 FROM carts
WHERE NOT EXISTS (SELECT 1 FROM cart_lines WHERE cart_id = carts.id)

INSERT INTO journey_runs (id, journey, version, customer_id, subject_kind, subject, occasion, status, step,
started_at, due_at)
SELECT gen_random_uuid(), 'abandoned_cart', 1, customer_id, 'cart', CAST(id AS text), 'bench', 'running',
'second_look', updated_at, CAST(:now AS timestamptz) + interval '1 day' FROM carts
WHERE NOT EXISTS (SELECT 1 FROM journey_runs WHERE subject = CAST(carts.id AS text))
"""


def main() -> int:
    """Measure and print; returns the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=_SIZES[-1], help="open carts at most")
    asyncio.run(measure(parser.parse_args().most))
    return 0


if __name__ == "__main__":
    sys.exit(main())
