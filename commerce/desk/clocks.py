"""The clocks of a case: until when it is to be answered, answered again and resolved, in the desk's hours."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from commerce.clock import Clock
from commerce.desk.rules import DeskRules
from commerce.support.models import Handoff, HandoffStatus, Message, MessageAuthor

NEAR = 0.8  # of its time, from which on a clock is told of


@dataclass(frozen=True, slots=True)
class DueClock:
    """One clock that runs."""

    name: str  # first reply, next reply or resolution
    due_at: datetime
    is_near: bool
    is_breached: bool


async def unanswered_since(
    session: AsyncSession, conversation_ids: Collection[UUID]
) -> Mapping[UUID, datetime]:
    """Since when each shopper waits for an agent's word; those who do not are left out."""
    later = aliased(Message)
    answered = (
        select(later.id)
        .where(
            later.conversation_id == Message.conversation_id,
            later.author == MessageAuthor.AGENT,
            later.position > Message.position,
        )
        .exists()
    )
    rows = await session.execute(
        select(Message.conversation_id, func.min(Message.created_at))
        .where(
            Message.conversation_id.in_(conversation_ids), Message.author == MessageAuthor.SHOPPER, ~answered
        )
        .group_by(Message.conversation_id)
    )
    return {row[0]: row[1] for row in rows}


def running_clocks(
    handoff: Handoff, waits_since: datetime | None, rules: DeskRules, clock: Clock
) -> Iterator[DueClock]:
    """The clocks of an open case whose shopper waits since then; of a snoozed one only its resolution's."""
    if handoff.status is HandoffStatus.RESOLVED:
        return
    targets, now = rules.targets, clock.now()
    starts = [("resolution", handoff.created_at, targets.resolution)]
    is_snoozed = handoff.snoozed_until is not None and handoff.snoozed_until > now
    if handoff.first_reply_at is None and not is_snoozed:
        starts.append(("first reply", handoff.created_at, targets.first))
    elif waits_since is not None and not is_snoozed:
        starts.append(("next reply", waits_since, targets.next))
    for name, start, target in starts:
        if target is not None:
            near_at = rules.hours.after(start, target * NEAR, clock)
            due_at = rules.hours.after(start, target, clock)
            yield DueClock(name, due_at, near_at <= now, due_at <= now)


def soonest(
    handoff: Handoff, waits_since: datetime | None, rules: DeskRules, clock: Clock
) -> DueClock | None:
    """The clock that runs out first; None when none runs."""
    running = running_clocks(handoff, waits_since, rules, clock)
    return min(running, key=lambda each: each.due_at, default=None)
