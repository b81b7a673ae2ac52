"""No case is stuck: whatever nobody is at goes back into the queue, wakes up, or raises an alarm."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause, Operation, audit
from commerce.clock import Clock
from commerce.desk.alarms import clear_alarms, raise_alarm
from commerce.desk.clocks import DueClock, running_clocks, unanswered_since
from commerce.desk.models import AlarmKind, DeskAlarm, DeskDraft, DraftStatus
from commerce.desk.rules import DeskRules
from commerce.staff.models import StaffMember
from commerce.support.conversations import lock_conversation
from commerce.support.models import ConversationOwner, Handoff, HandoffStatus, Message, MessageAuthor
from commerce.support.news import QUEUE, announce

# How long a shopper waits for an agent who is not there any more, and in open hours for one to claim.
LEFT_AFTER = timedelta(minutes=10)
UNCLAIMED_AFTER = timedelta(minutes=15)
_URGENT = 1
_OF_CASES = (AlarmKind.NOBODY_CLAIMS, AlarmKind.CLOCK_NEAR, AlarmKind.CLOCK_BREACHED)


@dataclass(frozen=True, slots=True)
class Swept:
    """What was found: handoffs, and conversations whose drafts should have gone out."""

    returned: Sequence[UUID]
    woken: Sequence[UUID]
    unclaimed: Sequence[UUID]
    overdue: Sequence[UUID]


async def sweep(session: AsyncSession, rules: DeskRules, clock: Clock) -> Swept:
    """Look at every open case once."""
    returned = await return_left_cases(session, clock)
    woken = await wake_cases(session, clock)
    unclaimed = await unclaimed_cases(session, rules, clock)
    await _tell_clocks(session, rules, clock, unclaimed)
    overdue = await session.scalars(
        select(DeskDraft.conversation_id)
        .where(DeskDraft.status == DraftStatus.WAITING, DeskDraft.due_at <= clock.now())
        .distinct()
    )
    return Swept(returned, woken, unclaimed, overdue.all())


async def return_left_cases(session: AsyncSession, clock: Clock) -> list[UUID]:
    """Put the cases back whose shopper waits for somebody off duty or disabled; the handoffs' ids.

    They come before others, since they have waited once already.
    """
    said_last, answered_last = _last(MessageAuthor.SHOPPER), _last(MessageAuthor.AGENT)
    left = await session.execute(
        select(Handoff.id, Handoff.conversation_id)
        .join(StaffMember, StaffMember.id == Handoff.assigned_to)
        .where(
            Handoff.status == HandoffStatus.ASSIGNED,
            ~StaffMember.is_on_duty | StaffMember.disabled_at.is_not(None),
            said_last < clock.now() - LEFT_AFTER,
            or_(answered_last.is_(None), said_last > answered_last),
        )
    )
    return [handoff for handoff, conversation in left.all() if await _return(session, handoff, conversation)]


async def wake_cases(session: AsyncSession, clock: Clock) -> list[UUID]:
    """Bring the snoozed cases back whose time has come, or whose shopper has written; the handoffs' ids."""
    asleep = await session.execute(
        select(Handoff.id, Handoff.conversation_id).where(
            Handoff.status != HandoffStatus.RESOLVED,
            Handoff.snoozed_until.is_not(None),
            or_(Handoff.snoozed_until <= clock.now(), _last(MessageAuthor.SHOPPER) > Handoff.snoozed_at),
        )
    )
    woken = []
    for handoff_id, conversation_id in asleep.all():
        await lock_conversation(session, conversation_id)
        handoff = await session.get_one(Handoff, handoff_id, with_for_update=True, populate_existing=True)
        handoff.snoozed_at = handoff.snoozed_until = None
        await session.flush()
        await announce(session, conversation_id)
        woken.append(handoff_id)
    if woken:
        await announce(session, QUEUE)
    return woken


