"""Messages to a shopper that answer none of theirs: an agent's, and the store's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import NotFound
from commerce.jobs import connection_of
from commerce.support.conversations import lock_conversation
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Message, MessageAuthor, MessageStatus
from commerce.support.news import announce

# Their clients fetch by cursor: what is stored is there for them.
FETCHED_CHANNELS = frozenset({"web", "rasa"})


@dataclass(eq=False)
class ConversationNotFound(NotFound):
    """no conversation {conversation_id}"""

    conversation_id: UUID


async def say_first(
    session: AsyncSession,
    queue: DeliveryQueue,
    conversation_id: UUID,
    text: str,
    *,
    author: MessageAuthor = MessageAuthor.SYSTEM,
    key: str | None = None,
    sent_by: UUID | None = None,
    quick_replies: Sequence[dict[str, Any]] = (),
    cards: Sequence[dict[str, Any]] = (),
) -> UUID | None:
    """Say `text` in a conversation, to be delivered on its channel; the message's id.

    `key` makes saying it twice saying it once: None then; `sent_by` is the agent's id. The conversation's row
    is held until the transaction ends. Raises ConversationNotFound.
    """
    conversation = await lock_conversation(session, conversation_id)
    if conversation is None:
        raise ConversationNotFound(conversation_id)
    is_fetched = conversation.channel in FETCHED_CHANNELS
    stored: UUID | None = await session.scalar(
        insert(Message)
        .values(
            id=uuid4(),
            conversation_id=conversation_id,
            author=author,
            channel=conversation.channel,
            external_id=key,
            sent_by=sent_by,
            quick_replies=list(quick_replies),
            cards=list(cards),
            text=text,
            status=MessageStatus.DELIVERED if is_fetched else MessageStatus.PENDING,
        )
        .on_conflict_do_nothing()
        .returning(Message.id)
    )
    if stored is None:
        return None
    if not is_fetched:
        await queue.put(await connection_of(session), conversation_id, [stored])
    await announce(session, conversation_id)
    return stored


async def shopper_spoke_last_at(session: AsyncSession, conversation_id: UUID) -> datetime | None:
    """When the shopper last wrote in the conversation; None when they never did."""
    latest: datetime | None = await session.scalar(
        select(func.max(Message.created_at)).where(
            Message.conversation_id == conversation_id, Message.author == MessageAuthor.SHOPPER
        )
    )
    return latest
