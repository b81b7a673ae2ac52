"""What begins a journey: each trigger is a query for who, about what, and when it began."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Interval, Select, String, cast, extract, false, func, literal, select
from sqlalchemy.orm import aliased

from commerce.carts.models import Cart, CartLine, CartStatus
from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.durations import Duration
from commerce.journeys.models import SubjectKind
from commerce.journeys.registry import Registry
from commerce.loyalty.models import PointsEntry
from commerce.orders.models import Order, OrderStatus, Shipment, ShipmentStatus, TrackingEvent

# Customer, subject, occasion, and the moment it began; of one version of a product, a column `sku` as well.
Beginnings = Select[Any, Any, str, Any] | Select[Any, Any, str, Any, Any]


@dataclass(frozen=True, slots=True)
class Window:
    """What is looked through: after `since`, not after `until`."""

    since: datetime
    until: datetime
    clock: Clock

    def earlier(self, by: timedelta) -> "Window":
        """The window so much earlier."""
        return Window(self.since - by, self.until - by, self.clock)


class Trigger(BaseModel):
    """One kind of beginning. A class of another package is registered as these are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject_kind: ClassVar[SubjectKind]
    looks_every: ClassVar[timedelta] = timedelta(0)  # a query that costs much is not asked each minute

    @abstractmethod
    def beginnings(self, window: Window) -> Beginnings:
        """Whatever began in the window, in any order."""

    @property
    def lead(self) -> timedelta:
        """How far after its moment something counts as begun; below zero for what is yet to come."""
        return timedelta(0)


TRIGGERS: Registry[type[Trigger]] = Registry("trigger")


@TRIGGERS.register("cart_left")
class CartLeft(Trigger):
    """A customer's cart that nobody has touched for `idle`."""

    subject_kind = SubjectKind.CART
    idle: Duration = timedelta(minutes=30)

    @property
    def lead(self) -> timedelta:
        """The time it lay untouched."""
        return self.idle

    def beginnings(self, window: Window) -> Beginnings:
        """Open carts with something in them, from when they were touched last."""
        is_filled = select(CartLine.sku).where(CartLine.cart_id == Cart.id).exists()
        return select(
            Cart.customer_id, cast(Cart.id, String), as_moment(Cart.updated_at), Cart.updated_at
        ).where(
            Cart.status == CartStatus.OPEN,
            Cart.customer_id.is_not(None),
            Cart.updated_at > window.since,
            Cart.updated_at <= window.until,
            is_filled,
        )


class _OrderMoment(Trigger):
    """Something that happens to an order once."""

    subject_kind = SubjectKind.ORDER
    column: ClassVar[str]  # of orders

    def beginnings(self, window: Window) -> Beginnings:
        """Orders by that moment."""
        moment = getattr(Order, self.column)
        return select(Order.customer_id, cast(Order.id, String), _once(), moment).where(
            moment > window.since, moment <= window.until, Order.status != OrderStatus.CANCELLED
        )


@TRIGGERS.register("order_placed")
class OrderPlaced(_OrderMoment):
    """An order was placed."""

    column = "placed_at"


@TRIGGERS.register("order_delivered")
class OrderDelivered(_OrderMoment):
    """The last parcel of an order arrived."""

    column = "delivered_at"


@TRIGGERS.register("parcel_shipped")
class ParcelShipped(Trigger):
    """A parcel was handed to the carrier."""

    subject_kind = SubjectKind.ORDER

    def beginnings(self, window: Window) -> Beginnings:
        """Orders by parcel."""
        return (
            select(Order.customer_id, cast(Order.id, String), cast(Shipment.id, String), Shipment.shipped_at)
            .join(Shipment, Shipment.order_id == Order.id)
            .where(Shipment.shipped_at > window.since, Shipment.shipped_at <= window.until)
        )


@TRIGGERS.register("parcel_scanned")
class ParcelScanned(Trigger):
    """The carrier reported `code` of a parcel, such as out_for_delivery."""

    subject_kind = SubjectKind.ORDER
    code: str

    def beginnings(self, window: Window) -> Beginnings:
        """Orders by parcel and day."""
        day = period_of(TrackingEvent.occurred_at, timedelta(days=1))
        return (
            select(
                Order.customer_id,
                cast(Order.id, String),
                cast(Shipment.id, String) + " " + day,
                TrackingEvent.occurred_at,
            )
            .join(Shipment, Shipment.order_id == Order.id)
            .join(TrackingEvent, TrackingEvent.shipment_id == Shipment.id)
            .where(
                TrackingEvent.code == self.code,
                TrackingEvent.occurred_at > window.since,
                TrackingEvent.occurred_at <= window.until,
            )
        )


