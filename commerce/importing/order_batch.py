"""Puts an order's record into the batch that is written: itself, its lines, parcels, payments and refunds."""

import hashlib
from datetime import datetime

from commerce.importing.bulk import Bulk
from commerce.importing.order_records import OrderRecord, Parcel
from commerce.importing.rows import PaymentRow
from commerce.orders.models import (
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Refund,
    RefundStatus,
    Shipment,
    ShipmentLine,
    ShipmentStatus,
)


def add_order(bulk: Bulk, record: OrderRecord) -> None:
    """Put the order itself into the batch."""
    bulk.add(
        Order,
        **record.columns(),
        number=record.row.number,
        items_changed_at=None,
        promised_on=None,
        promotion_code=None,
    )


def add_contents(bulk: Bulk, record: OrderRecord, product_of: dict[str, str], at: datetime) -> None:
    """Put the order's lines, parcels, payments and refunds into the batch."""
    for position, line in enumerate(record.row.lines):
        bulk.add(
            OrderLine,
            id=_part(record, "line", position),
            order_id=record.id,
            position=position,
            sku=line.sku,
            product_id=product_of[line.sku],
            title=line.title,
            options=line.options,
            unit_price_minor=record.unit_prices[position],
            quantity=line.quantity,
            discount_minor=record.discounts[position],
            returned_quantity=0,
        )
    for position, parcel in enumerate(record.parcels):
        _add_parcel(bulk, record, position, parcel)
    for position, payment in enumerate(record.row.payments):
        _add_payment(bulk, record, position, payment, at)


def _part(record: OrderRecord, kind: str, position: int) -> str:
    """The id of a line, shipment, payment or refund: always the same, and cheap, as there are many."""
    name = f"{record.row.number}:{kind}:{position}"
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()


def _add_parcel(bulk: Bulk, record: OrderRecord, position: int, parcel: Parcel) -> None:
    delivered = record.status is OrderStatus.DELIVERED
    shipment_id = _part(record, "shipment", position)
    bulk.add(
        Shipment,
        id=shipment_id,
        order_id=record.id,
        position=position,
        carrier=None,
        tracking_number=parcel.tracking_number,
        status=ShipmentStatus.DELIVERED if delivered else ShipmentStatus.UNKNOWN,
        shipped_at=None,
        expected_on=None,
        delivered_at=record.delivered_at if delivered else None,
    )
    for line_position, quantity in parcel.quantities.items():
        bulk.add(
            ShipmentLine,
            shipment_id=shipment_id,
            order_line_id=_part(record, "line", line_position),
            quantity=quantity,
        )


def _add_payment(bulk: Bulk, record: OrderRecord, position: int, payment: PaymentRow, at: datetime) -> None:
    amount = {
        "id": _part(record, payment.type, position),
        "order_id": record.id,
        "payment_method_id": payment.payment_method_id,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "created_at": record.placed_at or at,
    }
    if payment.type == "payment":
        bulk.add(Payment, **amount)
        return
    bulk.add(
        Refund,
        **amount,
        return_request_id=None,
        reason=record.refund_reason,
        status=RefundStatus.COMPLETED,
        expected_by=None,
        completed_at=None,
    )
