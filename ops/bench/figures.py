"""How fast the figures are, on a store of its own: a day's snapshot, and the page read from snapshots.

`make bench` does it at 100 thousand events; alone, and larger: `python -m ops.bench.figures --events N`.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

import psycopg

from commerce.clock import SystemClock
from commerce.database import Sessions, create_engine, sessions_of
from commerce.figures.snapshots import catch_up, count_days
from commerce.figures.writing import write_report
from ops.journeys.temporary_store import temporary_store

EVENTS, TIMES = 100_000, 20
# A year of events with a tenth as many orders of a twentieth as many customers, and 2,000 products.
_FILL = (
    """
    INSERT INTO customers (id, first_name, last_name, email)
    SELECT 'c' || n, 'A', 'B', 'c' || n || '@example.com' FROM generate_series(0, %(events)s / 20) AS n
    """,
    """
    INSERT INTO categories (id, title) SELECT 'shelf' || n, 'Shelf ' || n FROM generate_series(0, 19) AS n
    """,
    """
    INSERT INTO products (id, title, category_id, description, is_final_sale)
    SELECT 'p' || n, 'Product ' || n, 'shelf' || n %% 20, '', false FROM generate_series(0, 1999) AS n
    """,
    """
    INSERT INTO variants (sku, product_id, options, price_minor, currency, stock_on_hand, is_offered)
    SELECT 's' || n, 'p' || n, '{}', 4000, 'USD', 100, true FROM generate_series(0, 1999) AS n
    """,
    """
    INSERT INTO orders (id, number, customer_id, status, placed_at, currency, shipping_minor, total_minor,
        shipping_address)
    SELECT gen_random_uuid(), 'N' || n, 'c' || floor(power(random(), 2) * (%(events)s / 20)),
        CASE WHEN random() < 0.03 THEN 'cancelled' ELSE 'delivered' END,
        now() - random() * interval '365 days', 'USD', 0, 4000 + n %% 9000, '{}'
    FROM generate_series(1, %(events)s / 10) AS n
    """,
    """
    INSERT INTO order_lines (id, order_id, position, sku, product_id, title, options, unit_price_minor,
        quantity, discount_minor, returned_quantity)
    SELECT gen_random_uuid(), id, place, 's' || product, 'p' || product, 'Product', '{}', 2000, 1, 0, 0
    FROM orders CROSS JOIN generate_series(1, 2) AS place
    CROSS JOIN LATERAL (SELECT floor(power(random(), 2) * 2000 + total_minor * 0) AS product) AS picked
    """,
    """
    INSERT INTO shop_events (id, kind, at, customer_id, product_id, details)
    SELECT 'e' || n,
        CASE n %% 5 WHEN 4 THEN 'searched' WHEN 3 THEN 'added_to_cart' ELSE 'product_viewed' END,
        now() - random() * interval '365 days',
        CASE n %% 3 WHEN 0 THEN 'c' || floor(random() * (%(events)s / 20)) END,
        CASE WHEN n %% 5 < 4 THEN 'p' || floor(random() * 2000) END,
        CASE WHEN n %% 5 = 4 THEN jsonb_build_object('words', 'words ' || n %% 5000, 'results', n %% 7)
            WHEN n %% 50 = 0 THEN '{"utm_campaign": "autumn"}' ELSE '{}' END
    FROM generate_series(1, %(events)s) AS n
    """,
    "VACUUM ANALYZE",
)


def figure_times(events: int = EVENTS) -> dict[str, dict[str, float]]:
    """Seconds and milliseconds by what is measured."""
    with tempfile.TemporaryDirectory(prefix="aisle-bench-") as folder:
        found = asyncio.run(_measured(Path(folder), events))
    return {f"{what}, {events:,} events": {"Aisle": taken} for what, taken in found.items()}


async def _measured(folder: Path, events: int) -> dict[str, float]:
    clock = SystemClock("America/New_York")
    async with temporary_store(folder, print) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in _FILL:
                connection.execute(
                    statement, {"events": events} if "%(" in statement or "%%" in statement else None
                )
        engine = create_engine(url)
        sessions = sessions_of(engine)
        day = clock.today() - timedelta(days=1)
        try:
            first = await _taken(lambda: catch_up(sessions, clock))
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE figures")
            return {
                "figures of a year, first time, s": first,
                "figures of a day, s": await _taken(lambda: count_days(sessions, day, day, clock)),
                "figures lately, nothing new, s": await _taken(
                    lambda: catch_up(sessions, clock, within_days=8)
                ),
                "figures of 28 days read, p95 ms": await _pages(sessions, clock, 28),
                "figures of 365 days read, p95 ms": await _pages(sessions, clock, 365),
            }
        finally:
            await engine.dispose()


async def _taken(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return time.perf_counter() - began


async def _pages(sessions: Sessions, clock: SystemClock, days: int) -> float:
    async def read() -> None:
        async with sessions() as session:
            last = clock.today()
            await write_report(session, last - timedelta(days=days - 1), last, clock)

    taken = [await _taken(read) for _ in range(TIMES)]
    return quantiles(taken, n=20)[18] * 1000


def main() -> int:
    """Measure and print; returns the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m ops.bench.figures", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS, help="of a year (default 100000)")
    for what, taken in figure_times(parser.parse_args().events).items():
        print(f"{what}: {taken['Aisle']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
