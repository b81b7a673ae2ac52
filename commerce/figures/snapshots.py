"""Counts the store's days once: anew where raw rows look otherwise than before, or when asked to."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.figures.buyers import ACTIVE, BUYERS, REFERRALS, STANDING, SUBSCRIBERS
from commerce.figures.days import Days, month_parameters, runs_of
from commerce.figures.models import Figure, SourceDay
from commerce.figures.parts import Part
from commerce.figures.sales import CAMPAIGNS, JOURNEYS, SALES
from commerce.figures.sources import BEGUN, ORDERS, Seen, changed_days, earliest_moment, note_days
from commerce.figures.visits import ASSISTANT, SEARCHES, SHOP_VISITS

PARTS = (
    SALES,
    CAMPAIGNS,
    JOURNEYS,
    BUYERS,
    ACTIVE,
    STANDING,
    SUBSCRIBERS,
    REFERRALS,
    SHOP_VISITS,
    SEARCHES,
    ASSISTANT,
)
SOURCES = tuple({watch.source.name: watch.source for part in PARTS for watch in part.watches}.values())

# One at a time: whoever comes second finds everything counted.
# Locking takes no snapshot, so that what is read after it is of the moment when our turn came.
_LOCK = text("LOCK TABLE figures IN SHARE ROW EXCLUSIVE MODE")


async def catch_up(sessions: Sessions, clock: Clock, *, within_days: int | None = None) -> int:
    """Count every day up to today whose raw rows changed; how many days were touched.

    With `within_days` only the rows of so many last days are looked at, which is quick; the first time, all.
    """
    async with sessions.begin() as session:
        await _alone(session)
        looked_at = await _days(session, clock, within_days)
        if looked_at is None:
            return 0
        seen = {each.name: await changed_days(session, each, looked_at) for each in SOURCES}
        touched: set[date] = set()
        for part in PARTS:
            wanted = _touched(part, seen, looked_at)
            await _count(session, part, wanted, clock)
            touched |= wanted
        for source in SOURCES:
            await note_days(session, source, seen[source.name], clock.now())
        return len(touched)


async def count_days(sessions: Sessions, first: date, last: date, clock: Clock) -> None:
    """Count these days anew from what raw rows there are, whatever was counted before.

    What no row tells of a day that is over, as what subscriptions brought in, stays as it was counted then.
    """
    async with sessions.begin() as session:
        await _alone(session)
        days = Days(first, last, clock.zone)
        for part in PARTS:
            await _count(session, part, set(days), clock)
        for source in SOURCES:
            await note_days(session, source, await changed_days(session, source, days), clock.now())


async def _alone(session: AsyncSession) -> None:
    """Wait for whoever counts; then see the raw rows of one moment."""
    await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    await session.execute(_LOCK)


async def _days(session: AsyncSession, clock: Clock, within_days: int | None) -> Days | None:
    today = clock.today()
    if within_days is not None and await session.scalar(select(SourceDay.day).limit(1)) is not None:
        return Days(today - timedelta(days=within_days - 1), today, clock.zone)
    first = await earliest_moment(session, [each for each in SOURCES if each is not BEGUN])
    return None if first is None else Days(min(clock.day_of(first), today), today, clock.zone)


def _touched(part: Part, seen: Mapping[str, Mapping[date, Seen]], looked_at: Days) -> set[date]:
    """The days up to today whose figures of `part` have to be counted."""
    touched: set[date] = set()
    for watch in part.watches:
        for changed in seen[watch.source.name]:
            first, last = watch.touched(changed, looked_at.last)
            touched |= set(Days(first, last, looked_at.zone))
    return touched


async def _count(session: AsyncSession, part: Part, wanted: Iterable[date], clock: Clock) -> None:
    months = await _months(session, clock)
    worth = "true" if part.is_of_now else "value <> 0"
    for run in runs_of(part.of(wanted, clock.today()), clock.zone):
        await session.execute(
            delete(Figure).where(Figure.figure.in_(part.figures), Figure.day.between(run.first, run.last))
        )
        statement = text(
            f"""
            INSERT INTO figures (figure, day, name, currency, value)
            SELECT * FROM ({part.statement}) AS counted (figure, day, name, currency, value)
            WHERE {worth} AND day BETWEEN :first AND :last
            """  # noqa: S608  statements of this package
        )
        bounds = {"first": run.first, "last": run.last}
        await session.execute(statement, run.reaching_back(part.looks_back).parameters() | months | bounds)


async def _months(session: AsyncSession, clock: Clock) -> dict[str, object]:
    first = await earliest_moment(session, [ORDERS])
    today = clock.today()
    return month_parameters(min(clock.day_of(first), today) if first else today, today, clock.zone)
