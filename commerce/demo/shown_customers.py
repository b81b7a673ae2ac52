"""Picks customers whose orders show the most different situations, for a demonstration."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import Customer
from commerce.orders.models import Order, Shipment, ShipmentStatus

_MOST_ORDERS = 8  # more would not fit beside a name


@dataclass(frozen=True, slots=True)
class ShowcaseCustomer:
    """A customer with their orders, the newest first."""

    customer: Customer
    orders: Sequence[Order]


async def showcase_customers(
    session: AsyncSession, preferred: Sequence[str] = (), limit: int = 12
) -> list[ShowcaseCustomer]:
    """The `preferred` customers that exist, else those whose orders are in the most different states."""
    existing = await session.scalars(select(Customer.id).where(Customer.id.in_(preferred)))
    known = set(existing)
    ids = [each for each in preferred if each in known] or await _richest(session, limit)
    customers = {
        each.id: each for each in await session.scalars(select(Customer).where(Customer.id.in_(ids)))
    }
    orders: dict[str, list[Order]] = {each: [] for each in ids}
    for order in await session.scalars(
        select(Order).where(Order.customer_id.in_(ids)).order_by(Order.placed_at.desc().nulls_last())
    ):
        orders[order.customer_id].append(order)
    return [ShowcaseCustomer(customers[each], orders[each]) for each in ids]


async def _richest(session: AsyncSession, limit: int) -> Sequence[str]:
    """Customers with orders in many states, with a lost parcel or with several parcels, the richest first."""
    situations = (
        func.count(distinct(Order.status))
        + func.max(case((Shipment.status == ShipmentStatus.LOST, 1), else_=0))
        + case((func.count(distinct(Shipment.position)) > 1, 1), else_=0)
    )
    chosen = (
        select(Order.customer_id)
        .outerjoin(Shipment, Shipment.order_id == Order.id)
        .group_by(Order.customer_id)
        .having(func.count(distinct(Order.id)) <= _MOST_ORDERS)
        .order_by(situations.desc(), Order.customer_id)
        .limit(limit)
    )
    return (await session.scalars(chosen)).all()
