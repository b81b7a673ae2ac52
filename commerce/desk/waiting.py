"""How long a shopper will wait for a person, as far as that can be said honestly."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Interval, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.desk.hours import DeskHours
from commerce.staff.models import StaffMember
from commerce.support.models import Handoff

_LATELY = timedelta(days=14)
_MINUTES_TOLD = 90  # beyond, hours say more
_ENOUGH = 5  # replies to speak of what is usual


@dataclass(frozen=True, slots=True)
class ExpectedWait:
    """What can be said: when the desk opens, whether somebody is there, how long it usually takes."""

    opens_at: datetime | None  # None: it is open
    is_attended: bool
    usual: timedelta | None  # three of four were answered by then; None: too few to tell


async def expected_wait(session: AsyncSession, hours: DeskHours, clock: Clock) -> ExpectedWait:
    """What a shopper who asks for a person now can expect."""
    on_duty = await session.scalar(
        select(func.count(StaffMember.id)).where(StaffMember.is_on_duty, StaffMember.disabled_at.is_(None))
    )
    took = type_coerce(Handoff.first_reply_at - Handoff.created_at, Interval)
    usual, replies = (
        await session.execute(
            select(func.percentile_cont(0.75).within_group(took), func.count(Handoff.id)).where(
                Handoff.first_reply_at.is_not(None), Handoff.created_at > clock.now() - _LATELY
            )
        )
    ).one()
    is_told = replies >= _ENOUGH
    return ExpectedWait(hours.opens_at(clock), bool(on_duty), usual if is_told else None)


def wait_in_words(expected: ExpectedWait, clock: Clock) -> str:
    """What a shopper is told of it, in a sentence; nothing where nothing can be said honestly."""
    if expected.opens_at is not None:
        opens = expected.opens_at.astimezone(clock.zone)
        is_today = clock.day_of(expected.opens_at) == clock.today()
        return f"We're back {'today' if is_today else f'on {opens:%A}'} at {opens:%H:%M}."
    if expected.usual is None or not expected.is_attended:
        return ""
    minutes = max(1, -(-int(expected.usual.total_seconds()) // 60))
    if minutes <= _MINUTES_TOLD:
        return f"It usually takes about {minutes} minute{'' if minutes == 1 else 's'}."
    hours = -(-minutes // 60)
    return f"It usually takes about {hours} hour{'' if hours == 1 else 's'}."