async def unclaimed_cases(session: AsyncSession, rules: DeskRules, clock: Clock) -> list[UUID]:
    """The handoffs that have waited too long, while the desk was open, for anybody to claim them."""
    queued = await session.execute(
        select(Handoff.id, Handoff.created_at).where(
            Handoff.status == HandoffStatus.QUEUED, Handoff.created_at < clock.now() - UNCLAIMED_AFTER
        )
    )
    now = clock.now()
    return [
        handoff
        for handoff, since in queued.all()
        if rules.hours.open_between(since, now, clock) > UNCLAIMED_AFTER
    ]


async def _tell_clocks(
    session: AsyncSession, rules: DeskRules, clock: Clock, unclaimed: Sequence[UUID]
) -> None:
    """Raise the alarms of each open case, and clear those whose reason is gone."""
    query = select(Handoff).where(Handoff.status != HandoffStatus.RESOLVED)
    handoffs = (await session.scalars(query)).all()
    waiting = await unanswered_since(session, [each.conversation_id for each in handoffs])
    told: set[tuple[AlarmKind, str]] = set()
    for handoff in handoffs:
        due = running_clocks(handoff, waiting.get(handoff.conversation_id), rules, clock)
        alarms = [
            (kind, f"{handoff.id}:{each.name}", _worded(each, kind)) for each in due if (kind := _kind(each))
        ]
        if handoff.id in unclaimed:
            alarms.append((AlarmKind.NOBODY_CLAIMS, str(handoff.id), "Nobody has claimed this case yet."))
        for kind, subject, text in alarms:
            case = handoff.conversation_id
            await raise_alarm(session, kind, subject, text, conversation_id=case, clock=clock)
            told.add((kind, subject))
    await _clear_others(session, told, {each.conversation_id for each in handoffs}, clock)


def _kind(due: DueClock) -> AlarmKind | None:
    if due.is_breached:
        return AlarmKind.CLOCK_BREACHED
    return AlarmKind.CLOCK_NEAR if due.is_near else None


def _worded(due: DueClock, kind: AlarmKind) -> str:
    state = "is overdue" if kind is AlarmKind.CLOCK_BREACHED else "is due soon"
    return f"The {due.name} {state}."


async def _clear_others(
    session: AsyncSession, told: Collection[tuple[AlarmKind, str]], open_cases: Collection[UUID], clock: Clock
) -> None:
    standing = await session.scalars(select(DeskAlarm).where(DeskAlarm.cleared_at.is_(None)))
    for alarm in standing.all():
        is_told = alarm.kind in _OF_CASES and (alarm.kind, alarm.subject) in told
        is_lost = alarm.kind is AlarmKind.THREAD_LOST and alarm.conversation_id in open_cases
        if not is_told and not is_lost and alarm.kind is not AlarmKind.DESK_AWAY:
            await clear_alarms(session, [alarm.kind], alarm.subject, clock=clock)


def _last(author: MessageAuthor) -> Any:
    """When an author wrote last in a handoff's conversation, as an expression."""
    return (
        select(func.max(Message.created_at))
        .where(Message.conversation_id == Handoff.conversation_id, Message.author == author)
        .correlate(Handoff)
        .scalar_subquery()
    )


async def _return(session: AsyncSession, handoff_id: UUID, conversation_id: UUID) -> bool:
    conversation = await lock_conversation(session, conversation_id)
    handoff = await session.get(Handoff, handoff_id, with_for_update=True, populate_existing=True)
    if conversation is None or handoff is None or handoff.status is not HandoffStatus.ASSIGNED:
        return False  # somebody was faster
    handoff.status, handoff.assigned_to, handoff.assigned_at = HandoffStatus.QUEUED, None, None
    handoff.priority = max(handoff.priority, _URGENT)
    conversation.owner = ConversationOwner.BOT
    operation = Operation("return_left_case", "handoff", str(handoff_id))
    audit(session, Cause(ActorKind.SYSTEM, "desk"), operation)
    await session.flush()
    await announce(session, conversation_id)
    await announce(session, QUEUE)
    return True
