"""The message log: every message of every channel, stored once, answered once. It is the transcript.

Each function is one statement where it can be and may be repeated safely, so it needs no transaction around
it. The connections are psycopg's, in autocommit, with rows as dictionaries.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID, uuid4

from psycopg import AsyncConnection
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from commerce.errors import CommerceError
from commerce.support import message_statements as sql
from commerce.support.asking import Asks
from commerce.support.models import ConversationOwner, Message, MessageAuthor, MessageStatus
from commerce.support.news import NEWS_CHANNEL, News
from commerce.support.understandings import Understood

LogConnection = AsyncConnection[DictRow]


@dataclass(eq=False)
class PayloadNotOffered(CommerceError):
    """no quick reply of conversation {conversation_id} has this payload"""

    conversation_id: UUID


@dataclass(eq=False)
class ConversationEnded(CommerceError):
    """the shopper has signed out of conversation {conversation_id}"""

    conversation_id: UUID


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """What a connector made of a provider's request: a text, the payload of a quick reply, or both.

    With both, the quick reply was typed: the text is what is shown, the payload what is meant.
    """

    channel: str
    external_id: str
    text: str = ""
    payload: str | None = None
    network: str | None = None  # stands for where it was sent from, if the channel knows


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """A message as the log holds it."""

    id: UUID
    position: int  # the cursor
    conversation_id: UUID
    author: MessageAuthor
    channel: str
    external_id: str | None
    text: str
    payload: str | None
    quick_replies: list[dict[str, Any]]
    cards: list[dict[str, Any]]
    asks: Asks | None
    status: MessageStatus
    created_at: datetime

    @classmethod
    def of(cls, row: DictRow) -> Self:
        """The message in a row of the log's columns, whatever else the row holds."""
        values = {name: row[name] for name in cls.__slots__}
        author, status = MessageAuthor(row["author"]), MessageStatus(row["status"])
        return cls(**values | {"author": author, "status": status, "asks": Asks.stored(row["asks"])})

    @classmethod
    def of_message(cls, message: Message) -> Self:
        """The message as the log reads it."""
        values = {name: getattr(message, name) for name in cls.__slots__}
        return cls(**values | {"asks": Asks.stored(message.asks)})


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A shopper's message that waits for an answer."""

    message: LoggedMessage
    heard: str  # what was typed, with what was joined to it and where the log masks a one-time code
    shown: str  # as it may be kept
    owner: ConversationOwner  # now, not when it was stored
    age_s: float
    meanwhile: list[dict[str, str]]  # what was said since the bot last spoke: by an agent or the store

    @classmethod
    def of(cls, row: DictRow) -> Self:
        """The message in a row of those that wait."""
        begun = [row["begun"]] if row["begun"] else []
        return cls(
            LoggedMessage.of(row),
            " ".join([*begun, row["typed"]]),
            " ".join([*begun, row["text"]]),
            ConversationOwner(row["owner"]),
            row["age_s"],
            row["meanwhile"] or [],
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a shopper."""

    text: str = ""
    quick_replies: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    asks: Asks | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A message's replies and who owned the conversation when they were stored."""

    owner: ConversationOwner
    replies: Sequence[LoggedMessage]


@dataclass(frozen=True, slots=True)
class ConversationState:
    """What a conversation has come to."""

    owner: ConversationOwner
    last_position: int
    is_ended: bool = False
    agent_saw: int = 0  # the position up to which an agent has seen the shopper's messages
    shopper_saw: int = 0


async def store_inbound(
    log: LogConnection, conversation_id: UUID, inbound: InboundMessage, origin: str = ""
) -> LoggedMessage:
    """Store a shopper's message, beginning its conversation if it is the first; a repeat gives the first one.

    While an agent owns the conversation there is nothing for the bot to answer, so it counts as answered.
    Raises PayloadNotOffered for a payload that no quick reply of the bot had, and ConversationEnded.
    """
    values = {
        "id": uuid4(),
        "conversation": conversation_id,
        "channel": inbound.channel,
        "external_id": inbound.external_id,
        "text": await _shown_text(log, conversation_id, inbound),
        "payload": inbound.payload,
        "network": inbound.network,
        "news_channel": NEWS_CHANNEL,
        "news": News(conversation_id, origin).encoded(),
    }
    for statement in (sql.INSERT_INBOUND, sql.FIND_INBOUND):
        row = await (await log.execute(statement, values)).fetchone()
        if row is not None:
            return LoggedMessage.of(row)
    begun = await log.execute(sql.BEGIN_CONVERSATION, values)
    if not begun.rowcount and await (await log.execute(sql.IS_ENDED, values)).fetchone() is not None:
        raise ConversationEnded(conversation_id)
    return await store_inbound(log, conversation_id, inbound, origin)


async def _shown_text(log: LogConnection, conversation_id: UUID, inbound: InboundMessage) -> str:
    """What the transcript shows: the text, or the title of the quick reply that was pressed."""
    if inbound.payload is None or inbound.text:
        return inbound.text
    values = {"conversation": conversation_id, "offer": Jsonb([{"payload": inbound.payload}])}
    row = await (await log.execute(sql.FIND_OFFERS, values)).fetchone()
    if row is None:
        raise PayloadNotOffered(conversation_id)
    offers: list[dict[str, str]] = row["quick_replies"]
    return next(offer["title"] for offer in offers if offer["payload"] == inbound.payload)


async def waiting_messages(log: LogConnection, conversation_id: UUID, limit: int) -> list[WaitingMessage]:
    """The conversation's first messages that wait for an answer, at most `limit`."""
    values = {"conversation": conversation_id, "limit": limit}
    return [WaitingMessage.of(row) for row in await (await log.execute(sql.WAITING, values)).fetchall()]


async def said_before(log: LogConnection, message: LoggedMessage) -> LoggedMessage | None:
    """What its writer typed right before a message; None when that is part of another, or was pressed."""
    values = {"conversation": message.conversation_id, "position": message.position}
    row = await (await log.execute(sql.SAID_BEFORE, values)).fetchone()
    return None if row is None else LoggedMessage.of(row)


async def join_messages(log: LogConnection, parts: Sequence[LoggedMessage], message: LoggedMessage) -> None:
    """Note that `parts` are the beginning of `message`, which from now on is answered for all of them."""
    values = {
        "conversation": message.conversation_id,
        "message": message.id,
        "parts": [part.id for part in parts],
    }
    await log.execute(sql.JOIN, values)


async def has_received(log: LogConnection, conversation_id: UUID) -> bool:
    """Whether a message of the conversation waits for an answer."""
    row = await (await log.execute(sql.HAS_RECEIVED, {"conversation": conversation_id})).fetchone()
    return row is not None and bool(row["has_received"])


async def waiting_conversations(log: LogConnection) -> list[UUID]:
    """The conversations in which a message waits for an answer, the longest waiting first."""
    rows = await (await log.execute(sql.WAITING_CONVERSATIONS)).fetchall()
    return [row["conversation_id"] for row in rows]


async def store_answer(
    log: LogConnection,
    message: LoggedMessage,
    replies: Sequence[Reply],
    *,
    author: MessageAuthor = MessageAuthor.BOT,
    reply_status: MessageStatus = MessageStatus.PENDING,
    origin: str = "",
    understood: Understood | None = None,
) -> Answer | None:
    """Store a message's replies and what was understood of it, and mark it answered.

    None when that was done before.
    """
    values = {
        "conversation": message.conversation_id,
        "message": message.id,
        "author": author,
        "status": reply_status,
        "understood": None if understood is None else Jsonb(asdict(understood)),
        "replies": Jsonb([{"number": number, **asdict(reply)} for number, reply in enumerate(replies)]),
        "news_channel": NEWS_CHANNEL,
        "news": News(message.conversation_id, origin).encoded(),
    }
    rows = await (await log.execute(sql.INSERT_ANSWER, values)).fetchall()
    if not rows:
        return None
    stored = [LoggedMessage.of(row) for row in rows if row["id"] is not None]
    return Answer(ConversationOwner(rows[0]["owner"]), stored)


async def replies_to(log: LogConnection, message_id: UUID) -> Answer | None:
    """What a message was answered with; None while it waits."""
    values = {"message": message_id}
    row = await (await log.execute(sql.STATUS_AND_OWNER, values)).fetchone()
    if row is None or row["status"] == MessageStatus.RECEIVED:
        return None
    replies = await (await log.execute(sql.REPLIES, values)).fetchall()
    return Answer(ConversationOwner(row["owner"]), [LoggedMessage.of(reply) for reply in replies])


async def last_answer(log: LogConnection, conversation_id: UUID) -> list[LoggedMessage]:
    """What the bot said last, in its order; nothing when an agent has spoken since, or nobody has."""
    rows = await (await log.execute(sql.LAST_ANSWER, {"conversation": conversation_id})).fetchall()
    return [LoggedMessage.of(row) for row in rows]


async def open_answer(log: LogConnection, conversation_id: UUID) -> list[LoggedMessage]:
    """As `last_answer`, where the bot hears what is said to it; nothing while an agent answers."""
    rows = await (await log.execute(sql.OPEN_ANSWER, {"conversation": conversation_id})).fetchall()
    return [LoggedMessage.of(row) for row in rows]


async def messages_after(
    log: LogConnection, conversation_id: UUID, cursor: int, limit: int
) -> list[LoggedMessage]:
    """A conversation's messages behind a cursor, in order, at most `limit`."""
    values = {"conversation": conversation_id, "cursor": cursor, "limit": limit}
    rows = await (await log.execute(sql.MESSAGES_AFTER, values)).fetchall()
    return [LoggedMessage.of(row) for row in rows]


async def states_of(log: LogConnection, conversation_ids: Collection[UUID]) -> dict[UUID, ConversationState]:
    """What each conversation has come to; those that have no message yet are left out."""
    rows = await (await log.execute(sql.STATES, {"conversations": list(conversation_ids)})).fetchall()
    return {
        row["id"]: ConversationState(
            ConversationOwner(row["owner"]),
            row["last_position"],
            row["is_ended"],
            row["agent_saw"],
            row["shopper_saw"],
        )
        for row in rows
    }
