"""What the desk keeps beside a conversation: notes that no shopper sees, and what shoppers thought of it."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base
from commerce.staff.models import StaffMember


class DeskNote(Base):
    """Something about a conversation for the store's people alone: it is no message, so it cannot be sent."""

    __tablename__ = "desk_notes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff_members.id"))  # None: the assistant
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
