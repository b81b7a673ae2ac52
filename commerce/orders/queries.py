"""Reads orders. Whose they are is part of every query, so nobody else's can come back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from commerce.customers.models import (
    PaymentMethod,
)
from commerce.customers.payment_methods import MethodOnFile
from commerce.money import Money
from commerce.orders.eligibility import OrderChanges, order_changes
from commerce.orders.models import Order, OrderLine, OrderStatus, Refund, Shipment
from commerce.orders.refusals import OrderNotFound
from commerce.postal import PostalAddress


@dataclass(frozen=True, slots=True)
class OrderSummary:
    """Enough of an order to tell it from others."""

    number: str
    status: OrderStatus
    placed_at: datetime | None
    delivered_at: datetime | None
    cancelled_at: datetime | None
    promised_on: date | None
    total: Money
    address: PostalAddress
    method: MethodOnFile | None  # what pays it now
    titles: tuple[str, ...]
    options: tuple[dict[str, str], ...]  # of the line at the same place in `titles`
    items_changed_at: datetime | None = None
    rules: OrderChanges = field(default_factory=OrderChanges)

    @property
    def country(self) -> str:
        """Where it goes, as an ISO 3166-1 alpha-2 code."""
        return self.address.country

    @property
    def is_under_way(self) -> bool:
        """Whether something of it is still to come."""
        return self.status not in (OrderStatus.DELIVERED, OrderStatus.CANCELLED)

    def is_late(self, today: date) -> bool:
        """Whether it was promised for a day before `today` and has not arrived."""
        return self.is_under_way and self.promised_on is not None and self.promised_on < today

    def ended_after(self, moment: datetime) -> bool:
        """Whether it was delivered or cancelled after `moment`, as far as that is known."""
        ended = self.delivered_at or self.cancelled_at
        return ended is not None and ended > moment


# Built once: putting them together anew made a tenth of an answer's time.
_WITH_EVERYTHING = (
    select(Order)
    .where(Order.customer_id == bindparam("customer_id"), Order.number == bindparam("number"))
    .options(
        joinedload(Order.lines),
        joinedload(Order.payment_method),
        selectinload(Order.shipments).options(
            joinedload(Shipment.lines), joinedload(Shipment.tracking_events)
        ),
        selectinload(Order.refunds).joinedload(Refund.payment_method),
    )
)


def _of_lines(column: Any, kind: Any) -> Any:
    """The column of all lines in their order; empty where there are none."""
    values = func.array_agg(aggregate_order_by(column, OrderLine.position), type_=ARRAY(kind))
    return values.filter(OrderLine.id.is_not(None))


_IN_SHORT = (
    select(
        Order.number,
        Order.status,
        Order.placed_at,
        Order.delivered_at,
        Order.cancelled_at,
        Order.promised_on,
        Order.total_minor,
        Order.currency,
        Order.shipping_address,
        Order.items_changed_at,
        PaymentMethod,
        _of_lines(OrderLine.title, Text).label("titles"),
        _of_lines(OrderLine.options, JSONB).label("options"),
    )
    .outerjoin(OrderLine, OrderLine.order_id == Order.id)
    .outerjoin(PaymentMethod, PaymentMethod.id == Order.payment_method_id)
    .where(Order.customer_id == bindparam("customer_id"))
    .group_by(Order.id, PaymentMethod.id)
    .order_by(Order.placed_at.desc().nulls_last(), Order.number.desc())
    .limit(bindparam("limit"))
)


async def get_order(session: AsyncSession, customer_id: str, number: str) -> Order:
    """Read the customer's order with all that belongs to it. Raises OrderNotFound."""
    found = await session.scalars(_WITH_EVERYTHING, {"customer_id": customer_id, "number": number})
    order = found.unique().one_or_none()
    if order is None:
        raise OrderNotFound(number)
    return order


async def recent_orders(session: AsyncSession, customer_id: str, *, limit: int = 200) -> list[OrderSummary]:
    """The customer's orders in short, the most recent first; those of unknown date come last."""
    found = (await session.execute(_IN_SHORT, {"customer_id": customer_id, "limit": limit})).all()
    countries = {row.shipping_address["country"] for row in found}
    rules = {country: await order_changes(session, country) for country in countries}
    return [
        OrderSummary(
            row.number,
            row.status,
            row.placed_at,
            row.delivered_at,
            row.cancelled_at,
            row.promised_on,
            Money(row.total_minor, row.currency),
            PostalAddress(**row.shipping_address),
            MethodOnFile.of(row.PaymentMethod) if row.PaymentMethod else None,
            tuple(row.titles or ()),
            tuple(row.options or ()),
            row.items_changed_at,
            rules[row.shipping_address["country"]],
        )
        for row in found
    ]


async def order_of_parcel(
    session: AsyncSession, customer_id: str, tracking_numbers: Sequence[str]
) -> str | None:
    """The customer's order with a parcel of one of these numbers; None when they have no such parcel."""
    found: str | None = await session.scalar(
        select(Order.number)
        .join(Shipment)
        .where(Order.customer_id == customer_id, Shipment.tracking_number.in_(tracking_numbers))
    )
    return found
