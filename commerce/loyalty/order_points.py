"""Why an order's points are there, on their way, or gone: read from the ledger, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.clock import Clock
from commerce.identity import Shopper
from commerce.loyalty.earning import points_due
from commerce.loyalty.lots import Lots
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.statement import entries_of
from commerce.orders.models import Order, OrderStatus

_LATEST_ORDERS = 4


class PointsOfOrder(StrEnum):
    """What became of an order's points."""

    TO_COME = "to_come"  # they are added when it is delivered
    PENDING = "pending"  # added, and not to be spent before its return window closes
    ADDED = "added"
    EXPIRED = "expired"
    TAKEN_BACK = "taken_back"  # all of them, with a refund
    CANCELLED = "cancelled"  # a cancelled order earns none
    NONE_ADDED = "none_added"  # delivered, and the ledger has none: a person has to look


@dataclass(frozen=True, slots=True)
class OrderPoints:
    """An order's points: how many there are, how many went back, and the day that matters, if one does."""

    order_number: str
    state: PointsOfOrder
    points: int
    taken_back: int
    at: datetime | None


async def points_of_orders(
    session: AsyncSession, shopper: Shopper, order_number: str | None, *, clock: Clock
) -> list[OrderPoints]:
    """Return what became of the points of one order of a verified shopper, or of the latest ones.

    Empty where the shopper has no such order. Raises NotAllowed.
    """
    customer_id = shopper.verified_customer()
    query = select(Order).where(Order.customer_id == customer_id).options(selectinload(Order.lines))
    if order_number is not None:
        query = query.where(Order.number == order_number)
    latest = query.order_by(Order.placed_at.desc().nulls_last(), Order.number.desc()).limit(_LATEST_ORDERS)
    orders = (await session.scalars(latest)).all()
    ledger = await entries_of(session, customer_id)
    return [_of_order(order, ledger, await _due(session, order), clock.now()) for order in orders]


async def _due(session: AsyncSession, order: Order) -> int:
    """What was promised when it was placed; of an order from elsewhere what it would earn today."""
    return await points_due(session, order.lines) if order.points_due is None else order.points_due


def _of_order(order: Order, ledger: Sequence[PointsEntry], due: int, now: datetime) -> OrderPoints:
    entries = [each for each in ledger if each.order_id == order.id]
    earned = next((each for each in entries if each.reason is PointsReason.EARNED), None)
    if earned is None:
        state = _without_points(order)
        return OrderPoints(order.number, state, due if state is PointsOfOrder.TO_COME else 0, 0, None)
    moved_back = (PointsReason.CLAWED_BACK, PointsReason.RESTORED)
    taken_back = -sum(each.points for each in entries if each.reason in moved_back)
    [lot] = Lots.of([earned]).lots
    if taken_back >= earned.points:
        state, at = PointsOfOrder.TAKEN_BACK, None
    elif lot.is_expired(now):
        state, at = PointsOfOrder.EXPIRED, lot.expires_at
    elif lot.available_at > now:
        state, at = PointsOfOrder.PENDING, lot.available_at
    else:
        state, at = PointsOfOrder.ADDED, earned.created_at
    return OrderPoints(order.number, state, earned.points - taken_back, taken_back, at)


def _without_points(order: Order) -> PointsOfOrder:
    if order.status is OrderStatus.CANCELLED:
        return PointsOfOrder.CANCELLED
    return PointsOfOrder.NONE_ADDED if order.status is OrderStatus.DELIVERED else PointsOfOrder.TO_COME
