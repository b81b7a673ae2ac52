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
