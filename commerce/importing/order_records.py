"""Turns a checked order row into the store's records, settling what the file leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from commerce.importing.assumptions import Assumption
from commerce.importing.row_values import minor_units, moment_of
from commerce.importing.rows import OrderLineRow, OrderRow, PaymentRow, ShipmentRow
from commerce.orders.models import CancelReason, OrderStatus
from commerce.orders.payments import RefundReason

_NAMESPACE = uuid5(NAMESPACE_URL, "aisle:imported-order")


class RowRefused(Exception):
    """The row contradicts itself or the store; the message is the reason an operator reads."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One tracking number and how many of which line are in it."""

    tracking_number: str | None
    quantities: dict[int, int]


@dataclass(slots=True)
class OrderRecord:
    """An order that is ready to be written."""

    id: UUID
    row: OrderRow
    currency: str
    unit_prices: list[int]
    discounts: list[int]  # of each line
    shipping_minor: int
    refund_reason: str
    parcels: list[Parcel]
    assumptions: list[Assumption] = field(default_factory=list)  # one may be there several times

    @property
    def status(self) -> OrderStatus:
        return OrderStatus(self.row.status)

    @property
    def goods_minor(self) -> int:
        """What the lines cost together."""
        sold = zip(self.unit_prices, self.row.lines, self.discounts, strict=True)
        return sum(price * line.quantity - discount for price, line, discount in sold)

    @property
    def placed_at(self) -> datetime | None:
        """When it was placed, where the file says so."""
        return moment_of(self.row.placed_at) if self.row.placed_at else None

    @property
    def delivered_at(self) -> datetime | None:
        """When it arrived, where the file says so."""
        return moment_of(self.row.delivered_at) if self.row.delivered_at else None

    def columns(self) -> dict[str, Any]:
        """The columns of `orders` that the file decides."""
        payments = [payment for payment in self.row.payments if payment.type == "payment"]
        return {
            "id": self.id,
            "customer_id": self.row.customer_id,
            "status": self.status,
            "cancel_reason": CancelReason.UNKNOWN if self.status is OrderStatus.CANCELLED else None,
            "currency": self.currency,
            "shipping_minor": self.shipping_minor,
            "total_minor": self.goods_minor + self.shipping_minor,
            "shipping_address": self.row.shipping_address.columns(),
            "payment_method_id": payments[-1].payment_method_id if payments else None,
            "placed_at": self.placed_at,
            "delivered_at": self.delivered_at,
            "cancelled_at": moment_of(self.row.cancelled_at) if self.row.cancelled_at else None,
        }


def order_id(number: str) -> UUID:
    """The id an imported order has in every database it is imported into."""
    return uuid5(_NAMESPACE, number)


def order_record(row: OrderRow, currency: str) -> OrderRecord:
    """Settle amounts and parcels; raises RowRefused when they do not agree with the order."""
    unit_prices = [_price(line, currency, position) for position, line in enumerate(row.lines)]
    sold = zip(row.lines, unit_prices, strict=True)
    discounts = [_discount(line, price, currency, at) for at, (line, price) in enumerate(sold)]
    record = OrderRecord(
        id=order_id(row.number),
        row=row,
        currency=currency,
        unit_prices=unit_prices,
        discounts=discounts,
        shipping_minor=0,
        refund_reason=RefundReason.UNKNOWN,
        parcels=[],
    )
    _settle_payments(record)
    _pack_parcels(record)
    record.assumptions.extend(Assumption[name] for name in row.assumed or ())
    if row.placed_at is None:
        record.assumptions.append(Assumption.NO_DATES)
    if record.status is OrderStatus.CANCELLED:
        record.assumptions.append(Assumption.CANCELLED_WITHOUT_REASON)
    elif record.status is OrderStatus.DELIVERED:
        record.assumptions.append(Assumption.NO_POINTS)
    return record


def _price(line: OrderLineRow, currency: str, position: int) -> int:
    try:
        return minor_units(line.unit_price, currency)
    except ValueError as error:
        raise RowRefused(f"lines.{position}.unit_price: {error}") from None


