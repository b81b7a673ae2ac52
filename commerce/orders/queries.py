"""Reads orders. Whose they are is part of every query, so nobody else's can come back."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from commerce.orders.models import Order, Refund, Shipment


async def find_order(session: AsyncSession, customer_id: str, number: str) -> Order | None:
    """The customer's order with all that belongs to it; None when they have no such order."""
    found = await session.scalars(
        select(Order)
        .where(Order.customer_id == customer_id, Order.number == number)
        .options(
            joinedload(Order.lines),
            joinedload(Order.payment_method),
            selectinload(Order.shipments).options(
                joinedload(Shipment.lines), joinedload(Shipment.tracking_events)
            ),
            selectinload(Order.refunds).joinedload(Refund.payment_method),
        )
    )
    return found.unique().one_or_none()


async def recent_orders(session: AsyncSession, customer_id: str, *, limit: int = 50) -> Sequence[Order]:
    """The customer's orders with their lines, the most recent first; those of unknown date come last."""
    found = await session.scalars(
        select(Order)
        .where(Order.customer_id == customer_id)
        .order_by(Order.placed_at.desc().nulls_last(), Order.number.desc())
        .limit(limit)
        .options(selectinload(Order.lines))
    )
    return found.all()
