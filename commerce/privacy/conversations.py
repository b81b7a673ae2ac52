"""Deletes conversations with everything that hangs on them: at a customer's wish, or after their time."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Table, cast, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import CompletedOperation
from commerce.carts.models import Cart
from commerce.database import Base
from commerce.support.models import Conversation, ConversationOwner, Handoff, HandoffStatus, Message


async def delete_conversations(session: AsyncSession, conversation_ids: Collection[UUID]) -> None:
    """Delete these conversations and every row that hangs on them; a cart stays, without its conversation."""
    messages = select(Message.id).where(Message.conversation_id.in_(conversation_ids))
    caused_by = func.split_part(CompletedOperation.key, ":", 1)
    texts = select(cast(Message.id, String)).where(Message.conversation_id.in_(conversation_ids))
    await session.execute(delete(CompletedOperation).where(caused_by.in_(texts)))
    await session.execute(
        update(Cart).where(Cart.conversation_id.in_(conversation_ids)).values(conversation_id=None)
    )
    for table in _hanging_on_conversations():
        for key in table.foreign_keys:
            if key.column is Message.__table__.c.id:
                await session.execute(delete(table).where(key.parent.in_(messages)))
            elif key.column is Conversation.__table__.c.id:
                await session.execute(delete(table).where(key.parent.in_(conversation_ids)))
    await session.execute(delete(Message).where(Message.conversation_id.in_(conversation_ids)))
    await session.execute(delete(Conversation).where(Conversation.id.in_(conversation_ids)))


async def outdated_conversations(session: AsyncSession, before: datetime, limit: int) -> list[UUID]:
    """Conversations in which nothing was said since `before` and that no person has in hand."""
    said_since = exists().where(Message.conversation_id == Conversation.id, Message.created_at >= before)
    in_hand = exists().where(
        Handoff.conversation_id == Conversation.id, Handoff.status != HandoffStatus.RESOLVED
    )
    found = await session.scalars(
        select(Conversation.id)
        .where(
            Conversation.created_at < before,
            Conversation.owner == ConversationOwner.BOT,
            ~said_since,
            ~in_hand,
        )
        .limit(limit)
    )
    return list(found)


def _hanging_on_conversations() -> list[Table]:
    """The tables whose rows go with a conversation, children first."""
    kept = {Message.__tablename__, Conversation.__tablename__, Cart.__tablename__}
    return [table for table in reversed(Base.metadata.sorted_tables) if table.name not in kept]
