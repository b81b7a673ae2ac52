"""Who changed what, why, and from which message."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class ActorKind(StrEnum):
    """Who may cause a change."""

    SHOPPER = "shopper"
    AGENT = "agent"
    SYSTEM = "system"


class AuditEntry(Base):
    """One change that was made; rows are only ever appended."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "subject_kind", "subject_id"), Index(None, "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    actor_kind: Mapped[ActorKind] = mapped_column(text_enum(ActorKind))
    actor_id: Mapped[str | None]
    operation: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    reason: Mapped[str]
    message_id: Mapped[UUID | None] = mapped_column(index=True)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CompletedOperation(Base):
    """The outcome of a write under its idempotency key, so that a repeat is answered and not done again."""

    __tablename__ = "completed_operations"

    key: Mapped[str] = mapped_column(primary_key=True)
    operation: Mapped[str]
    outcome: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
