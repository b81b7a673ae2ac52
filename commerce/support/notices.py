"""Messages that the store settles by itself, without a turn of the bot's: a wish, and what is said to it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from sqlalchemy import ColumnElement, case, exists, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import OneTimeCode
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.message_statements import CODE, MASK
from commerce.support.messages import InboundMessage
from commerce.support.models import (
    Message,
    MessageAuthor,
    MessageStatus,
)
from commerce.support.news import announce


async def store_settled(
    session: AsyncSession,
    conversation_id: UUID,
    inbound: InboundMessage,
    *,
    cards: Sequence[dict[str, Any]] = (),
) -> UUID | None:
    """Store a shopper's message that waits for no answer; its id, None when it is there already.

    A one-time code that is awaited is masked, as in every message.
    The caller holds the conversation's row.
    """
    stored: UUID | None = await session.scalar(
        insert(Message)
        .values(
            conversation_id=conversation_id,
            author=MessageAuthor.SHOPPER,
            channel=inbound.channel,
            external_id=inbound.external_id,
            text=_without_code(conversation_id, inbound.text),
            cards=list(cards),
            status=MessageStatus.ANSWERED,
        )
        .on_conflict_do_nothing()
        .returning(Message.id)
    )
    if stored is not None:
        await announce(session, conversation_id)
    return stored


async def reply_to_settled(session: AsyncSession, queue: DeliveryQueue, message_id: UUID, text: str) -> None:
    """Say `text` to a settled message, to be delivered where it came from."""
    message = await session.get_one(Message, message_id)
    reply = Message(
        conversation_id=message.conversation_id,
        author=MessageAuthor.SYSTEM,
        channel=message.channel,
        text=text,
        in_reply_to=message.id,
        reply_position=0,
        status=MessageStatus.PENDING,
    )
    session.add(reply)
    await session.flush()
    connection = (await (await session.connection()).get_raw_connection()).driver_connection
    assert isinstance(connection, AsyncConnection)
    await queue.put(connection, message.conversation_id, [reply.id])


def _without_code(conversation_id: UUID, text: str) -> ColumnElement[str]:
    is_awaited = exists().where(
        OneTimeCode.conversation_id == conversation_id,
        OneTimeCode.used_at.is_(None),
        OneTimeCode.expires_at > func.now(),
    )
    return case((is_awaited, func.regexp_replace(text, CODE, MASK, "g")), else_=text)
