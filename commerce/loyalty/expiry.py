"""Books the points whose time is over, so that the ledger's sum is what can still be spent."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.loyalty.lots import Lots
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.statement import entries_of


async def customers_with_expired_points(
    session: AsyncSession, *, clock: Clock, after: str, limit: int
) -> list[str]:
    """Return customers, by id after `after`, whose points expired since the last booking; `limit` at most."""
    booked = func.max(PointsEntry.created_at).filter(PointsEntry.reason == PointsReason.EXPIRED)
    due = func.max(PointsEntry.expires_at).filter(PointsEntry.expires_at <= clock.now())
    found = await session.scalars(
        select(PointsEntry.customer_id)
        .where(PointsEntry.customer_id > after)
        .group_by(PointsEntry.customer_id)
        .having((func.sum(PointsEntry.points) > 0) & (due.is_not(None)) & (booked.is_(None) | (booked < due)))
        .order_by(PointsEntry.customer_id)
        .limit(limit)
    )
    return list(found)


async def expire_points(session: AsyncSession, customer_id: str, *, clock: Clock) -> int:
    """Book what has expired of the customer's points and was not spent; return how many they were."""
    now = clock.now()
    await session.execute(select(Customer.id).where(Customer.id == customer_id).with_for_update())
    gone = Lots.of(await entries_of(session, customer_id)).expired(now)
    for lot in gone:
        session.add(
            PointsEntry(
                customer_id=customer_id,
                points=-lot.left,
                reason=PointsReason.EXPIRED,
                order_id=lot.order_id,
                created_at=now,
            )
        )
    await session.flush()
    return sum(lot.left for lot in gone)
