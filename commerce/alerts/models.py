"""Who wants to be told when something is back in stock or cheaper."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class AlertKind(StrEnum):
    """What is waited for."""

    RESTOCK = "restock"
    PRICE_DROP = "price_drop"


_WAITS = text("told_at IS NULL AND cancelled_at IS NULL")


class Alert(Base):
    """One shopper's wish to be told once; with `sku` of that version, else of any of the product."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_waiting", "product_id", "created_at", postgresql_where=_WAITS),
        Index(
            "ix_alerts_once",
            "conversation_id",
            "kind",
            "product_id",
            text("coalesce(sku, '')"),
            unique=True,
            postgresql_where=_WAITS,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[AlertKind] = mapped_column(text_enum(AlertKind))
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    sku: Mapped[str | None] = mapped_column(ForeignKey("variants.sku", ondelete="CASCADE"), index=True)
    below_minor: Mapped[int | None]  # of a price drop: told when it costs less
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    told_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class LowStockTold(Base):
    """A variant that operators were told runs out, until it does not any more."""

    __tablename__ = "low_stock_told"

    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku", ondelete="CASCADE"), primary_key=True)
    told_at: Mapped[datetime]
