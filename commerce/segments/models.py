"""What is known of each customer in figures, and the segments they are in."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class CustomerScores(Base):
    """A customer's figures as of `scored_at`; `why` says by the name of each what it stands on."""

    __tablename__ = "customer_scores"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    scored_at: Mapped[datetime] = mapped_column(index=True)
    orders: Mapped[int]
    spent_minor: Mapped[int]  # less what was refunded
    currency: Mapped[str | None]  # that they mostly buy in; None without an order
    last_order_at: Mapped[datetime | None]
    chance: Mapped[float | None]  # of an order within 90 days; None where orders tell too little
    expected_orders: Mapped[float | None]  # within a year
    value_minor: Mapped[int | None]  # what a year's orders are expected to come to
    intent: Mapped[int]  # to buy, 0 to 100
    fatigue: Mapped[int]  # of what the store writes, 0 to 100
    country: Mapped[str | None]
    channel: Mapped[str | None]  # on which they wrote last
    why: Mapped[dict[str, str]]


class CustomerSegment(Base):
    """A customer in a segment of `data/segments.yml`; gone when they leave it."""

    __tablename__ = "customer_segments"
    __table_args__ = (Index("ix_customer_segments_entered", "segment", "entered_at"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), primary_key=True)
    segment: Mapped[str] = mapped_column(primary_key=True)
    entered_at: Mapped[datetime]
    why: Mapped[str]


class SegmentRound(Base):
    """By what a segment was kept when everybody was last put into segments."""

    __tablename__ = "segment_rounds"

    segment: Mapped[str] = mapped_column(primary_key=True)  # of those for each, all of them: `loves`
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    kept_at: Mapped[datetime]
