"""What shoppers did in the shop, as it tells us."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class EventKind(StrEnum):
    """What happened."""

    PRODUCT_VIEWED = "product_viewed"
    ADDED_TO_CART = "added_to_cart"
    CHECKOUT_STARTED = "checkout_started"
    ORDER_PLACED = "order_placed"
    SHIPMENT_UPDATED = "shipment_updated"
    SEARCHED = "searched"
    RESULT_CLICKED = "result_clicked"


class ShopEvent(Base):
    """One thing that happened, once: its id is the shop's own."""

    __tablename__ = "shop_events"
    __table_args__ = (
        Index("ix_shop_events_kind_at", "kind", "at"),
        Index(
            "ix_shop_events_campaign",
            "customer_id",
            "at",
            postgresql_where=text("details ? 'utm_campaign'"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime]
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    product_id: Mapped[str | None] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
