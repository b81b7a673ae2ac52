"""Puts the report together."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.figures.days import begin_of
from commerce.figures.forecast import Forecast, forecast, out_of_line
from commerce.figures.headlines import assistant_headlines, store_headlines
from commerce.figures.reading import Period, currencies_sold_in, recurring, series, totals
from commerce.figures.report import Odd, Report
from commerce.figures.tables import (
    assistant_table,
    cohort_table,
    days_table,
    money_tables,
    product_table,
    search_tables,
    segment_table,
)
from commerce.policies.service import PolicyValue, read_policy
from commerce.promotions.models import Promotion

_SERIES = (
    "revenue",
    "orders",
    "new_customers",
    "returning_customers",
    "active_day",
    "active_week",
    "active_month",
    "refunded",
)


class CaseCost(PolicyValue):
    """What it costs the store when a person has a case: policy `case_cost`. None: nobody has said."""

    amount_minor: int | None = None
    currency: str | None = None

    def of(self, cases: int, currency: str) -> int | None:
        """What so many cases cost in `currency`; None where that is not known."""
        is_known = self.amount_minor is not None and self.currency in (None, currency)
        return self.amount_minor * cases if is_known and self.amount_minor is not None else None


async def write_report(
    session: AsyncSession, first: date, last: date, clock: Clock, currency: str = ""
) -> Report:
    """Report of the store's days from `first` to `last`; money is of `currency`, or the most used one."""
    currencies = await currencies_sold_in(session)
    period = Period(first, last, currency if currency in currencies else next(iter(currencies), "USD"))
    daily = await series(session, period, _SERIES)
    assistant = await assistant_table(session, period)
    tables = [
        await product_table(session, period),
        *await money_tables(session, period),
        *await search_tables(session, period),
        assistant,
        await segment_table(session, period),
    ]
    whole = await totals(session, period)
    cost = await read_policy(session, "case_cost", CaseCost)
    saved = cost.of(assistant.total("resolved_alone"), period.currency)
    finished = _finished(daily["revenue"], period, clock)
    return Report(
        period,
        currencies,
        [
            *store_headlines(whole, daily, await recurring(session, period), period),
            *assistant_headlines(assistant, saved),
        ],
        days_table(period, daily),
        await cohort_table(session, period),
        tables,
        _forecast(finished),
        await _odd_days(session, finished, period, clock),
    )


def _finished(revenue: Mapping[date, int], period: Period, clock: Clock) -> list[tuple[date, int]]:
    """Every day's revenue from the first that had any up to the last that is over."""
    last = min(period.last, clock.today() - timedelta(days=1))
    if not revenue:
        return []
    first = min(revenue)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day, revenue.get(day, 0)) for day in days]


def _forecast(finished: Sequence[tuple[date, int]]) -> Forecast | None:
    return forecast([value for _, value in finished])


async def _odd_days(
    session: AsyncSession, finished: Sequence[tuple[date, int]], period: Period, clock: Clock
) -> list[Odd]:
    found = out_of_line([value for _, value in finished], period.days)
    odd = []
    for at, usual in found:
        day, came = finished[at]
        if day >= period.first:
            odd.append(Odd(day, came, round(usual), await _reason(session, day, clock)))
    return odd


async def _reason(session: AsyncSession, day: date, clock: Clock) -> str:
    """Which promotions began or ended on the day, the one thing that the store itself knows."""
    begin, end = begin_of(day, clock.zone), begin_of(day + timedelta(days=1), clock.zone)
    began = await session.scalars(
        select(Promotion.code).where(Promotion.starts_at >= begin, Promotion.starts_at < end)
    )
    ended = await session.scalars(
        select(Promotion.code).where(Promotion.ends_at >= begin, Promotion.ends_at < end)
    )
    reasons = [f"promotion {code} began" for code in began] + [f"promotion {code} ended" for code in ended]
    return ", ".join(reasons) or "no reason known"
