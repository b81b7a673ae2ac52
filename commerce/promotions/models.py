"""Promotions: what takes something off an order, for whom, when, and how often."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class PromotionKind(StrEnum):
    """What a promotion gives."""

    PERCENTAGE = "percentage"
    AMOUNT = "amount"
    FREE_DELIVERY = "free_delivery"
    BUY_X_GET_Y = "buy_x_get_y"  # rule: {"buy": 2, "get": 1, "percent_off": 100}
    BUNDLE = "bundle"  # rule: {"products": [...], "percent_off": 20}
    VOLUME = "volume"  # rule: {"steps": [{"from_quantity": 3, "percent_off": 10}]}


class Promotion(Base):
    """A promotion under its code. `is_automatic` ones need no typing, as a sale for a few days."""

    __tablename__ = "promotions"
    __table_args__ = (
        CheckConstraint("(kind = 'percentage') = (percent_off IS NOT NULL)", name="percentage_has_percent"),
        CheckConstraint("(kind = 'amount') = (amount_off_minor IS NOT NULL)", name="amount_has_amount"),
        CheckConstraint("percent_off BETWEEN 1 AND 100", name="percent_in_range"),
        CheckConstraint("amount_off_minor > 0", name="amount_positive"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)  # upper case
    description: Mapped[str]
    kind: Mapped[PromotionKind] = mapped_column(
        text_enum(PromotionKind), server_default=PromotionKind.PERCENTAGE.value
    )
    percent_off: Mapped[int | None]
    amount_off_minor: Mapped[int | None]
    currency: Mapped[str | None]
    rule: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    scope: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    audience: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default=text("'{}'"))
    minimum_minor: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    is_automatic: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    is_combinable: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    priority: Mapped[int] = mapped_column(
        default=0, server_default=text("0")
    )  # the highest is taken off first
    # The promotion's own code is of no use: each customer has one of its batch.
    is_single_use: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    most_uses: Mapped[int | None]  # by all customers together
    most_uses_each: Mapped[int | None]  # by one customer


class SingleUseCode(Base):
    """One code of a batch: it takes what its promotion takes, once."""

    __tablename__ = "single_use_codes"
    __table_args__ = (Index(None, "promotion_code"),)

    code: Mapped[str] = mapped_column(primary_key=True)  # upper case
    promotion_code: Mapped[str] = mapped_column(ForeignKey("promotions.code"))
    batch: Mapped[str]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"))  # who alone may use it
    held_by: Mapped[UUID | None]  # the checkout that is about to use it
    held_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class PromotionUse(Base):
    """A promotion that an order was placed with; a single-use code appears once."""

    __tablename__ = "promotion_uses"
    __table_args__ = (
        UniqueConstraint("order_id", "promotion_code"),
        Index(
            "uq_promotion_uses_single",
            "single_use_code",
            unique=True,
            postgresql_where=text("single_use_code IS NOT NULL"),
        ),
        Index(None, "promotion_code", "customer_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    promotion_code: Mapped[str] = mapped_column(ForeignKey("promotions.code"))
    single_use_code: Mapped[str | None] = mapped_column(ForeignKey("single_use_codes.code"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    amount_minor: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
