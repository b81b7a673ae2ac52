"""Who brought whom: each customer's code, and the friends who came with it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    OPEN = "open"  # the friend's first order is still to come, or may still come back
    REWARDED = "rewarded"
    REFUSED = "refused"  # nobody gets anything for it, and `reason` says why


class ReferralCode(Base):
    """The code a customer gives to friends."""

    __tablename__ = "referral_codes"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Referral(Base):
    """A friend who came with a customer's code; nobody comes twice."""

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint("referrer_id <> friend_id", name="not_oneself"),
        Index("ix_referrals_open", "claimed_at", postgresql_where=text("status = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    referrer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    friend_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), unique=True)
    status: Mapped[ReferralStatus] = mapped_column(text_enum(ReferralStatus), default=ReferralStatus.OPEN)
    reason: Mapped[str] = mapped_column(default="", server_default="")
    claimed_at: Mapped[datetime]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"), unique=True)  # that it was for
    settled_at: Mapped[datetime | None]
