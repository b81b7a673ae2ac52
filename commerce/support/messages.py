"""The message log: every message of every channel, stored once, answered once. It is the transcript."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.support.conversations import lock_conversation
from commerce.support.models import Conversation, ConversationOwner, Message, MessageAuthor, MessageStatus
from commerce.support.news import notification


class PayloadNotOffered(CommerceError):
    """A payload the bot never offered in this conversation."""

    def __init__(self, conversation_id: UUID) -> None:
        super().__init__(f"no quick reply of conversation {conversation_id} has this payload")


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What a connector made of a provider's request: a text, or the payload of a quick reply."""

    channel: str
    external_id: str
    text: str = ""
    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a shopper."""

    text: str = ""
    quick_replies: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """A message's replies and who owned the conversation when they were stored."""

    owner: ConversationOwner
    replies: Sequence[Message]


@dataclass(frozen=True, slots=True)
class ConversationState:
    """What a conversation has come to."""

    owner: ConversationOwner
    last_position: int


async def store_inbound(
    session: AsyncSession, conversation: Conversation, inbound: InboundMessage, origin: str = ""
) -> Message:
    """Store a shopper's message in its locked conversation; a repeat gives the message stored first.

    While an agent owns the conversation there is nothing for the bot to answer, so it counts as answered.
    Raises PayloadNotOffered for a payload that no quick reply of the bot had.
    """
    is_bots = conversation.owner is ConversationOwner.BOT
    stored: Message | None = await session.scalar(
        insert(Message)
        .values(
            conversation_id=conversation.id,
            author=MessageAuthor.SHOPPER,
            channel=inbound.channel,
            external_id=inbound.external_id,
            text=await _shown_text(session, conversation.id, inbound),
            payload=inbound.payload,
            status=MessageStatus.RECEIVED if is_bots else MessageStatus.ANSWERED,
        )
        .on_conflict_do_nothing(index_elements=[Message.channel, Message.external_id])
        .returning(Message, notification(conversation.id, origin))
    )
    if stored is not None:
        return stored
    first = await session.scalar(
        select(Message).where(Message.channel == inbound.channel, Message.external_id == inbound.external_id)
    )
    assert first is not None
    return first


async def _shown_text(session: AsyncSession, conversation_id: UUID, inbound: InboundMessage) -> str:
    """What the transcript shows: the text, or the title of the quick reply that was pressed."""
    if inbound.payload is None:
        return inbound.text
    offers = await session.scalar(
        select(Message.quick_replies)
        .where(
            Message.conversation_id == conversation_id,
            Message.author == MessageAuthor.BOT,
            Message.quick_replies.contains([{"payload": inbound.payload}]),
        )
        .order_by(Message.position.desc())
        .limit(1)
    )
    if offers is None:
        raise PayloadNotOffered(conversation_id)
    return next(str(offer["title"]) for offer in offers if offer["payload"] == inbound.payload)


async def next_received(
    session: AsyncSession, conversation_id: UUID
) -> tuple[Message, ConversationOwner] | None:
    """The conversation's first message that waits for an answer, with who owns the conversation now."""
    found = await session.execute(
        select(Message, Conversation.owner)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.conversation_id == conversation_id, Message.status == MessageStatus.RECEIVED)
        .order_by(Message.position)
        .limit(1)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1])


async def has_received(session: AsyncSession, conversation_id: UUID) -> bool:
    """Whether a message of the conversation waits for an answer."""
    waiting = select(Message.id).where(
        Message.conversation_id == conversation_id, Message.status == MessageStatus.RECEIVED
    )
    return bool(await session.scalar(select(waiting.exists())))


async def waiting_conversations(session: AsyncSession) -> Sequence[UUID]:
    """The conversations in which a message waits for an answer, the longest waiting first."""
    found = await session.scalars(
        select(Message.conversation_id)
        .where(Message.status == MessageStatus.RECEIVED)
        .group_by(Message.conversation_id)
        .order_by(func.min(Message.position))
    )
    return found.all()


async def store_answer(
    session: AsyncSession,
    message: Message,
    replies: Sequence[Reply],
    *,
    author: MessageAuthor = MessageAuthor.BOT,
    reply_status: MessageStatus = MessageStatus.PENDING,
    origin: str = "",
) -> Answer | None:
    """Store a message's replies and mark it answered; None when somebody else has answered it before."""
    conversation = await lock_conversation(session, message.conversation_id)
    assert conversation is not None
    answered = await session.scalar(
        update(Message)
        .where(Message.id == message.id, Message.status == MessageStatus.RECEIVED)
        .values(status=MessageStatus.ANSWERED)
        .returning(Message.id, notification(conversation.id, origin))
    )
    if answered is None:
        return None
    if not replies:
        return Answer(conversation.owner, [])
    stored = await session.scalars(
        insert(Message).returning(Message, sort_by_parameter_order=True),
        [
            {
                "conversation_id": message.conversation_id,
                "author": author,
                "channel": message.channel,
                "text": reply.text,
                "quick_replies": reply.quick_replies,
                "cards": reply.cards,
                "in_reply_to": message.id,
                "reply_position": number,
                "status": reply_status,
            }
            for number, reply in enumerate(replies)
        ],
    )
    return Answer(conversation.owner, stored.all())


async def replies_to(session: AsyncSession, message_id: UUID) -> Answer | None:
    """What a message was answered with; None while it waits."""
    found = await session.execute(
        select(Message.status, Conversation.owner)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.id == message_id)
    )
    status, owner = found.one()
    if status is MessageStatus.RECEIVED:
        return None
    replies = await session.scalars(
        select(Message).where(Message.in_reply_to == message_id).order_by(Message.reply_position)
    )
    return Answer(owner, replies.all())


async def messages_after(
    session: AsyncSession, conversation_id: UUID, cursor: int, limit: int
) -> Sequence[Message]:
    """A conversation's messages behind a cursor, in order, at most `limit`."""
    found = await session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation_id, Message.position > cursor)
        .order_by(Message.position)
        .limit(limit)
    )
    return found.all()


async def states_of(
    session: AsyncSession, conversation_ids: Collection[UUID]
) -> dict[UUID, ConversationState]:
    """What each conversation has come to, so that a watcher notices what it missed."""
    last: ColumnElement[int] = (
        select(func.max(Message.position)).where(Message.conversation_id == Conversation.id).scalar_subquery()
    )
    found = await session.execute(
        select(Conversation.id, Conversation.owner, func.coalesce(last, 0)).where(
            Conversation.id.in_(conversation_ids)
        )
    )
    return {conversation_id: ConversationState(owner, position) for conversation_id, owner, position in found}
