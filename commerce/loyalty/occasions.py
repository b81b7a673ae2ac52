"""Rewards what is no purchase: a birthday, a review, a first order; each once."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.birthdays import has_birthday
from commerce.customers.models import Customer
from commerce.loyalty.earning import PointsExpiry
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import months_later
from commerce.orders.models import Order, OrderStatus
from commerce.policies.service import PolicyValue, read_policy


class Occasion(StrEnum):
    """What is rewarded with points, beside money that is spent."""

    BIRTHDAY = "birthday"
    REVIEW = "review"
    FIRST_ORDER = "first_order"


class OccasionPoints(PolicyValue):
    """How many points each occasion earns; one that is not named earns none."""

    points: Mapping[Occasion, int] = Field(default_factory=dict)

    def of(self, occasion: Occasion) -> int:
        """Return the points of one occasion."""
        return self.points.get(occasion, 0)


async def earn_by_rule(
    session: AsyncSession,
    customer_id: str,
    occasion: Occasion,
    key: str,
    *,
    clock: Clock,
    available_at: datetime | None = None,
) -> int:
    """Book what the store's rules give a customer for an occasion; return how many points.

    `key` tells one occasion of its kind from another, as the id of a review does: of the same one, also told
    twice at once, the second books none and returns 0. They are pending until `available_at`; None: at once.
    """
    points = (await read_policy(session, "occasion_points", OccasionPoints)).of(occasion)
    if points <= 0:
        return 0
    expiry = await read_policy(session, "points_expiry", PointsExpiry)
    row = insert(PointsEntry).values(
        id=uuid4(),
        customer_id=customer_id,
        points=points,
        reason=PointsReason(occasion.value),
        occasion=key,
        created_at=clock.now(),
        available_at=available_at,
        expires_at=months_later(clock.now(), expiry.months),
    )
    booked = await session.scalar(row.on_conflict_do_nothing().returning(PointsEntry.points))
    return int(booked or 0)


async def reward_first_order(session: AsyncSession, order_id: UUID, *, clock: Clock) -> int:
    """Book what a customer's first order earns beside its own points, as soon as those; return how many.

    The first is the one that was placed first, whichever arrives first; one without a date is from before.
    """
    earned = await session.scalar(
        select(PointsEntry).where(PointsEntry.order_id == order_id, PointsEntry.reason == PointsReason.EARNED)
    )
    if earned is None:
        return 0
    order = await session.get_one(Order, order_id)
    is_undated = Order.placed_at.is_(None)
    as_early = is_undated if order.placed_at is None else Order.placed_at == order.placed_at
    is_earlier = as_early & (Order.number < order.number)
    if order.placed_at is not None:
        is_earlier |= is_undated | (Order.placed_at < order.placed_at)
    earlier = select(Order.id).where(
        Order.customer_id == earned.customer_id, is_earlier, Order.status != OrderStatus.CANCELLED
    )
    if await session.scalar(select(earlier.exists())):
        return 0
    return await earn_by_rule(
        session,
        earned.customer_id,
        Occasion.FIRST_ORDER,
        "first",
        clock=clock,
        available_at=earned.available_at,
    )


async def customers_with_birthday(session: AsyncSession, day: date, *, after: str, limit: int) -> list[str]:
    """Return customers, by id after `after`, who have their birthday on `day` and no points for it yet."""
    is_booked = (
        select(PointsEntry.id)
        .where(
            PointsEntry.customer_id == Customer.id,
            PointsEntry.reason == PointsReason.BIRTHDAY,
            PointsEntry.occasion == str(day.year),
        )
        .exists()
    )
    found = await session.scalars(
        select(Customer.id)
        .where(Customer.id > after, has_birthday(day), ~is_booked)
        .order_by(Customer.id)
        .limit(limit)
    )
    return list(found)
