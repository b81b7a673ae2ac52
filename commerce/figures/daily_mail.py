"""The figures of yesterday, by e-mail to those of the store's people who asked for them."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.figures.models import FigureReader
from commerce.figures.reading import Pair, Period, currencies_sold_in, totals
from commerce.money import Money
from commerce.notification import Notification, Notifier, Recipient, notification
from commerce.staff.models import Role, StaffMember


async def set_reader(session: AsyncSession, member_id: UUID, *, is_wanted: bool) -> None:
    """Note that the member wants the figures of yesterday every morning, or no more."""
    if is_wanted:
        await session.execute(insert(FigureReader).values(member_id=member_id).on_conflict_do_nothing())
    else:
        await session.execute(delete(FigureReader).where(FigureReader.member_id == member_id))


async def reads_daily(session: AsyncSession, member_id: UUID) -> bool:
    """Whether the member wants them."""
    return await session.get(FigureReader, member_id) is not None


async def waits_somebody(session: AsyncSession, clock: Clock) -> bool:
    """Whether anybody has not been told the figures of yesterday who wants them."""
    return await session.scalar(_due(clock).limit(1)) is not None


def _due(clock: Clock) -> Select[FigureReader, str]:
    day = clock.today() - timedelta(days=1)
    return (
        select(FigureReader, StaffMember.email)
        .join(StaffMember, StaffMember.id == FigureReader.member_id)
        .where(or_(FigureReader.told_of.is_(None), FigureReader.told_of < day))
        .where(StaffMember.role == Role.OPERATOR, StaffMember.disabled_at.is_(None))
    )


async def tell_readers(session: AsyncSession, notifier: Notifier, clock: Clock) -> int:
    """Tell everybody who wants them, and is still an operator, the figures of yesterday, once; how many."""
    day = clock.today() - timedelta(days=1)
    due = await session.execute(_due(clock).with_for_update(of=FigureReader, skip_locked=True))
    readers = list(due)
    if not readers:
        return 0
    told = await figures_of(session, day)
    for reader, email in readers:
        await notifier.notify(session, Recipient(email=email), told)
        reader.told_of = day
    return len(readers)


async def figures_of(session: AsyncSession, day: date) -> Notification:
    """Return the figures of the day, each beside that of the same weekday a week before."""
    currency = next(iter(await currencies_sold_in(session)), "USD")
    now = await totals(session, Period(day, day, currency))
    week = day - timedelta(days=7)
    before = await totals(session, Period(week, week, currency))

    def count(figure: str) -> str:
        return _beside(f"{_of(now, figure):,}", f"{_of(before, figure):,}")

    def money(figure: str) -> str:
        return _beside(str(Money(_of(now, figure), currency)), str(Money(_of(before, figure), currency)))

    return notification(
        "figures_of_yesterday",
        day=f"{day:%A, %B} {day.day}",
        revenue=money("revenue"),
        orders=count("orders"),
        refunded=money("refunded"),
        new_customers=count("new_customers"),
        returning_customers=count("returning_customers"),
    )


def _of(found: dict[str, Pair], figure: str) -> int:
    return found.get(figure, Pair()).now


def _beside(now: str, before: str) -> str:
    return f"{now} (a week before: {before})"
