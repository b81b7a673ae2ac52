"""Carts: what a shopper means to buy."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum


class CartStatus(StrEnum):
    """Where a cart stands."""

    OPEN = "open"
    ORDERED = "ordered"


class Cart(Base):
    """The things one customer, or one anonymous conversation, has put aside."""

    __tablename__ = "carts"
    __table_args__ = (
        Index("uq_carts_open", "customer_id", unique=True, postgresql_where=text("status = 'open'")),
        Index(
            "uq_carts_open_guest",
            "conversation_id",
            unique=True,
            postgresql_where=text("status = 'open' AND customer_id IS NULL"),
        ),
        Index("ix_carts_abandoned", "updated_at", postgresql_where=text("status = 'open'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"))
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    status: Mapped[CartStatus] = mapped_column(text_enum(CartStatus), default=CartStatus.OPEN)
    # Whether gift cards and store credit pay first.
    uses_balance: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    lines: Mapped[list["CartLine"]] = relationship(
        lazy="raise", order_by="(CartLine.added_at, CartLine.sku)", passive_deletes="all"
    )
    codes: Mapped[list["CartCode"]] = relationship(
        lazy="raise", order_by="CartCode.added_at", passive_deletes="all"
    )


class CartLine(Base):
    """A variant in a cart."""

    __tablename__ = "cart_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    cart_id: Mapped[UUID] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"), primary_key=True)
    quantity: Mapped[int]
    price_minor: Mapped[int | None]  # of one, when it was put in; None where that was not noted
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CartCode(Base):
    """A promotion code that a shopper has put on a cart."""

    __tablename__ = "cart_codes"

    cart_id: Mapped[UUID] = mapped_column(ForeignKey("carts.id", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)  # upper case
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())
