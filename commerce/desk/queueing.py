"""The queue as agents see it: who waits, until when each is to be answered, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.desk.alarms import standing_alarms
from commerce.desk.clocks import DueClock, soonest, unanswered_since
from commerce.desk.models import DeskAlarm
from commerce.desk.reading import Waiting, list_queue
from commerce.desk.rules import DeskRules


@dataclass(frozen=True, slots=True)
class QueueView:
    """Every open case, its clock that runs out first by its conversation, and the alarms."""

    waiting: Sequence[Waiting]
    due: Mapping[UUID, DueClock]
    alarms: Sequence[DeskAlarm]


async def view_queue(session: AsyncSession, rules: DeskRules, clock: Clock) -> QueueView:
    """Look at the queue now."""
    waiting = await list_queue(session)
    since = await unanswered_since(session, [each.conversation.id for each in waiting])
    due = {}
    for each in waiting:
        found = soonest(each.handoff, since.get(each.conversation.id), rules, clock)
        if found is not None:
            due[each.conversation.id] = found
    return QueueView(waiting, due, await standing_alarms(session))
