"""The SQL of the message log, built once: building a statement costs more than running it.

A message is only ever inserted by a statement that holds its conversation's row: positions then become
visible in their order, and a reader who has seen one has seen all before it.
"""

from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    String,
    Table,
    bindparam,
    case,
    column,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased

from commerce.support.models import Conversation, ConversationOwner, Message, MessageAuthor, MessageStatus
from commerce.support.news import NEWS_CHANNEL

_messages, _conversations = cast("Table", Message.__table__), cast("Table", Conversation.__table__)

# No parameter of an UPDATE may be called like a column: SQLAlchemy would set that column to it.
_held = (
    select(_conversations.c.id, _conversations.c.owner)
    .where(_conversations.c.id == bindparam("conversation"))
    .with_for_update(key_share=True)
    .cte("held")
)
_told = func.pg_notify(NEWS_CHANNEL, bindparam("news", type_=String))


def _parameter(name: str) -> Any:
    return bindparam(name, type_=_messages.c[name].type).label(name)


def _constant(name: str, value: Any) -> Any:
    return literal(value, _messages.c[name].type).label(name)


_status_by_owner = case(
    (_held.c.owner == ConversationOwner.BOT, _constant("status", MessageStatus.RECEIVED)),
    else_=_constant("status", MessageStatus.ANSWERED),
)

_received = (
    postgresql.insert(_messages)
    .from_select(
        [
            "id",
            "conversation_id",
            "author",
            "channel",
            "external_id",
            "text",
            "payload",
            "quick_replies",
            "cards",
            "attempts",
            "status",
        ],
        select(
            _parameter("id"),
            _held.c.id.label("conversation_id"),
            _constant("author", MessageAuthor.SHOPPER),
            _parameter("channel"),
            _parameter("external_id"),
            _parameter("text"),
            _parameter("payload"),
            _constant("quick_replies", []),
            _constant("cards", []),
            _constant("attempts", 0),
            _status_by_owner.label("status"),
        ),
        include_defaults=False,
    )
    .on_conflict_do_nothing(index_elements=[_messages.c.channel, _messages.c.external_id])
    .returning(*_messages.c, _told)
    .cte("received")
)

# One row, or none when the message is there already or its conversation is not.
INSERT_INBOUND = select(aliased(Message, _received))

_answered = (
    update(_messages)
    .where(
        _messages.c.id == bindparam("message"),
        _messages.c.conversation_id == _held.c.id,
        _messages.c.status == MessageStatus.RECEIVED,
    )
    .values(status=MessageStatus.ANSWERED)
    .returning(_messages.c.id, _messages.c.conversation_id, _messages.c.channel, _held.c.owner, _told)
    .cte("answered")
)
_given = (
    func.jsonb_to_recordset(bindparam("replies", type_=JSONB))
    .table_valued(
        column("number", BigInteger),
        column("text", String),
        column("quick_replies", JSONB),
        column("cards", JSONB),
        name="given",
    )
    .render_derived(with_types=True)
)
_stored = (
    insert(_messages)
    .from_select(
        [
            "id",
            "conversation_id",
            "author",
            "channel",
            "text",
            "quick_replies",
            "cards",
            "attempts",
            "in_reply_to",
            "reply_position",
            "status",
        ],
        select(
            func.gen_random_uuid(),
            _answered.c.conversation_id,
            bindparam("replied_by", type_=_messages.c.author.type),
            _answered.c.channel,
            _given.c.text,
            _given.c.quick_replies,
            _given.c.cards,
            _constant("attempts", 0),
            _answered.c.id.label("in_reply_to"),
            _given.c.number,
            bindparam("reply_status", type_=_messages.c.status.type),
        )
        .select_from(_answered)
        .join(_given, true())
        .order_by(_given.c.number),
        include_defaults=False,
    )
    .returning(*_messages.c)
    .cte("stored")
)

# The owner beside each reply, or beside nothing when there is none; no row when it was answered before.
INSERT_ANSWER = (
    select(_answered.c.owner, aliased(Message, _stored))
    .select_from(_answered)
    .outerjoin(_stored, true())
    .order_by(_stored.c.position)
)

FIND_INBOUND = select(Message).where(
    Message.channel == bindparam("channel"), Message.external_id == bindparam("external_id")
)

FIND_OFFERS = (
    select(Message.quick_replies)
    .where(
        Message.conversation_id == bindparam("conversation"),
        Message.author == MessageAuthor.BOT,
        Message.quick_replies.contains(bindparam("offer", type_=JSONB)),
    )
    .order_by(Message.position.desc())
    .limit(1)
)

_waits = (
    Message.conversation_id == bindparam("conversation"),
    Message.status == MessageStatus.RECEIVED,
)
# The second row only tells that there is one.
NEXT_RECEIVED = (
    select(Message, Conversation.owner)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(*_waits)
    .order_by(Message.position)
    .limit(2)
)
HAS_RECEIVED = select(select(Message.id).where(*_waits).exists())
WAITING_CONVERSATIONS = (
    select(Message.conversation_id)
    .where(Message.status == MessageStatus.RECEIVED)
    .group_by(Message.conversation_id)
    .order_by(func.min(Message.position))
)

STATUS_AND_OWNER = (
    select(Message.status, Conversation.owner)
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(Message.id == bindparam("message"))
)
REPLIES = select(Message).where(Message.in_reply_to == bindparam("message")).order_by(Message.reply_position)
MESSAGES_AFTER = (
    select(Message)
    .where(
        Message.conversation_id == bindparam("conversation"),
        Message.position > bindparam("cursor", type_=BigInteger),
    )
    .order_by(Message.position)
    .limit(bindparam("limit", type_=BigInteger))
)

_last_position = (
    select(func.max(Message.position)).where(Message.conversation_id == Conversation.id).scalar_subquery()
)
STATES = select(Conversation.id, Conversation.owner, func.coalesce(_last_position, 0)).where(
    Conversation.id.in_(bindparam("conversations", expanding=True))
)
