"""Alarms: what the store's people have to know of, told once and shown until it is over."""

from collections.abc import Collection, Sequence
from uuid import UUID

import structlog
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.desk.models import AlarmKind, DeskAlarm
from commerce.support.news import QUEUE, announce

log = structlog.get_logger(__name__)


async def raise_alarm(
    session: AsyncSession,
    kind: AlarmKind,
    subject: str,
    text: str,
    *,
    conversation_id: UUID | None = None,
    clock: Clock,
) -> bool:
    """Raise the alarm unless it stands already; whether it is new. `text` is read by the store's people."""
    raised = await session.scalar(
        insert(DeskAlarm)
        .values(kind=kind, subject=subject, text=text, conversation_id=conversation_id, raised_at=clock.now())
        .on_conflict_do_nothing()
        .returning(DeskAlarm.id)
    )
    if raised is None:
        return False
    log.error("alarm at the desk", kind=kind.value, subject=subject)
    await announce(session, QUEUE)
    if conversation_id is not None:
        await announce(session, conversation_id)
    return True


async def clear_alarms(
    session: AsyncSession, kinds: Collection[AlarmKind], subject: str, *, clock: Clock
) -> None:
    """Note that what these alarms told of is over; nothing when none stands."""
    cleared = await session.scalars(
        update(DeskAlarm)
        .where(DeskAlarm.kind.in_(kinds), DeskAlarm.subject == subject, DeskAlarm.cleared_at.is_(None))
        .values(cleared_at=clock.now())
        .returning(DeskAlarm.conversation_id)
    )
    conversations = cleared.all()
    for conversation_id in {each for each in conversations if each is not None}:
        await announce(session, conversation_id)
    if conversations:
        await announce(session, QUEUE)


async def standing_alarms(session: AsyncSession, conversation_id: UUID | None = None) -> Sequence[DeskAlarm]:
    """The alarms that stand, of one conversation or all, the latest first."""
    query = select(DeskAlarm).where(DeskAlarm.cleared_at.is_(None)).order_by(DeskAlarm.raised_at.desc())
    if conversation_id is not None:
        query = query.where(DeskAlarm.conversation_id == conversation_id)
    return (await session.scalars(query)).all()
