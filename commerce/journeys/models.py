"""Journeys as the database keeps them: who is on one, what each step did, and which are paused."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.consent.models import Topic
from commerce.database import Base, text_enum


class SubjectKind(StrEnum):
    """What a journey is about."""

    CART = "cart"
    ORDER = "order"
    CUSTOMER = "customer"
    PRODUCT = "product"


class RunStatus(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FINISHED = "finished"  # every step was taken
    LEFT = "left"  # what it was about is over: bought, emptied
    HELD_OUT = "held_out"  # never messaged, to measure what messages do


class Outcome(StrEnum):
    """What a step did."""

    SENT = "sent"
    HELD = "held"  # a guard stopped it for good
    PUT_OFF = "put_off"  # a guard stopped it until later
    SKIPPED = "skipped"  # its own condition did not hold


class JourneyVersion(Base):
    """A journey as it was written when people went on it; whoever is on it stays on this version."""

    __tablename__ = "journey_versions"

    journey: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    definition: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class JourneyRun(Base):
    """A customer on a journey about one thing at one occasion."""

    __tablename__ = "journey_runs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["journey", "version"], ["journey_versions.journey", "journey_versions.version"]
        ),
        UniqueConstraint("journey", "subject", "occasion"),
        Index("ix_journey_runs_due", "due_at", postgresql_where=text("status = 'running'")),
        Index("ix_journey_runs_customer", "customer_id", "journey"),
        Index("ix_journey_runs_started", "journey", "started_at"),
        Index(None, "subject"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    journey: Mapped[str]
    version: Mapped[int]
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    subject_kind: Mapped[SubjectKind] = mapped_column(text_enum(SubjectKind))
    subject: Mapped[str]  # the id of what it is about
    sku: Mapped[str | None]  # of a product, where what began it happened to one version alone
    occasion: Mapped[str]  # tells one time from another: a year, the moment a cart was left
    status: Mapped[RunStatus] = mapped_column(text_enum(RunStatus), default=RunStatus.RUNNING)
    step: Mapped[str | None]  # the next one; None before the first
    started_at: Mapped[datetime]  # when what began it happened: from there its steps are counted
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class JourneyStep(Base):
    """What one step of a run did, or why it did not. Only ever appended."""

    __tablename__ = "journey_steps"
    __table_args__ = (
        Index(
            "uq_journey_steps_sent", "run_id", "step", unique=True, postgresql_where=text("outcome = 'sent'")
        ),
        Index("ix_journey_steps_sent_at", "at", postgresql_where=text("outcome = 'sent'")),
        Index("ix_journey_steps_sent_to", "customer_id", "at", postgresql_where=text("outcome = 'sent'")),
        Index(None, "run_id"),
        Index(
            "ix_journey_steps_said_in",
            "conversation_id",
            "at",
            postgresql_where=text("conversation_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("journey_runs.id", ondelete="CASCADE"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    step: Mapped[str]
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome))
    reason: Mapped[str] = mapped_column(default="", server_default="")
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    channel: Mapped[str | None]
    variant: Mapped[str | None]
    message_id: Mapped[UUID | None]  # in the log, where it went into a conversation
    conversation_id: Mapped[UUID | None]  # no foreign key: it outlives the conversation
    at: Mapped[datetime]

    run: Mapped[JourneyRun] = relationship(lazy="raise")


class JourneyMark(Base):
    """How far what begins a journey has been looked through."""

    __tablename__ = "journey_marks"

    journey: Mapped[str] = mapped_column(primary_key=True)
    through: Mapped[datetime]


class JourneyPause(Base):
    """A journey that takes no step until it is resumed."""

    __tablename__ = "journey_pauses"

    journey: Mapped[str] = mapped_column(primary_key=True)
    paused_at: Mapped[datetime] = mapped_column(server_default=func.now())
    paused_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))
