"""Loyalty points: an append-only ledger whose sum is the balance."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class PointsReason(StrEnum):
    """Why points moved."""

    EARNED = "earned"
    REDEEMED = "redeemed"
    CLAWED_BACK = "clawed_back"
    RESTORED = "restored"
    EXPIRED = "expired"
    GRANTED = "granted"
    BIRTHDAY = "birthday"
    REVIEW = "review"
    REFERRAL = "referral"
    FIRST_ORDER = "first_order"


class PointsEntry(Base):
    """One movement of a customer's points. Never edited."""

    __tablename__ = "points_entries"
    __table_args__ = (
        Index(None, "customer_id", "created_at"),
        Index(
            "uq_points_entries_earned", "order_id", unique=True, postgresql_where=text("reason = 'earned'")
        ),
        Index(
            "uq_points_entries_occasion",
            "customer_id",
            "reason",
            "occasion",
            unique=True,
            postgresql_where=text("occasion IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    points: Mapped[int]  # signed
    reason: Mapped[PointsReason] = mapped_column(text_enum(PointsReason))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"), index=True)
    refund_id: Mapped[UUID | None] = mapped_column(ForeignKey("refunds.id"), unique=True)  # clawed back once
    occasion: Mapped[str | None]  # what was rewarded, once: the year of a birthday, the id of a review
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    available_at: Mapped[datetime | None]  # pending before it; None: at once
    expires_at: Mapped[datetime | None]
