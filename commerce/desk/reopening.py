"""Who writes again soon after their case was resolved meets the same person, if the store wants it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.staff.models import StaffMember
from commerce.support.conversations import lock_conversation
from commerce.support.models import ConversationOwner, Handoff, HandoffStatus, Resolution
from commerce.support.news import QUEUE, announce

_FINAL = (Resolution.HANDED_BACK, Resolution.SPAM)


async def reopen(session: AsyncSession, conversation_id: UUID, within: timedelta, clock: Clock) -> bool:
    """Give the conversation to who resolved it, if they are on duty and it is not long ago; whether so."""
    conversation = await lock_conversation(session, conversation_id)
    last = await session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id)
        .order_by(Handoff.resolved_at.desc().nulls_first())
        .limit(1)
    )
    if conversation is None or last is None or last.resolved_at is None or last.resolution in _FINAL:
        return False
    agent = await session.get(StaffMember, last.assigned_to) if last.assigned_to else None
    is_there = agent is not None and agent.is_on_duty and agent.disabled_at is None
    if not is_there or clock.now() - last.resolved_at > within:
        return False
    session.add(
        Handoff(
            conversation_id=conversation_id,
            escalation=last.escalation,
            summary=f"Written to again after it was resolved. {last.summary}",
            contact=last.contact,
            status=HandoffStatus.ASSIGNED,
            assigned_to=last.assigned_to,
            assigned_at=clock.now(),
            created_at=clock.now(),
            priority=last.priority,
        )
    )
    conversation.owner = ConversationOwner.AGENT
    await session.flush()
    await announce(session, conversation_id)
    await announce(session, QUEUE)
    return True
