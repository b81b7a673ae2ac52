"""What a customer is told of their points: what can be spent, what is to come, what goes next, the tier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.identity import Shopper
from commerce.loyalty.lots import Lots
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import points_value, tier_policy
from commerce.loyalty.tiers import TierStanding, tier_standing
from commerce.money import Money
from commerce.orders.models import Order

_LATEST_MOVEMENTS = 6


@dataclass(frozen=True, slots=True)
class DuePoints:
    """Points on their way in or out at `at`; `order_number` is None where no order gave them."""

    points: int
    at: datetime
    order_number: str | None


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the ledger."""

    points: int
    reason: PointsReason
    at: datetime
    order_number: str | None


@dataclass(frozen=True, slots=True)
class PointsStatement:
    """A customer's points now; `available` is below zero when more was taken back than was left."""

    available: int
    worth: Money
    pending: tuple[DuePoints, ...]  # the first to come first
    expiring: tuple[DuePoints, ...]  # the first to go first
    tier: TierStanding
    movements: tuple[Movement, ...]  # the latest first


async def points_statement(session: AsyncSession, shopper: Shopper, *, clock: Clock) -> PointsStatement:
    """Return the statement of a verified shopper; raises NotAllowed for any other."""
    entries = await entries_of(session, shopper.verified_customer())
    numbers = await _order_numbers(session, entries)
    now, book, value = clock.now(), Lots.of(entries), await points_value(session)
    available = book.available(now)
    return PointsStatement(
        available,
        value.worth(available),
        tuple(
            DuePoints(lot.left, lot.available_at, _number(numbers, lot.order_id)) for lot in book.pending(now)
        ),
        tuple(
            DuePoints(lot.left, lot.expires_at, _number(numbers, lot.order_id))
            for lot in book.next_to_expire(now)
            if lot.expires_at is not None
        ),
        tier_standing(entries, await tier_policy(session), now),
        tuple(
            Movement(each.points, each.reason, each.created_at, _number(numbers, each.order_id))
            for each in reversed(entries[-_LATEST_MOVEMENTS:])
        ),
    )


async def entries_of(session: AsyncSession, customer_id: str) -> list[PointsEntry]:
    """Load the customer's whole ledger, the oldest first."""
    found = await session.scalars(
        select(PointsEntry)
        .where(PointsEntry.customer_id == customer_id)
        .order_by(PointsEntry.created_at, PointsEntry.id)
    )
    return list(found)


async def _order_numbers(session: AsyncSession, entries: Sequence[PointsEntry]) -> Mapping[UUID, str]:
    ids = {each.order_id for each in entries if each.order_id is not None}
    rows = await session.execute(select(Order.id, Order.number).where(Order.id.in_(ids)))
    return {row.id: row.number for row in rows}


def _number(numbers: Mapping[UUID, str], order_id: UUID | None) -> str | None:
    return None if order_id is None else numbers.get(order_id)
