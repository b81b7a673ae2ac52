"""Loads an order for a write. Rows are always locked in this sequence: order, payment methods, variants.

The lock is FOR NO KEY UPDATE: it keeps every other writer out and lets foreign-key checks through.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.orders.models import Order
from commerce.orders.refusals import OrderNotFound


async def order_of(session: AsyncSession, customer_id: str, order_number: str, *, lock: bool) -> Order:
    """The customer's order with its lines, as it stands now; raises OrderNotFound.

    With `lock` other writers wait until this transaction ends.
    """
    query = (
        select(Order)
        .where(Order.customer_id == customer_id, Order.number == order_number)
        .options(selectinload(Order.lines))
        .execution_options(populate_existing=True)
    )
    order = await session.scalar(query.with_for_update(key_share=True) if lock else query)
    if order is None:
        raise OrderNotFound(order_number)
    return order
