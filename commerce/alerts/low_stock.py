"""What runs out soon at the pace of the last weeks, and how much of it to order again."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.alerts.models import LowStockTold
from commerce.catalogue.models import Product, Variant
from commerce.clock import Clock
from commerce.notification import Notifier, Recipient, notification
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.staff.models import Role, StaffMember

SALES_DAYS = 28  # whose sales tell the pace
LEAD_DAYS = 14  # until what is ordered again arrives
COVER_DAYS = 28  # for which it is to last then
_MOST_MAILED = 30


@dataclass(frozen=True, slots=True)
class LowStock:
    """A variant that is gone, or will be before more of it could arrive."""

    sku: str
    title: str
    options: str
    left: int
    sold: int  # in SALES_DAYS
    reorder: int  # suggested
    told_at: datetime | None  # when operators were told of it
    is_new: bool  # to them, or told within a day

    @property
    def days_left(self) -> int:
        """For how many days it lasts at this pace."""
        return int(self.left * SALES_DAYS / self.sold)


def reorder_quantity(left: int, sold: int) -> int:
    """How many to order, so that it lasts until they arrive and COVER_DAYS longer; at least one."""
    needed = math.ceil(sold / SALES_DAYS * (LEAD_DAYS + COVER_DAYS))
    return max(1, needed - left)


def is_low(left: int, sold: int) -> bool:
    """Whether it runs out before more could arrive; what does not sell never does."""
    return sold > 0 and left * SALES_DAYS <= sold * LEAD_DAYS


async def read_low_stock(session: AsyncSession, clock: Clock) -> list[LowStock]:
    """Every counted variant on offer that runs out, what is gone first, then by how soon."""
    now = clock.now()
    sold = (
        select(OrderLine.sku, func.sum(OrderLine.quantity).label("sold"))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.placed_at >= now - timedelta(days=SALES_DAYS), Order.status != OrderStatus.CANCELLED)
        .group_by(OrderLine.sku)
        .subquery()
    )
    rows = await session.execute(
        select(
            Variant.sku,
            Product.title,
            Variant.options,
            Variant.stock_on_hand,
            sold.c.sold,
            LowStockTold.told_at,
        )
        .join(Product, Product.id == Variant.product_id)
        .join(sold, sold.c.sku == Variant.sku)
        .outerjoin(LowStockTold, LowStockTold.sku == Variant.sku)
        .where(Variant.is_offered, Variant.stock_on_hand.is_not(None))
        .where(Variant.stock_on_hand * SALES_DAYS <= sold.c.sold * LEAD_DAYS)
    )
    found = [
        LowStock(
            sku,
            title,
            ", ".join(options.values()),
            int(left),
            int(count),
            reorder_quantity(int(left), int(count)),
            told_at,
            is_new=told_at is None or told_at > now - timedelta(days=1),
        )
        for sku, title, options, left, count, told_at in rows
    ]
    return sorted(found, key=lambda each: (each.days_left, -each.sold, each.sku))


async def tell_operators(session: AsyncSession, notifier: Notifier, clock: Clock) -> int:
    """Mail to every operator what has become low since they were told; how many variants that are.

    What is low no more is told again when it is.
    """
    low = await read_low_stock(session, clock)
    await session.execute(delete(LowStockTold).where(LowStockTold.sku.not_in([each.sku for each in low])))
    new = [each for each in low if each.told_at is None]
    operators = await session.scalars(
        select(StaffMember.email).where(StaffMember.role == Role.OPERATOR, StaffMember.disabled_at.is_(None))
    )
    emails = list(operators)
    if not new or not emails:
        return 0
    lines = [_line(each) for each in new[:_MOST_MAILED]]
    told = notification("low_stock", count=len(new), lines="\n".join(lines))
    for email in emails:
        await notifier.notify(session, Recipient(email=email), told)
    session.add_all(LowStockTold(sku=each.sku, told_at=clock.now()) for each in new)
    return len(new)


def _line(each: LowStock) -> str:
    options = f" ({each.options})" if each.options else ""
    return (
        f"{each.title}{options}, {each.sku}: {each.left} left, {each.sold} sold in {SALES_DAYS} days;"
        f" order {each.reorder}"
    )
