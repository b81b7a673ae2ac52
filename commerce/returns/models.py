"""Returns and exchanges. A return is not a refund; either can exist alone."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum
from commerce.orders.models import Order, OrderLine


class ReturnKind(StrEnum):
    """What the shopper gets for what comes back."""

    RETURN = "return"
    EXCHANGE = "exchange"


class ReturnStatus(StrEnum):
    """Where a return stands."""

    APPROVED = "approved"  # the shopper may send it
    MANUAL_REVIEW = "manual_review"  # a person decides
    REFUSED = "refused"
    RECEIVED = "received"  # back in the warehouse
    COMPLETED = "completed"  # refunded or exchanged
    CANCELLED = "cancelled"  # withdrawn by the shopper


class ReturnReason(StrEnum):
    """Why an item comes back."""

    SIZE = "size"
    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


class ItemCondition(StrEnum):
    """What state the item is in, as the shopper says."""

    UNOPENED = "unopened"
    LIKE_NEW = "like_new"
    USED = "used"
    DAMAGED = "damaged"


class ReturnRequest(Base):
    """A shopper's request to send items of one order back."""

    __tablename__ = "return_requests"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rma_number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    kind: Mapped[ReturnKind] = mapped_column(text_enum(ReturnKind))
    status: Mapped[ReturnStatus] = mapped_column(text_enum(ReturnStatus))
    verdict_reason: Mapped[str] = mapped_column(default="")
    refund_method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"))
    # What the shopper gets back (positive) or owes (negative, for an exchange), in the order's currency.
    settlement_minor: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    received_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    order: Mapped[Order] = relationship(lazy="raise")
    lines: Mapped[list["ReturnLine"]] = relationship(lazy="raise")


class ReturnLine(Base):
    """How many of an order line come back, and what replaces them in an exchange."""

    __tablename__ = "return_lines"
    __table_args__ = (
        UniqueConstraint("return_request_id", "order_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("refund_minor >= 0", name="refund_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    return_request_id: Mapped[UUID] = mapped_column(ForeignKey("return_requests.id"))
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_lines.id"), index=True)
    quantity: Mapped[int]
    reason: Mapped[ReturnReason] = mapped_column(text_enum(ReturnReason))
    condition: Mapped[ItemCondition | None] = mapped_column(text_enum(ItemCondition))
    exchange_sku: Mapped[str | None] = mapped_column(ForeignKey("variants.sku"))
    refund_minor: Mapped[int] = mapped_column(default=0)

    order_line: Mapped[OrderLine] = relationship(lazy="raise")