@TRIGGERS.register("order_late")
class OrderLate(Trigger):
    """An order is still on its way `days` after the date it was promised for."""

    subject_kind = SubjectKind.ORDER
    days: int = Field(1, ge=0)

    def beginnings(self, window: Window) -> Beginnings:
        """Orders by the day that they are late from, on the store's clock."""
        first, last = (
            window.clock.day_of(each) - timedelta(days=self.days + 1) for each in (window.since, window.until)
        )
        is_moving = select(Shipment.id).where(
            Shipment.order_id == Order.id,
            Shipment.status.in_((ShipmentStatus.IN_TRANSIT, ShipmentStatus.LABEL_CREATED)),
        )
        midnight = func.to_timestamp(extract("epoch", Order.promised_on))
        late_from = midnight + cast(timedelta(days=self.days + 1), Interval)
        return select(Order.customer_id, cast(Order.id, String), _once(), late_from).where(
            Order.promised_on > first,
            Order.promised_on <= last,
            Order.status.in_((OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED)),
            (Order.status != OrderStatus.SHIPPED) | is_moving.exists(),
        )


@TRIGGERS.register("points_expire")
class PointsExpire(Trigger):
    """Points of a customer's will expire in `days`."""

    subject_kind = SubjectKind.CUSTOMER
    days: int = Field(14, ge=1)

    @property
    def lead(self) -> timedelta:
        """So long before it happens."""
        return -timedelta(days=self.days)

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by thirty days of expiry."""
        month = period_of(PointsEntry.expires_at, timedelta(days=30))
        return (
            select(PointsEntry.customer_id, PointsEntry.customer_id, month, func.min(PointsEntry.expires_at))
            .where(
                PointsEntry.expires_at > window.since,
                PointsEntry.expires_at <= window.until,
                PointsEntry.points > 0,
            )
            .group_by(PointsEntry.customer_id, month)
        )


@TRIGGERS.register("quiet_since_order")
class QuietSinceOrder(Trigger):
    """A customer has ordered nothing for `days` since their last order."""

    subject_kind = SubjectKind.CUSTOMER
    days: int = Field(ge=1)

    @property
    def lead(self) -> timedelta:
        """So long after the last order."""
        return timedelta(days=self.days)

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by their last order."""
        other = aliased(Order)
        later = select(other.id).where(
            other.customer_id == Customer.id,
            other.placed_at > window.until,
            other.status != OrderStatus.CANCELLED,
        )
        return (
            select(Customer.id, Customer.id, as_moment(func.max(Order.placed_at)), func.max(Order.placed_at))
            .join(Order, Order.customer_id == Customer.id)
            .where(
                Order.placed_at > window.since,
                Order.placed_at <= window.until,
                Order.status != OrderStatus.CANCELLED,
                ~later.exists(),
            )
            .group_by(Customer.id)
        )


@TRIGGERS.register("joined")
class Joined(Trigger):
    """A customer is new."""

    subject_kind = SubjectKind.CUSTOMER

    def beginnings(self, window: Window) -> Beginnings:
        """Customers by when they joined."""
        return select(Customer.id, Customer.id, _once(), Customer.created_at).where(
            Customer.created_at > window.since, Customer.created_at <= window.until
        )


@TRIGGERS.register("asked_for")
class AskedFor(Trigger):
    """They asked for it themselves: nothing else begins it."""

    subject_kind = SubjectKind.CART

    def beginnings(self, window: Window) -> Beginnings:
        """Nobody."""
        del window
        return select(Cart.customer_id, cast(Cart.id, String), _once(), Cart.updated_at).where(false())


def _once() -> ColumnElement[str]:
    return literal("once")


def as_moment(column: Any) -> ColumnElement[str]:
    """Return a moment as text: seconds since 1970, which hang on nobody's zone."""
    return cast(extract("epoch", column), String)


def period_of(column: Any, length: timedelta) -> ColumnElement[str]:
    """Return which stretch of that length since 1970 a moment falls into, as text."""
    return cast(func.floor(extract("epoch", column) / int(length.total_seconds())), String)
