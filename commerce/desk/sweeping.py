"""No case is stuck: what its agent has left goes back into the queue, and what nobody claims is told."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause, Operation, audit
from commerce.clock import Clock
from commerce.staff.models import StaffMember
from commerce.support.conversations import lock_conversation
from commerce.support.models import ConversationOwner, Handoff, HandoffStatus, Message, MessageAuthor
from commerce.support.news import QUEUE, announce

# How long a shopper waits for an agent who is not there any more, and for one to claim.
LEFT_AFTER = timedelta(minutes=10)
UNCLAIMED_AFTER = timedelta(minutes=15)
_URGENT = 1


async def return_left_cases(session: AsyncSession, clock: Clock) -> list[UUID]:
    """Put the cases back whose shopper waits for somebody off duty or disabled; the handoffs' ids.

    They come before others, since they have waited once already.
    """
    said_last = (
        select(func.max(Message.created_at))
        .where(Message.conversation_id == Handoff.conversation_id, Message.author == MessageAuthor.SHOPPER)
        .correlate(Handoff)
        .scalar_subquery()
    )
    answered_last = (
        select(func.max(Message.created_at))
        .where(Message.conversation_id == Handoff.conversation_id, Message.author == MessageAuthor.AGENT)
        .correlate(Handoff)
        .scalar_subquery()
    )
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


async def unclaimed_cases(session: AsyncSession, clock: Clock) -> Sequence[UUID]:
    """The handoffs that have waited too long for anybody to claim them."""
    found = await session.scalars(
        select(Handoff.id).where(
            Handoff.status == HandoffStatus.QUEUED, Handoff.created_at < clock.now() - UNCLAIMED_AFTER
        )
    )
    return found.all()


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
