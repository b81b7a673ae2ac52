"""Sums of snapshots over some days, beside the same number of days before them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MOST_NAMES = 25
_SERIES_DAYS = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure over a period, and over the one before."""

    now: int = 0
    before: int = 0


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, and as many before them; money is in `currency`."""

    first: date
    last: date
    currency: str

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> date:
        """The first day of the period before."""
        return self.first - timedelta(days=self.days)

    def parameters(self) -> dict[str, Any]:
        """What the statements here refer to."""
        return {
            "before": self.before,
            "first": self.first,
            "last": self.last,
            "currency": self.currency,
        }


_SUMS = """
    CAST(coalesce(sum(value) FILTER (WHERE day >= :first), 0) AS bigint),
    CAST(coalesce(sum(value) FILTER (WHERE day < :first), 0) AS bigint)
"""
_IN_PERIOD = "day BETWEEN :before AND :last AND currency IN ('', :currency)"
_CURRENCIES = text("""
SELECT currency FROM figures WHERE figure = 'orders' GROUP BY currency ORDER BY sum(value) DESC, currency
""")
_TOTALS = text(f"""
SELECT figure, {_SUMS} FROM figures WHERE name = '' AND {_IN_PERIOD} GROUP BY figure
""")  # noqa: S608  constants of this file
_NAMED = text(f"""
WITH sums (name, figure, now, before) AS (
    SELECT name, figure, {_SUMS} FROM figures
    WHERE figure = ANY(:figures) AND {_IN_PERIOD} GROUP BY name, figure
), top AS (
    SELECT name FROM sums WHERE figure = :by AND now > 0 ORDER BY now DESC, name LIMIT :most
)
SELECT sums.* FROM sums JOIN top USING (name)
""")  # noqa: S608
_SERIES = text("""
SELECT figure, day, value FROM figures
WHERE name = '' AND day BETWEEN :since AND :last AND figure = ANY(:figures) AND currency IN ('', :currency)
""")
_COHORTS = text("""
SELECT name, figure, to_char(day, 'YYYY-MM'), CAST(sum(value) AS bigint) FROM figures
WHERE figure IN ('cohort_customers', 'cohort_revenue') AND name >= :since AND day <= :last
    AND currency IN ('', :currency)
GROUP BY 1, 2, 3
""")
_STANDING = text("""
SELECT name, figure, value FROM figures
WHERE figure IN ('segment_customers', 'segment_revenue') AND currency = :currency AND day = (
    SELECT max(day) FROM figures WHERE figure = 'segment_customers' AND day <= :last
)
""")
_LATEST = text("""
SELECT value FROM figures WHERE figure = :figure AND name = '' AND currency = :currency AND day <= :day
ORDER BY day DESC LIMIT 1
""")
_STOCK = text("""
SELECT products.id, products.title,
    sum(stock_on_hand), bool_or(stock_on_hand IS NULL)
FROM products LEFT JOIN variants ON variants.product_id = products.id AND is_offered
WHERE products.id = ANY(:names) GROUP BY products.id
""")
_CATEGORIES = text("SELECT id, title FROM categories WHERE id = ANY(:names)")


async def currencies_sold_in(session: AsyncSession) -> list[str]:
    """The currencies of all orders, that of the most orders first."""
    return list(await session.scalars(_CURRENCIES))


async def totals(session: AsyncSession, period: Period) -> dict[str, Pair]:
    """Every figure of the store as a whole."""
    rows = await session.execute(_TOTALS, period.parameters())
    return {figure: Pair(now, before) for figure, now, before in rows}


async def by_name(
    session: AsyncSession, period: Period, figures: Sequence[str], most: int = MOST_NAMES
) -> dict[str, dict[str, Pair]]:
    """For the `most` names that have most of the first of `figures`, in that order, all of them."""
    given = {"figures": list(figures), "by": figures[0], "most": most}
    found: dict[str, dict[str, Pair]] = {}
    for name, figure, now, before in await session.execute(_NAMED, period.parameters() | given):
        found.setdefault(name, dict.fromkeys(figures, Pair()))[figure] = Pair(now, before)
    return dict(sorted(found.items(), key=lambda each: (-each[1][figures[0]].now, each[0])))


async def series(session: AsyncSession, period: Period, figures: Iterable[str]) -> dict[str, dict[date, int]]:
    """The figures of the store as a whole by day, as far back as a forecast looks; a zero is left out."""
    wanted = list(figures)
    given = {"figures": wanted, "since": period.last - timedelta(days=_SERIES_DAYS)}
    found: dict[str, dict[date, int]] = {figure: {} for figure in wanted}
    for figure, day, value in await session.execute(_SERIES, period.parameters() | given):
        found[figure][day] = value
    return found


async def cohorts(session: AsyncSession, period: Period, since: str) -> dict[str, dict[str, dict[str, int]]]:
    """By cohort from the month `since` on and by figure, the months' sums."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, figure, month, value in await session.execute(_COHORTS, period.parameters() | {"since": since}):
        found.setdefault(name, {}).setdefault(figure, {})[month] = value
    return dict(sorted(found.items()))


async def standing(session: AsyncSession, period: Period) -> dict[str, dict[str, int]]:
    """The segments of customers as they stood at the last day counted."""
    found: dict[str, dict[str, int]] = {}
    for name, figure, value in await session.execute(_STANDING, period.parameters()):
        found.setdefault(name, {})[figure] = value
    return found


async def recurring(session: AsyncSession, period: Period) -> Pair:
    """What subscriptions bring in a month as they stood at the period's last day and at the last before."""

    async def latest(day: date) -> int:
        given = {"figure": "recurring_revenue", "currency": period.currency, "day": day}
        return await session.scalar(_LATEST, given) or 0

    return Pair(await latest(period.last), await latest(period.first - timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Stock:
    """A product's name, and how many pieces of it there are; None where that is not counted."""

    title: str
    pieces: int | None


async def stock_of(session: AsyncSession, products: Iterable[str]) -> Mapping[str, Stock]:
    """Name and stock of the products."""
    rows = await session.execute(_STOCK, {"names": list(products)})
    return {
        each: Stock(title, None if is_uncounted or pieces is None else int(pieces))
        for each, title, pieces, is_uncounted in rows
    }


async def category_titles(session: AsyncSession, categories: Iterable[str]) -> dict[str, str]:
    """The titles of the categories."""
    rows = await session.execute(_CATEGORIES, {"names": list(categories)})
    return {each.id: each.title for each in rows}
