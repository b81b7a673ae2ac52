"""Orders: what was bought, how it was paid, and the parcels it went out in."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.customers.models import (
    Customer,
    PaymentMethod,
)
from commerce.database import Base, text_enum
from commerce.money import Money
from commerce.postal import PostalAddress


class OrderStatus(StrEnum):
    """Where an order stands."""

    PENDING = "pending"  # paid, not yet being packed; it can still be changed
    PROCESSED = "processed"  # being packed, or packed and waiting for the carrier
    SHIPPED = "shipped"  # at least one parcel is on its way
    DELIVERED = "delivered"  # every parcel arrived
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    NO_LONGER_NEEDED = "no_longer_needed"
    ORDERED_BY_MISTAKE = "ordered_by_mistake"
    OTHER = "other"
    UNKNOWN = "unknown"  # imported without one


class Order(Base):
    """One purchase. Its total is lines minus discounts plus shipping, tax included in the prices."""

    __tablename__ = "orders"
    __table_args__ = (
        Index(None, "customer_id", "placed_at"),
        Index(None, "status"),
        Index(None, "placed_at"),
        CheckConstraint("total_minor >= 0", name="total_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)  # letters and digits only, upper case
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    status: Mapped[OrderStatus] = mapped_column(text_enum(OrderStatus))
    placed_at: Mapped[datetime | None]  # unknown for some imported orders
    delivered_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[CancelReason | None] = mapped_column(text_enum(CancelReason))
    items_changed_at: Mapped[datetime | None]  # items may be changed once
    promised_on: Mapped[date | None]  # the delivery date given when it was placed
    currency: Mapped[str]
    shipping_minor: Mapped[int] = mapped_column(default=0)
    total_minor: Mapped[int]
    shipping_address: Mapped[dict[str, str]]
    payment_method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"))
    promotion_code: Mapped[str | None] = mapped_column(ForeignKey("promotions.code"))
    points_due: Mapped[int | None]  # that it earns when it is delivered; None where the ledger came with it

    customer: Mapped[Customer] = relationship(lazy="raise")
    payment_method: Mapped[PaymentMethod | None] = relationship(lazy="raise")
    lines: Mapped[list["OrderLine"]] = relationship(
        back_populates="order", lazy="raise", order_by="OrderLine.position"
    )
    shipments: Mapped[list["Shipment"]] = relationship(lazy="raise", order_by="Shipment.position")
    payments: Mapped[list["Payment"]] = relationship(lazy="raise", order_by="Payment.created_at")
    refunds: Mapped[list["Refund"]] = relationship(lazy="raise", order_by="Refund.created_at")

    @property
    def total(self) -> Money:
        """What the order costs, shipping included."""
        return Money(self.total_minor, self.currency)

    @property
    def address(self) -> PostalAddress:
        """Where it is sent."""
        return PostalAddress(**self.shipping_address)

    @property
    def country(self) -> str:
        """Where it goes, as an ISO 3166-1 alpha-2 code."""
        return self.shipping_address["country"]

    @property
    def display_number(self) -> str:
        """The number as shoppers read it."""
        return f"#{self.number}"


class OrderLine(Base):
    """A variant in an order, as it was sold: a later change of the catalogue does not touch it."""

    __tablename__ = "order_lines"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("unit_price_minor >= 0", name="price_not_negative"),
        CheckConstraint("discount_minor BETWEEN 0 AND unit_price_minor * quantity", name="discount_in_line"),
        CheckConstraint("returned_quantity BETWEEN 0 AND quantity", name="returned_at_most_bought"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int]
    sku: Mapped[str] = mapped_column(ForeignKey("variants.sku"), index=True)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id"))
    title: Mapped[str]
    options: Mapped[dict[str, str]] = mapped_column(default=dict)
    unit_price_minor: Mapped[int]
    quantity: Mapped[int]
    discount_minor: Mapped[int] = mapped_column(default=0)  # this line's share of the promotion
    returned_quantity: Mapped[int] = mapped_column(default=0)  # in open or finished returns and exchanges

    order: Mapped[Order] = relationship(back_populates="lines", lazy="raise")

    @property
    def paid_minor(self) -> int:
        """What the line cost after its share of the discount, in minor units."""
        return self.unit_price_minor * self.quantity - self.discount_minor


class Payment(Base):
    """Money taken for an order. `amount_minor` is positive."""

    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount_positive"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    payment_method_id: Mapped[str] = mapped_column(ForeignKey("payment_methods.id"), index=True)
    amount_minor: Mapped[int]
    currency: Mapped[str]
    provider: Mapped[str] = mapped_column(default="manual", server_default=text("'manual'"))  # who took it
    reference: Mapped[str | None]  # the provider's name of it
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RefundStatus(StrEnum):
    """Where a refund stands."""

    PENDING = "pending"  # sent to the bank or PayPal
    COMPLETED = "completed"  # arrived
    REVERSED = "reversed"  # withdrawn before it was paid out, as when a return is cancelled


class Refund(Base):
    """Money given back for an order. `amount_minor` is positive."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount_positive"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    return_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("return_requests.id"), index=True)
    payment_method_id: Mapped[str] = mapped_column(ForeignKey("payment_methods.id"), index=True)
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str]
    status: Mapped[RefundStatus] = mapped_column(text_enum(RefundStatus))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expected_by: Mapped[date | None]
    completed_at: Mapped[datetime | None]
    reference: Mapped[str | None] = mapped_column(index=True)  # the provider's, once it was told to pay it
    failure: Mapped[str | None]  # why the provider did not; a person has to look

    payment_method: Mapped[PaymentMethod] = relationship(lazy="raise")

    @property
    def amount(self) -> Money:
        """What is given back."""
        return Money(self.amount_minor, self.currency)


class ShipmentStatus(StrEnum):
    """Where a parcel is."""

    LABEL_CREATED = "label_created"  # announced to the carrier, not yet handed over
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERED = "delivered"
    LOST = "lost"
    UNKNOWN = "unknown"  # imported with a tracking number and nothing else


class Shipment(Base):
    """A parcel with its tracking."""

    __tablename__ = "shipments"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    position: Mapped[int]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None] = mapped_column(index=True)
    status: Mapped[ShipmentStatus] = mapped_column(text_enum(ShipmentStatus))
    shipped_at: Mapped[datetime | None]
    expected_on: Mapped[date | None]  # the carrier's latest estimate
    delivered_at: Mapped[datetime | None]

    lines: Mapped[list["ShipmentLine"]] = relationship(lazy="raise")
    tracking_events: Mapped[list["TrackingEvent"]] = relationship(
        lazy="raise", order_by="TrackingEvent.occurred_at"
    )


class ShipmentLine(Base):
    """How many of an order line are in a parcel."""

    __tablename__ = "shipment_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipments.id"), primary_key=True)
    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_lines.id"), primary_key=True, index=True)
    quantity: Mapped[int]


class TrackingEvent(Base):
    """Something the carrier reported about a parcel."""

    __tablename__ = "tracking_events"
    __table_args__ = (UniqueConstraint("shipment_id", "occurred_at", "code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipments.id"))
    occurred_at: Mapped[datetime]
    code: Mapped[str]
    description: Mapped[str]
    location: Mapped[str | None]
