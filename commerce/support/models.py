"""Conversations, their messages, handoffs to people, and the guard against guessing."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Identity, Index, String, UniqueConstraint, false, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.customers.models import Customer
from commerce.database import Base, text_enum
from commerce.identity import IdentityLevel


class ConversationOwner(StrEnum):
    """Who answers; never two at once."""

    BOT = "bot"
    AGENT = "agent"


class Conversation(Base):
    """One shopper's thread on one channel."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index("uq_conversations_channel_address", "channel", "address", unique=True),
        Index(
            "ix_conversations_network",
            "network",
            "created_at",
            postgresql_where=text("network IS NOT NULL"),
        ),
        Index(
            "ix_conversations_identity_level",
            "identity_level",
            postgresql_where=text("identity_level = 'verified' AND NOT is_vouched_by_address"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    # Where the channel reaches the shopper: a phone number, a Slack channel. None where they come to us, as
    # on the web, and once the address has gone to another conversation.
    address: Mapped[str | None]
    # Whether the shopper is the customer because the address is theirs, and only as long as it is.
    is_vouched_by_address: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Stands for the network that it was begun from, where the channel knows one; no way leads back to it.
    network: Mapped[str | None]
    owner: Mapped[ConversationOwner] = mapped_column(
        text_enum(ConversationOwner), default=ConversationOwner.BOT
    )
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    identity_level: Mapped[IdentityLevel] = mapped_column(
        text_enum(IdentityLevel), default=IdentityLevel.ANONYMOUS
    )
    # The code of another language than English that the shopper has written in, "es" say.
    language: Mapped[str | None]
    # Up to which message each side has seen the other's, as far as their pages tell.
    shopper_saw: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    agent_saw: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    # By a token or a code; how long that holds is commerce/support/lapsing.py's.
    verified_at: Mapped[datetime | None]
    # Since when its shopper has signed out of it: nobody reads or writes it any more but our people.
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)

    customer: Mapped[Customer | None] = relationship(lazy="raise")


class MessageAuthor(StrEnum):
    """Who wrote a message."""

    SHOPPER = "shopper"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class MessageStatus(StrEnum):
    """What is still to be done about a message."""

    RECEIVED = "received"  # from a shopper, not yet answered
    ANSWERED = "answered"  # from a shopper; its replies are stored
    PENDING = "pending"  # to a shopper, not yet delivered
    DELIVERED = "delivered"  # to a shopper; the channel has it
    FAILED = "failed"  # to a shopper; the channel gave up


class Message(Base):
    """One message, in either direction. This log is the transcript."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        UniqueConstraint("in_reply_to", "reply_position"),
        Index(None, "conversation_id", "position"),
        Index(
            "ix_messages_unfinished",
            "conversation_id",
            "position",
            postgresql_where=text("status IN ('received', 'pending')"),
        ),
        Index("ix_messages_joined_to", "joined_to", postgresql_where=text("joined_to IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    position: Mapped[int] = mapped_column(Identity(always=True), unique=True)  # the cursor
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"))
    author: Mapped[MessageAuthor] = mapped_column(text_enum(MessageAuthor))
    channel: Mapped[str]
    # The channel's own id of an inbound message; what makes a provider's retry the same message.
    external_id: Mapped[str | None]
    text: Mapped[str] = mapped_column(default="")
    # The text with its one-time code, where `text` masks one: until the bot has heard it.
    unmasked: Mapped[str | None]
    payload: Mapped[str | None]  # the quick reply that was pressed
    quick_replies: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    cards: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    asks: Mapped[dict[str, Any] | None]  # the fields of `asking.Asks`
    in_reply_to: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    # The shopper's next message, where this one is only the beginning of it; that one is answered for both.
    joined_to: Mapped[UUID | None] = mapped_column(ForeignKey("messages.id"))
    reply_position: Mapped[int | None]
    status: Mapped[MessageStatus] = mapped_column(text_enum(MessageStatus))
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))  # an agent's
    attempts: Mapped[int] = mapped_column(default=0)
    is_helpful: Mapped[bool | None]  # an answer of the bot's, as the shopper's thumb says
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DeliveryStatus(StrEnum):
    """What became of a message at the channel's provider."""

    PENDING = "pending"  # not yet taken by the provider
    SENT = "sent"  # the provider has it
    DELIVERED = "delivered"  # the provider says that the shopper has it
    FAILED = "failed"  # given up, here or by the provider


class Delivery(Base):
    """One message as the channel's provider gets it: a part of what is said to a shopper at once."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        UniqueConstraint("channel", "provider_id"),
        Index("ix_deliveries_failed", "created_at", postgresql_where=text("status = 'failed'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id"))  # the first that it carries
    number: Mapped[int]  # its place among the parts
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    channel: Mapped[str]
    address: Mapped[str]
    part: Mapped[dict[str, Any]]  # what the channel made of the messages
    status: Mapped[DeliveryStatus] = mapped_column(text_enum(DeliveryStatus), default=DeliveryStatus.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None]
    provider_status: Mapped[str | None]  # in the provider's words
    error_code: Mapped[str | None]  # the provider's
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


class Understanding(Base):
    """What the bot made of a shopper's message, personal data masked: for those who teach it."""

    __tablename__ = "understandings"
    __table_args__ = (
        Index(None, "created_at", postgresql_include=["intent", "conversation_id", "is_fallback"]),
    )

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    text: Mapped[str]  # empty where it answered a private question
    intent: Mapped[str]
    confidence: Mapped[float]
    ranking: Mapped[list[dict[str, Any]]]
    entities: Mapped[list[dict[str, Any]]]
    is_fallback: Mapped[bool]  # the bot did not trust it
    asked: Mapped[str | None]  # the slot a form had asked for
    actions: Mapped[list[str]] = mapped_column(ARRAY(String))  # what was done about it
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class HandoffStatus(StrEnum):
    """Where a handoff stands."""

    QUEUED = "queued"  # waiting for an agent
    ASSIGNED = "assigned"  # one agent owns it; the bot is silent
    RESOLVED = "resolved"  # closed; a rating may be asked


class Escalation(StrEnum):
    """Why a conversation was handed over."""

    ASKED = "asked"  # the shopper asked for a person
    NOT_UNDERSTOOD = "not_understood"  # the bot failed twice in a row
    POLICY = "policy"  # the store's rules want a person's decision
    NO_ANSWER = "no_answer"  # the help articles have none
    NOT_SERVED = "not_served"  # a topic that the bot cannot settle itself
    FAILURE = "failure"  # something of ours broke
    UPSET = "upset"  # a lost temper
    IDENTIFICATION = "identification"  # the shopper could not be identified
    SENSITIVE = "sensitive"  # payment, legal matters, or what the store wants people to answer
    STAFF = "staff"  # one of the store's people took it over


class Resolution(StrEnum):
    """How a handoff ended."""

    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    HANDED_BACK = "handed_back"  # the bot goes on
    NO_REPLY = "no_reply"  # the shopper did not answer
    DUPLICATE = "duplicate"
    SPAM = "spam"


class Handoff(Base):
    """A conversation waiting for, or with, a person."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index(
            "uq_handoffs_open", "conversation_id", unique=True, postgresql_where=text("status <> 'resolved'")
        ),
        Index(None, "status", "created_at"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    escalation: Mapped[Escalation] = mapped_column(text_enum(Escalation))
    summary: Mapped[str] = mapped_column(default="")
    contact: Mapped[str | None]  # where the shopper wants to be written to, if not in the conversation
    status: Mapped[HandoffStatus] = mapped_column(text_enum(HandoffStatus), default=HandoffStatus.QUEUED)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    resolved_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # the higher the sooner
    tags: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=text("'{}'"))
    snoozed_at: Mapped[datetime | None]  # put out of the way then ...
    snoozed_until: Mapped[datetime | None]  # ... until then, or until the shopper writes
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    assigned_at: Mapped[datetime | None]
    first_reply_at: Mapped[datetime | None]
    resolution: Mapped[Resolution | None] = mapped_column(text_enum(Resolution))
    resolution_note: Mapped[str] = mapped_column(default="", server_default="")

    conversation: Mapped[Conversation] = relationship(lazy="raise")


class IdentificationAttempt(Base):
    """One wrong guess at who somebody is, for each thing that it counts for (see `guessing`)."""

    __tablename__ = "identification_attempts"
    __table_args__ = (Index(None, "subject", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
