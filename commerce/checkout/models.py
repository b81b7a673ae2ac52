"""Checkouts: goods that are held for a while, of a cart or a subscription, on their way to be an order."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.carts.costs import Delivery
from commerce.database import Base, text_enum
from commerce.postal import PostalAddress


class CheckoutStatus(StrEnum):
    """Where a checkout stands."""

    HELD = "held"  # its goods are nobody else's until `held_until`
    LET_GO = "let_go"  # they are anybody's again; it can be taken up while there are some
    ORDERED = "ordered"


class Checkout(Base):
    """What is held of one cart or subscription, and what its buyer has told about where it goes."""

    __tablename__ = "checkouts"
    __table_args__ = (
        Index("ix_checkouts_held_until", "held_until", postgresql_where=text("status = 'held'")),
        Index("uq_checkouts_of_renewal", "subscription_id", "renews_on", unique=True),
        Index("uq_checkouts_of_cart", "cart_id", unique=True, postgresql_where=text("status <> 'ordered'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    cart_id: Mapped[UUID | None] = mapped_column(ForeignKey("carts.id", ondelete="SET NULL"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    status: Mapped[CheckoutStatus] = mapped_column(text_enum(CheckoutStatus))
    held_until: Mapped[datetime]
    delivery: Mapped[Delivery] = mapped_column(text_enum(Delivery), default=Delivery.STANDARD)
    email: Mapped[str | None]
    full_name: Mapped[str | None]
    shipping_address: Mapped[dict[str, Any] | None]
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"), unique=True)
    friend_code: Mapped[str | None]  # with which its buyer came
    # Of what is ordered by itself: which subscription, and the day it was due. Such a checkout has no cart.
    subscription_id: Mapped[UUID | None] = mapped_column(ForeignKey("subscriptions.id", ondelete="SET NULL"))
    renews_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    held: Mapped[list["HeldLine"]] = relationship(lazy="raise", order_by="HeldLine.sku")

    @property
    def address(self) -> PostalAddress | None:
        """Where it goes, once that was told."""
        return PostalAddress(**self.shipping_address) if self.shipping_address else None


class HeldLine(Base):
    """How many pieces of a variant a checkout holds; there are none of one that is let go or ordered."""

    __tablename__ = "held_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    checkout_id: Mapped[UUID] = mapped_column(ForeignKey("checkouts.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"), primary_key=True)
    quantity: Mapped[int]
