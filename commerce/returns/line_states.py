"""Loads what decides over the return of an order's lines."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product
from commerce.clock import Clock
from commerce.orders.models import Order, OrderLine, OrderStatus, Shipment, ShipmentLine, ShipmentStatus
from commerce.orders.problem_reports import ProblemReport, ProblemStatus
from commerce.policies.service import Remedy, is_final_sale, return_window
from commerce.returns.models import ReturnLine, ReturnRequest, ReturnStatus
from commerce.returns.rules import LineState

CLOSED_WITHOUT_RETURN = (ReturnStatus.CANCELLED, ReturnStatus.REFUSED)


async def line_states(
    session: AsyncSession, order: Order, lines: Iterable[OrderLine], *, clock: Clock
) -> dict[UUID, LineState]:
    """The state of each line, settled for as long as the order's row is locked."""
    lines = list(lines)
    country = order.address.country
    products = await session.scalars(select(Product).where(Product.id.in_(line.product_id for line in lines)))
    by_id = {product.id: product for product in products}
    arrived = await _arrived(session, order)
    refunded = await _refunded(session, order)
    set_aside = await _set_aside(session, order)
    states = {}
    for line in lines:
        product = by_id[line.product_id]
        quantity, at = arrived.get(line.id, (0, None))
        is_all_here = order.status is OrderStatus.DELIVERED
        arrived_at = at or (order.delivered_at if is_all_here else None)
        states[line.id] = LineState(
            line=line,
            delivered_quantity=line.quantity if is_all_here else quantity,
            delivered_on=clock.day_of(arrived_at) if arrived_at else None,
            refunded_minor=refunded.get(line.id, 0),
            window_days=await return_window(session, product.category_id, country),
            set_aside=set_aside.get(line.id, 0),
            is_final_sale=product.is_final_sale or await is_final_sale(session, product.category_id, country),
        )
    return states


async def _arrived(session: AsyncSession, order: Order) -> dict[UUID, tuple[int, datetime | None]]:
    """How many of each line are in parcels that arrived, and when the last of those did."""
    rows = await session.execute(
        select(ShipmentLine.order_line_id, func.sum(ShipmentLine.quantity), func.max(Shipment.delivered_at))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.order_id == order.id, Shipment.status == ShipmentStatus.DELIVERED)
        .group_by(ShipmentLine.order_line_id)
    )
    quantities = {line.id: line.quantity for line in order.lines}
    # A replacement travels under the line it replaces, so parcels can hold more than was bought.
    return {line_id: (min(int(quantity), quantities[line_id]), at) for line_id, quantity, at in rows}


async def _set_aside(session: AsyncSession, order: Order) -> dict[UUID, int]:
    """How many of each line were replaced or are with a person; refunded ones count as returned."""
    is_refunded = and_(ProblemReport.remedy == Remedy.REFUND, ProblemReport.status == ProblemStatus.RESOLVED)
    rows = await session.execute(
        select(ProblemReport.order_line_id, func.sum(ProblemReport.quantity))
        .where(
            ProblemReport.order_id == order.id,
            ProblemReport.order_line_id.is_not(None),
            ProblemReport.status != ProblemStatus.DECLINED,
            not_(is_refunded),
        )
        .group_by(ProblemReport.order_line_id)
    )
    return {line_id: int(quantity) for line_id, quantity in rows if line_id is not None}


async def _refunded(session: AsyncSession, order: Order) -> dict[UUID, int]:
    """What of each line's price was promised back, by returns, exchanges and problems."""
    returned = await session.execute(
        select(ReturnLine.order_line_id, func.sum(ReturnLine.refund_minor))
        .join(ReturnRequest, ReturnRequest.id == ReturnLine.return_request_id)
        .where(ReturnRequest.order_id == order.id, ReturnRequest.status.not_in(CLOSED_WITHOUT_RETURN))
        .group_by(ReturnLine.order_line_id)
    )
    made_good = await session.execute(
        select(ProblemReport.order_line_id, ProblemReport.refund_minor).where(
            ProblemReport.order_id == order.id, ProblemReport.order_line_id.is_not(None)
        )
    )
    refunded: dict[UUID, int] = {}
    for line_id, amount in [*returned, *made_good]:
        refunded[line_id] = refunded.get(line_id, 0) + int(amount)
    return refunded
