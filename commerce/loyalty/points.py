"""Takes earned points back when goods are refunded, and gives them again when the refund is withdrawn.

The balance may fall below zero when the points were spent before the goods came back.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.orders.models import Order, Refund, RefundStatus


def share_of_points(earned: int, clawed: int, refunded_minor: int, goods_minor: int) -> int:
    """How many more points go back once `refunded_minor` of `goods_minor` is refunded in all.

    Cumulative: over any sequence of partial refunds the parts add up to the share of the whole.
    """
    due = earned if refunded_minor >= goods_minor else earned * refunded_minor // goods_minor
    return max(0, due - clawed)


async def points_balance(session: AsyncSession, customer_id: str) -> int:
    """The customer's points now."""
    total = await session.scalar(
        select(func.coalesce(func.sum(PointsEntry.points), 0)).where(PointsEntry.customer_id == customer_id)
    )
    return int(total or 0)


async def points_to_claw_back(
    session: AsyncSession, order: Order, refunded_minor: int, goods_minor: int, now: datetime
) -> int:
    """The points a refund takes back when `refunded_minor` of the goods is then refunded in all.

    None for an order that earned none, or whose points have expired, since those are gone already.
    """
    earned = await session.scalar(
        select(PointsEntry).where(PointsEntry.order_id == order.id, PointsEntry.reason == PointsReason.EARNED)
    )
    if earned is None or (earned.expires_at is not None and earned.expires_at <= now):
        return 0
    clawed = await session.scalar(
        select(func.coalesce(-func.sum(PointsEntry.points), 0))
        .outerjoin(Refund, Refund.id == PointsEntry.refund_id)
        .where(
            PointsEntry.order_id == order.id,
            PointsEntry.reason == PointsReason.CLAWED_BACK,
            func.coalesce(Refund.status, "") != RefundStatus.REVERSED.value,
        )
    )
    return share_of_points(earned.points, int(clawed or 0), refunded_minor, goods_minor)


def claw_back(session: AsyncSession, order: Order, points: int, refund: Refund | None) -> None:
    """Take `points` back for `refund`; the table allows it once for each refund."""
    if points:
        session.add(
            PointsEntry(
                customer_id=order.customer_id,
                points=-points,
                reason=PointsReason.CLAWED_BACK,
                order_id=order.id,
                refund_id=refund.id if refund else None,
            )
        )


async def restore_points(session: AsyncSession, order: Order, reversed_refunds: list[UUID]) -> int:
    """Give back what was taken for refunds that are withdrawn; the number of points."""
    taken = await session.scalar(
        select(func.coalesce(-func.sum(PointsEntry.points), 0)).where(
            PointsEntry.refund_id.in_(reversed_refunds), PointsEntry.reason == PointsReason.CLAWED_BACK
        )
    )
    points = int(taken or 0)
    if points:
        session.add(
            PointsEntry(
                customer_id=order.customer_id,
                points=points,
                reason=PointsReason.RESTORED,
                order_id=order.id,
            )
        )
    return points