def _discount(line: OrderLineRow, price: int, currency: str, position: int) -> int:
    if line.discount is None:
        return 0
    try:
        discount = minor_units(line.discount, currency)
    except ValueError as error:
        raise RowRefused(f"lines.{position}.discount: {error}") from None
    if discount > price * line.quantity:
        raise RowRefused(f"lines.{position}.discount: it is more than the line costs")
    return discount


def _sum(payments: list[PaymentRow], kind: str) -> int:
    return sum(payment.amount_minor for payment in payments if payment.type == kind)


def _settle_payments(record: OrderRecord) -> None:
    payments, goods = record.row.payments, record.goods_minor
    paid, refunded = _sum(payments, "payment"), _sum(payments, "refund")
    if refunded > paid:
        raise RowRefused(f"payments: {refunded} minor units refunded of {paid} paid")
    record.assumptions.extend(Assumption.REFUND_COMPLETED for p in payments if p.type == "refund")
    if record.status is OrderStatus.CANCELLED:
        record.refund_reason = RefundReason.ORDER_CANCELLED
        if refunded < paid:
            record.assumptions.append(Assumption.CANCELLED_NOT_REFUNDED)
    elif refunded and paid - refunded == goods:
        record.refund_reason = RefundReason.ITEMS_CHANGED
        record.assumptions.append(Assumption.REFUND_OF_CHANGE)
        return  # what remains paid is what the lines cost
    elif refunded:
        record.assumptions.append(Assumption.REFUND_WITHOUT_REASON)
    if not paid:
        record.assumptions.append(Assumption.NOT_PAID)
    elif paid < goods:
        raise RowRefused(f"payments: {paid} minor units paid, but the lines come to {goods}")
    elif paid > goods:
        record.shipping_minor = paid - goods
        record.assumptions.append(Assumption.SHIPPING_FROM_PAYMENT)


def _pack_parcels(record: OrderRecord) -> None:
    is_delivered = record.status is OrderStatus.DELIVERED
    known = Assumption.DELIVERED_WITH_ORDER if is_delivered else Assumption.SENT_WITHOUT_STATUS
    for shipment, quantities in zip(record.row.shipments, _contents(record.row), strict=True):
        record.parcels.append(Parcel(next(iter(shipment.tracking_numbers), None), quantities))
        record.parcels.extend(Parcel(number, {}) for number in shipment.tracking_numbers[1:])
        if not shipment.tracking_numbers:
            record.assumptions.append(Assumption.NO_TRACKING_NUMBER)
        elif len(shipment.tracking_numbers) > 1:
            record.assumptions.append(Assumption.SEVERAL_NUMBERS)
    record.assumptions.extend(known for _ in record.parcels)


def _contents(row: OrderRow) -> list[dict[int, int]]:
    """How many of which line each shipment holds. A SKU may be on two lines, or in two shipments."""
    contents: list[dict[int, int]] = [{} for _ in row.shipments]
    for sku, mentions in _mentions(row.shipments).items():
        positions = [position for position, line in enumerate(row.lines) if line.sku == sku]
        if not positions:
            raise RowRefused(f"shipments: SKU {sku} is not in the order")
        for shipment, position, quantity in _shares(row, sku, mentions, positions):
            contents[shipment][position] = contents[shipment].get(position, 0) + quantity
    return contents


def _shares(
    row: OrderRow, sku: str, mentions: list[int], positions: list[int]
) -> Iterator[tuple[int, int, int]]:
    """Which shipment holds how many of which line, for one SKU."""
    if len(mentions) <= len(positions):  # each mention is a whole line
        for shipment, position in zip(mentions, positions, strict=False):
            yield shipment, position, row.lines[position].quantity
        return
    pieces = [position for position in positions for _ in range(row.lines[position].quantity)]
    if len(mentions) > len(pieces):
        raise RowRefused(f"shipments: SKU {sku} is there {len(mentions)} times, bought {len(pieces)}")
    for number, position in enumerate(pieces):  # each mention is one piece, the last one all that is left
        yield mentions[min(number, len(mentions) - 1)], position, 1


def _mentions(shipments: list[ShipmentRow]) -> dict[str, list[int]]:
    mentions: dict[str, list[int]] = {}
    for index, shipment in enumerate(shipments):
        for sku in shipment.skus:
            mentions.setdefault(sku, []).append(index)
    return mentions
