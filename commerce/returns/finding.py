"""Finds a return for a write. The order is locked first, as everywhere, then the request."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.orders.locking import order_of
from commerce.orders.models import Order
from commerce.returns.models import ReturnLine, ReturnRequest
from commerce.returns.refusals import ReturnNotFound


async def return_of(
    session: AsyncSession, rma_number: str, customer_id: str | None, *, lock: bool
) -> tuple[Order, ReturnRequest]:
    """The request with its lines, and its order; raises ReturnNotFound.

    `customer_id` is None for the store's own people and jobs, who may see everybody's.
    """
    owner = (
        await session.execute(
            select(Order.customer_id, Order.number)
            .join(ReturnRequest, ReturnRequest.order_id == Order.id)
            .where(ReturnRequest.rma_number == rma_number)
        )
    ).one_or_none()
    if owner is None or customer_id not in (None, owner.customer_id):
        raise ReturnNotFound(rma_number)
    order = await order_of(session, owner.customer_id, owner.number, lock=lock)
    query = (
        select(ReturnRequest)
        .where(ReturnRequest.rma_number == rma_number)
        .options(selectinload(ReturnRequest.lines).joinedload(ReturnLine.order_line))
        .execution_options(populate_existing=True)
    )
    request = await session.scalar(query.with_for_update(key_share=True) if lock else query)
    if request is None:
        raise ReturnNotFound(rma_number)
    return order, request
