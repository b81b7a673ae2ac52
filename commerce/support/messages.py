"""The message log: every message of every channel, stored once, answered once. It is the transcript.

Every function that writes is atomic by itself, in a transaction or without one.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.errors import CommerceError
from commerce.support import message_statements as sql
from commerce.support.conversations import begin_conversation
from commerce.support.models import ConversationOwner, Message, MessageAuthor, MessageStatus
from commerce.support.news import News


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
class WaitingMessage:
    """A shopper's message that waits for an answer."""

    message: Message
    owner: ConversationOwner  # now, not when it was stored
    is_followed: bool  # whether another one waits behind it


@dataclass(frozen=True, slots=True)
class ConversationState:
    """What a conversation has come to."""

    owner: ConversationOwner
    last_position: int


async def store_inbound(
    session: AsyncSession, conversation_id: UUID, inbound: InboundMessage, origin: str = ""
) -> Message:
    """Store a shopper's message, beginning its conversation if it is the first; a repeat gives the first one.

    While an agent owns the conversation there is nothing for the bot to answer, so it counts as answered.
    Raises PayloadNotOffered for a payload that no quick reply of the bot had.
    """
    values = {
        "id": uuid4(),
        "conversation": conversation_id,
        "channel": inbound.channel,
        "external_id": inbound.external_id,
        "text": await _shown_text(session, conversation_id, inbound),
        "payload": inbound.payload,
        "news": News(conversation_id, origin).encoded(),
    }
    stored: Message | None = await session.scalar(sql.INSERT_INBOUND, values)
    if stored is not None:
        return stored
    first = await session.scalar(sql.FIND_INBOUND, values)
    if first is not None:
        return first
    await begin_conversation(session, conversation_id, inbound.channel)
    return await store_inbound(session, conversation_id, inbound, origin)


async def _shown_text(session: AsyncSession, conversation_id: UUID, inbound: InboundMessage) -> str:
    """What the transcript shows: the text, or the title of the quick reply that was pressed."""
    if inbound.payload is None:
        return inbound.text
    offers = await session.scalar(
        sql.FIND_OFFERS, {"conversation": conversation_id, "offer": [{"payload": inbound.payload}]}
    )
    if offers is None:
        raise PayloadNotOffered(conversation_id)
    return next(str(offer["title"]) for offer in offers if offer["payload"] == inbound.payload)


async def next_received(session: AsyncSession, conversation_id: UUID) -> WaitingMessage | None:
    """The conversation's first message that waits for an answer; None when none does."""
    found = await session.execute(sql.NEXT_RECEIVED, {"conversation": conversation_id})
    rows = found.all()
    return WaitingMessage(*rows[0], is_followed=len(rows) > 1) if rows else None


async def has_received(session: AsyncSession, conversation_id: UUID) -> bool:
    """Whether a message of the conversation waits for an answer."""
    return bool(await session.scalar(sql.HAS_RECEIVED, {"conversation": conversation_id}))


async def waiting_conversations(session: AsyncSession) -> Sequence[UUID]:
    """The conversations in which a message waits for an answer, the longest waiting first."""
    return (await session.scalars(sql.WAITING_CONVERSATIONS)).all()


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
    found = await session.execute(
        sql.INSERT_ANSWER,
        {
            "conversation": message.conversation_id,
            "message": message.id,
            "replied_by": author,
            "reply_status": reply_status,
            "replies": [{"number": number, **asdict(reply)} for number, reply in enumerate(replies)],
            "news": News(message.conversation_id, origin).encoded(),
        },
    )
    rows = found.all()
    if not rows:
        return None
    return Answer(rows[0][0], [reply for _, reply in rows if reply is not None])


async def replies_to(session: AsyncSession, message_id: UUID) -> Answer | None:
    """What a message was answered with; None while it waits."""
    found = await session.execute(sql.STATUS_AND_OWNER, {"message": message_id})
    status, owner = found.one()
    if status is MessageStatus.RECEIVED:
        return None
    replies = await session.scalars(sql.REPLIES, {"message": message_id})
    return Answer(owner, replies.all())


async def messages_after(
    session: AsyncSession, conversation_id: UUID, cursor: int, limit: int
) -> Sequence[Message]:
    """A conversation's messages behind a cursor, in order, at most `limit`."""
    found = await session.scalars(
        sql.MESSAGES_AFTER, {"conversation": conversation_id, "cursor": cursor, "limit": limit}
    )
    return found.all()


async def states_of(
    session: AsyncSession, conversation_ids: Collection[UUID]
) -> dict[UUID, ConversationState]:
    """What each conversation has come to, so that a watcher notices what it missed."""
    found = await session.execute(sql.STATES, {"conversations": list(conversation_ids)})
    return {conversation_id: ConversationState(owner, position) for conversation_id, owner, position in found}
