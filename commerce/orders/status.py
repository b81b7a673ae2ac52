"""What can be said about an order today: where each parcel is, what is late or lost, what went back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.orders.carriers import tracking_page
from commerce.orders.models import Order, OrderLine, OrderStatus, Refund, Shipment, ShipmentStatus
from commerce.policies.service import late_after, lost_after

_FINISHED = {ShipmentStatus.DELIVERED, ShipmentStatus.LOST}
_MOVING = {ShipmentStatus.IN_TRANSIT, ShipmentStatus.OUT_FOR_DELIVERY}


class Standing(StrEnum):
    """Where an order stands, as its shopper sees it."""

    PENDING = "pending"
    PROCESSED = "processed"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    PARTLY_DELIVERED = "partly_delivered"
    DELIVERED = "delivered"
    LOST = "lost"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class LineReport:
    """How many of what."""

    title: str
    options: dict[str, str]
    quantity: int


@dataclass(frozen=True, slots=True)
class ParcelReport:
    """One parcel: where it is, who carries it, what is in it."""

    status: ShipmentStatus
    carrier: str | None
    tracking_number: str | None
    tracking_page: str | None
    expected_on: date | None
    delivered_on: date | None
    last_seen: str | None  # what the carrier reported last, and where
    lines: tuple[LineReport, ...]
    is_sent_again: bool = False  # lost, and a later parcel holds the same


@dataclass(frozen=True, slots=True)
class OrderReport:
    """Everything a shopper is told about one order."""

    order: Order
    standing: Standing
    lines: tuple[LineReport, ...]
    parcels: tuple[ParcelReport, ...]
    refunds: tuple[Refund, ...]
    expected_on: date | None
    delivered_on: date | None
    days_late: int  # 0 when it is not late, or nothing was promised
    is_made_good: bool  # what was lost was sent again or refunded

    @property
    def is_late(self) -> bool:
        """Whether the promised date has passed and something is still to come."""
        return self.days_late > 0


async def report_order(session: AsyncSession, order: Order, *, clock: Clock) -> OrderReport:
    """What can be said about `order`, which has lines, shipments, tracking events and refunds loaded."""
    country = order.shipping_address.get("country")
    days_past = _days_past_promise(order, clock.today())
    late_from = await late_after(session, country) if days_past else 0
    may_be_lost = any(_days_unseen(each, clock) for each in order.shipments)
    lost_from = await lost_after(session, country) if may_be_lost else 0
    parcels = _parcels(order, clock, lost_from)
    standing = _standing(order, parcels)
    is_open = standing not in (Standing.DELIVERED, Standing.CANCELLED)
    return OrderReport(
        order=order,
        standing=standing,
        lines=tuple(_line(line, line.quantity) for line in order.lines),
        parcels=parcels,
        refunds=tuple(order.refunds),
        expected_on=_expected_on(order, parcels),
        delivered_on=_delivered_on(order, parcels, clock),
        days_late=days_past if is_open and days_past >= max(late_from, 1) else 0,
        is_made_good=_is_made_good(order, parcels),
    )


def _is_under_way(order: Order) -> bool:
    return order.status not in (OrderStatus.DELIVERED, OrderStatus.CANCELLED)


def _days_past_promise(order: Order, today: date) -> int:
    if order.promised_on is None or not _is_under_way(order):
        return 0
    return max(0, (today - order.promised_on).days)


def _days_unseen(shipment: Shipment, clock: Clock) -> int:
    if shipment.status not in _MOVING:
        return 0
    seen = [event.occurred_at for event in shipment.tracking_events]
    last = max(seen) if seen else shipment.shipped_at
    return (clock.today() - clock.day_of(last)).days if last else 0


def _parcels(order: Order, clock: Clock, lost_from: int) -> tuple[ParcelReport, ...]:
    """Every parcel; one that is lost is sent again where a later one holds all that was in it."""
    parcels = [_parcel(each, order.lines, clock, lost_from) for each in order.shipments]
    contents = [{line.order_line_id for line in each.lines} for each in order.shipments]
    for place, (parcel, content) in enumerate(zip(parcels, contents, strict=True)):
        later = set().union(*contents[place + 1 :])
        if parcel.status is ShipmentStatus.LOST and content and content <= later:
            parcels[place] = replace(parcel, is_sent_again=True)
    return tuple(parcels)


def _is_made_good(order: Order, parcels: Sequence[ParcelReport]) -> bool:
    """Whether something was lost, and all of it was sent again or is refunded."""
    returned = {line.id: line.returned_quantity for line in order.lines}
    lost = [
        (shipment, parcel)
        for shipment, parcel in zip(order.shipments, parcels, strict=True)
        if parcel.status is ShipmentStatus.LOST
    ]
    return bool(lost) and all(
        parcel.is_sent_again or all(returned[line.order_line_id] >= line.quantity for line in shipment.lines)
        for shipment, parcel in lost
    )


def _parcel(shipment: Shipment, lines: Sequence[OrderLine], clock: Clock, lost_from: int) -> ParcelReport:
    status = shipment.status
    if lost_from and status in _MOVING and _days_unseen(shipment, clock) >= lost_from:
        status = ShipmentStatus.LOST
    by_id = {line.id: line for line in lines}
    events = shipment.tracking_events
    return ParcelReport(
        status=status,
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        tracking_page=tracking_page(shipment.carrier, shipment.tracking_number),
        expected_on=shipment.expected_on if status not in _FINISHED else None,
        delivered_on=clock.day_of(shipment.delivered_at) if shipment.delivered_at else None,
        last_seen=", ".join(filter(None, (events[-1].description, events[-1].location))) if events else None,
        lines=tuple(_line(by_id[each.order_line_id], each.quantity) for each in shipment.lines),
    )


def _line(line: OrderLine, quantity: int) -> LineReport:
    return LineReport(line.title, dict(line.options), quantity)


_STANDING_OF_STATUS = {
    OrderStatus.PENDING: Standing.PENDING,
    OrderStatus.PROCESSED: Standing.PROCESSED,
    OrderStatus.SHIPPED: Standing.SHIPPED,
    OrderStatus.DELIVERED: Standing.DELIVERED,
    OrderStatus.CANCELLED: Standing.CANCELLED,
}


def _standing(order: Order, parcels: Sequence[ParcelReport]) -> Standing:
    if order.status is not OrderStatus.SHIPPED or not parcels:
        return _STANDING_OF_STATUS[order.status]
    statuses = {parcel.status for parcel in parcels if not parcel.is_sent_again}
    if ShipmentStatus.LOST in statuses:
        return Standing.LOST
    if ShipmentStatus.OUT_FOR_DELIVERY in statuses:
        return Standing.OUT_FOR_DELIVERY
    return Standing.PARTLY_DELIVERED if ShipmentStatus.DELIVERED in statuses else Standing.SHIPPED


def _expected_on(order: Order, parcels: Sequence[ParcelReport]) -> date | None:
    """The day the last parcel should come: the carriers' word where there is one, else the promise."""
    if not _is_under_way(order):
        return None
    estimates = [parcel.expected_on for parcel in parcels if parcel.expected_on]
    return max(estimates) if estimates else order.promised_on


def _delivered_on(order: Order, parcels: Sequence[ParcelReport], clock: Clock) -> date | None:
    if order.status is not OrderStatus.DELIVERED:
        return None
    if order.delivered_at is not None:
        return clock.day_of(order.delivered_at)
    days = [parcel.delivered_on for parcel in parcels if parcel.delivered_on]
    return max(days) if days else None
