"""What an order earns, and the booking once it is delivered: pending until its return window closes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import Field
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Product
from commerce.clock import Clock
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.points import share_of_points
from commerce.loyalty.policy import months_later
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.orders.payments import money_of
from commerce.policies.service import PolicyValue, read_policy, return_window


class PointsPerUnit(PolicyValue):
    """How many points each whole unit of money earns that is paid for goods."""

    points: int = Field(ge=0)


class PointsExpiry(PolicyValue):
    """After how many months points are gone."""

    months: int = Field(gt=0)


async def points_due(session: AsyncSession, lines: Iterable[OrderLine]) -> int:
    """Return how many points an order with these lines earns when it is delivered, by their categories."""
    listed = list(lines)
    rows = await session.execute(
        select(Product.id, Product.category_id).where(Product.id.in_([each.product_id for each in listed]))
    )
    category = {row.id: row.category_id for row in rows}
    paid: Counter[int] = Counter()
    for line in listed:
        rate = await read_policy(
            session, "points_per_unit", PointsPerUnit, category_id=category.get(line.product_id)
        )
        paid[rate.points] += line.paid_minor
    return sum(minor // 100 * points for points, minor in paid.items())


async def orders_with_points_due(session: AsyncSession, *, after: UUID | None, limit: int) -> list[UUID]:
    """Return delivered orders whose points are not in the ledger yet, by id after `after`."""
    is_booked = exists().where(PointsEntry.order_id == Order.id, PointsEntry.reason == PointsReason.EARNED)
    query = select(Order.id).where(
        Order.status == OrderStatus.DELIVERED,
        Order.points_due > 0,
        Order.delivered_at.is_not(None),
        ~is_booked,
    )
    if after is not None:
        query = query.where(Order.id > after)
    return list(await session.scalars(query.order_by(Order.id).limit(limit)))


async def earn_points(session: AsyncSession, order_id: UUID, *, clock: Clock) -> int:
    """Book the points of a delivered order, less those of what went back before; return how many."""
    order = await session.get_one(
        Order, order_id, with_for_update={"key_share": True}, options=[selectinload(Order.lines)]
    )
    if order.delivered_at is None or not order.points_due:
        return 0
    goods = sum(line.paid_minor for line in order.lines)
    refunded = (await money_of(session, order)).goods_refunded
    points = order.points_due - share_of_points(order.points_due, 0, refunded, goods)
    if points <= 0:
        order.points_due = 0
        return 0
    expiry = await read_policy(session, "points_expiry", PointsExpiry)
    session.add(
        PointsEntry(
            customer_id=order.customer_id,
            points=points,
            reason=PointsReason.EARNED,
            order_id=order.id,
            created_at=clock.now(),
            available_at=await kept_from(session, order, order.delivered_at),
            expires_at=months_later(clock.now(), expiry.months),
        )
    )
    await session.flush()
    return points


async def kept_from(session: AsyncSession, order: Order, delivered_at: datetime) -> datetime:
    """Return from when nothing of an order, with its lines, can be sent back any more."""
    categories = await session.scalars(
        select(Product.category_id).where(Product.id.in_([line.product_id for line in order.lines]))
    )
    country = order.address.country
    days = [await return_window(session, category, country) for category in set(categories)]
    return delivered_at + timedelta(days=max(days, default=0))
