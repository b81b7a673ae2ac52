"""What the desk keeps beside a conversation: notes, replies on their way, threads, alarms, ratings."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, false, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum
from commerce.staff.models import StaffMember


class DeskNote(Base):
    """Something about a conversation for the store's people alone: it is no message, so it cannot be sent."""

    __tablename__ = "desk_notes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    position: Mapped[int] = mapped_column(Identity(always=True))  # grows in a conversation
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    # Who is none of the store's people: a member of the workspace who wrote in the thread. With no author and
    # no name it is the assistant.
    author_name: Mapped[str | None]
    source: Mapped[str | None] = mapped_column(unique=True)  # the message of a thread that it was written as
    text: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    author: Mapped[StaffMember | None] = relationship(lazy="raise")


class CsatRating(Base):
    """What a shopper was asked after a handoff was resolved, and how content they were."""

    __tablename__ = "csat_ratings"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score_of_five"),)

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoffs.id"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    asked_at: Mapped[datetime]
    score: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="", server_default="")
    rated_at: Mapped[datetime | None]


class DeskThread(Base):
    """Where a case is shown outside the house, a thread in Slack, and how much of it is there already."""

    __tablename__ = "desk_threads"
    __table_args__ = (UniqueConstraint("channel", "stamp"),)

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoffs.id"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    channel: Mapped[str]
    stamp: Mapped[str | None]  # of its first message, the card; None until that is there
    messages_until: Mapped[int] = mapped_column(default=0)  # the position of the last one taken in
    notes_until: Mapped[int] = mapped_column(default=0)
    card: Mapped[str] = mapped_column(default="")  # the digest of what the card shows
    is_closed: Mapped[bool] = mapped_column(default=False)  # the case is over, and all of it is there
    lost_because: Mapped[str | None]  # in the provider's word; the case goes on at the web desk
    try_again_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class DeskPost(Base):
    """One message for a thread, kept until it is there: nothing is lost, and nothing posted twice."""

    __tablename__ = "desk_posts"
    __table_args__ = (
        UniqueConstraint("handoff_id", "number"),
        Index("ix_desk_posts_stamp", "stamp"),
        Index("ix_desk_posts_waiting", "handoff_id", "number", postgresql_where=text("stamp IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoffs.id"))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    number: Mapped[int]  # its place in the thread
    part: Mapped[dict[str, Any]]  # what is posted; empty once it is there
    begun_at: Mapped[datetime | None]  # of the first try, whose end may be unknown
    stamp: Mapped[str | None]


class DraftStatus(StrEnum):
    """What became of a reply that was written in a thread."""

    WAITING = "waiting"  # until its agent can no longer take it back
    SENT = "sent"
    NOTED = "noted"  # kept for the store's people alone
    WITHDRAWN = "withdrawn"


class DeskDraft(Base):
    """A reply written in a thread, on its way to the shopper."""

    __tablename__ = "desk_drafts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"))
    source: Mapped[str] = mapped_column(unique=True)  # the thread's message
    position: Mapped[int] = mapped_column(Identity(always=True))
    text: Mapped[str]
    cards: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # files that go with it
    status: Mapped[DraftStatus] = mapped_column(text_enum(DraftStatus), default=DraftStatus.WAITING)
    due_at: Mapped[datetime]
    is_marked: Mapped[bool] = mapped_column(default=False)  # the thread shows what became of it


class AlarmKind(StrEnum):
    """What the store's people have to know of."""

    NOBODY_CLAIMS = "nobody_claims"
    CLOCK_NEAR = "clock_near"  # a reply or a resolution is due soon
    CLOCK_BREACHED = "clock_breached"
    THREAD_LOST = "thread_lost"  # a case can no longer be worked in Slack
    DESK_AWAY = "desk_away"  # Slack answers nothing


class DeskAlarm(Base):
    """An alarm, until it is over. One of a kind stands for each subject."""

    __tablename__ = "desk_alarms"
    __table_args__ = (
        Index(
            "uq_desk_alarms_standing",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("cleared_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[AlarmKind] = mapped_column(text_enum(AlarmKind))
    subject: Mapped[str]  # which clock of which case, say
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    text: Mapped[str]
    raised_at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]
    is_posted: Mapped[bool] = mapped_column(default=False, server_default=false())  # in the case's thread


class CannedReply(Base):
    """Words that are often needed, by a short name."""

    __tablename__ = "canned_replies"

    name: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())
