"""The trainers' records: what was decided of which sentence, the models, and what models must keep right."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum
from commerce.staff.models import StaffMember


class ChangeKind(StrEnum):
    """What a trainer did."""

    LABELLED = "labelled"  # a shopper's message became a training sentence
    REJECTED = "rejected"  # a shopper's message teaches nothing
    MOVED = "moved"  # a training sentence got another intent
    REMOVED = "removed"  # a training sentence was deleted
    MARKED = "marked"  # a training sentence got other entities
    CONFIRMED = "confirmed"  # a label that the data speaks against is meant so
    INTENT = "intent"  # a new intent
    STORY = "story"  # a conversation became a story
    REPLY = "reply"  # words of the bot were edited
    ARTICLE = "article"  # a help article was edited


class TrainingChange(Base):
    """One decision of a trainer; those of one click share a `batch`, and are undone together."""

    __tablename__ = "training_changes"
    __table_args__ = (
        Index(None, "batch"),
        Index(None, "created_at"),
        # A message of the inbox is decided once: of two trainers at once, one is told.
        Index(
            "uq_training_changes_message_key",
            "message_key",
            unique=True,
            postgresql_where=sql("message_key IS NOT NULL AND undone_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    batch: Mapped[UUID]
    kind: Mapped[ChangeKind] = mapped_column(text_enum(ChangeKind))
    message_key: Mapped[str | None]  # of the inbox's entry that it decides
    file: Mapped[str] = mapped_column(default="", server_default="")  # below the repository's root
    intent: Mapped[str] = mapped_column(default="", server_default="")
    intent_before: Mapped[str] = mapped_column(default="", server_default="")
    line: Mapped[str] = mapped_column(default="", server_default="")  # as it stands in the file
    line_before: Mapped[str] = mapped_column(default="", server_default="")
    # Where words of files were replaced: file, old and new of each.
    patches: Mapped[list[dict[str, Any]]] = mapped_column(default=list, server_default=sql("'[]'"))
    commit: Mapped[str] = mapped_column(default="", server_default="")  # in git, where there is one
    made_by: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))

    trainer: Mapped[StaffMember] = relationship(lazy="raise", foreign_keys=[made_by])


class InboxNote(Base):
    """What was worked out about a message of the inbox: its group, and what it may mean and why."""

    __tablename__ = "inbox_notes"

    message_key: Mapped[str] = mapped_column(primary_key=True)
    group_number: Mapped[int]
    suggestions: Mapped[list[dict[str, Any]]]  # intent, share and the nearest sentence of each
    is_disputed: Mapped[bool]  # the nearest training sentences have another intent than was understood
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class GateCase(Base):
    """A message that every model must understand so, since one once did not."""

    __tablename__ = "gate_cases"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    text: Mapped[str] = mapped_column(unique=True)
    intent: Mapped[str]
    entities: Mapped[list[dict[str, Any]]] = mapped_column(server_default=sql("'[]'"))  # entity and value
    made_by: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    trainer: Mapped[StaffMember] = relationship(lazy="raise")


class ModelState(StrEnum):
    """How far a model is."""

    WAITING = "waiting"  # asked for, not begun
    TRAINING = "training"
    READY = "ready"  # measured, and every gate passed
    REFUSED = "refused"  # measured, and a gate did not pass
    FAILED = "failed"  # never became a model
    PRUNED = "pruned"  # its file is gone; what it did is kept


class TrainedModel(Base):
    """A model from the wish for it on: what it was trained from, its figures, and what became of it."""

    __tablename__ = "trained_models"
    __table_args__ = (
        # One training at a time.
        Index(
            "uq_trained_models_under_way",
            sql("(true)"),
            unique=True,
            postgresql_where=sql("state IN ('waiting', 'training')"),
        ),
    )

    name: Mapped[str] = mapped_column(primary_key=True)  # of its file, without .tar.gz
    state: Mapped[ModelState] = mapped_column(text_enum(ModelState), default=ModelState.WAITING)
    progress: Mapped[str] = mapped_column(default="", server_default="")
    data_version: Mapped[str] = mapped_column(default="", server_default="")  # digest of what it is from
    sentences: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    report: Mapped[dict[str, Any]] = mapped_column(server_default=sql("'{}'"))
    compared_with: Mapped[str] = mapped_column(default="", server_default="")  # the model then in use
    problem: Mapped[str] = mapped_column(default="", server_default="")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))  # None: the command line
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    measured_at: Mapped[datetime | None]
    shadow_since: Mapped[datetime | None]
    shadow_until: Mapped[datetime | None]

    trainer: Mapped[StaffMember | None] = relationship(lazy="raise")


class ModelPromotion(Base):
    """A model came into use, forwards or back."""

    __tablename__ = "model_promotions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    model: Mapped[str] = mapped_column(index=True)
    before: Mapped[str] = mapped_column(default="", server_default="")  # the model it took over from
    is_rollback: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))  # None: the command line
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)

    trainer: Mapped[StaffMember | None] = relationship(lazy="raise")


class ShadowAnswer(Base):
    """What a candidate would have made of a real message; no shopper sees it."""

    __tablename__ = "shadow_answers"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    model: Mapped[str] = mapped_column(primary_key=True)
    intent: Mapped[str]
    confidence: Mapped[float]
    is_fallback: Mapped[bool]


class ConversationTag(Base):
    """A trainer's word for a conversation."""

    __tablename__ = "conversation_tags"

    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True, index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
