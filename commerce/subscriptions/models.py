"""Subscriptions: a variant that is ordered again and again until its customer says otherwise."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum
from commerce.subscriptions.intervals import IntervalUnit


class SubscriptionStatus(StrEnum):
    """Where a subscription stands."""

    ACTIVE = "active"
    PAUSED = "paused"  # until `paused_until`, or until its customer resumes it
    CANCELLED = "cancelled"


class EndReason(StrEnum):
    """Why a customer ended a subscription."""

    TOO_MUCH = "too_much"  # they have more of it than they use
    TOO_EXPENSIVE = "too_expensive"
    NOT_LIKED = "not_liked"
    NOT_NEEDED = "not_needed"
    OTHER = "other"


class Subscription(Base):
    """A repeated order of one variant. `due_on` is the day of the next one, `try_on` when to see to it."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("interval_count > 0", name="interval_positive"),
        Index("ix_subscriptions_try_on", "try_on", postgresql_where=text("status <> 'cancelled'")),
        Index(
            "uq_subscriptions_running",
            "customer_id",
            "sku",
            unique=True,
            postgresql_where=text("status <> 'cancelled'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"))
    quantity: Mapped[int]
    interval_count: Mapped[int]
    interval_unit: Mapped[IntervalUnit] = mapped_column(text_enum(IntervalUnit))
    status: Mapped[SubscriptionStatus] = mapped_column(text_enum(SubscriptionStatus))
    due_on: Mapped[date]
    month_day: Mapped[int]  # on which it is due in months that are long enough
    try_on: Mapped[date]
    failed_tries: Mapped[int] = mapped_column(default=0)  # to pay for the next order
    paused_until: Mapped[date | None]
    shipping_address: Mapped[dict[str, Any]]
    payment_method_id: Mapped[str] = mapped_column(ForeignKey("payment_methods.id"))
    extra_percent: Mapped[int] = mapped_column(default=0)  # that the next order costs less, for staying
    is_offer_used: Mapped[bool] = mapped_column(default=False)
    announced_on: Mapped[date | None]  # the due day of which its customer was told before
    end_reason: Mapped[EndReason | None] = mapped_column(text_enum(EndReason))
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
