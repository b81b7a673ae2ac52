"""Notes which promotions an order was placed with, and lets them go when it is cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.models import Order
from commerce.promotions.models import PromotionUse, SingleUseCode


@dataclass(frozen=True, slots=True)
class UsedPromotion:
    """What a promotion took off an order; `typed` is the code that brought it, None for an automatic one."""

    promotion_code: str
    typed: str | None
    amount_minor: int


async def hold_codes(session: AsyncSession, codes: Iterable[str], checkout_id: UUID, until: datetime) -> None:
    """Keep the single-use ones among `codes` from everybody else's checkout until then."""
    await session.execute(
        update(SingleUseCode)
        .where(SingleUseCode.code.in_(list(codes)))
        .values(held_by=checkout_id, held_until=until)
    )


async def release_codes(session: AsyncSession, checkout_id: UUID) -> None:
    """Give back what the checkout held."""
    await session.execute(
        update(SingleUseCode)
        .where(SingleUseCode.held_by == checkout_id)
        .values(held_by=None, held_until=None)
    )


async def note_uses(session: AsyncSession, order: Order, used: Iterable[UsedPromotion]) -> list[str]:
    """Note what the order was placed with; return the single-use codes that another order was quicker with.

    Such an order is paid already, so that it keeps what was taken off.
    """
    taken = []
    for each in used:
        single = None if each.typed in (None, each.promotion_code) else each.typed
        if single is not None:
            await session.execute(select(SingleUseCode).where(SingleUseCode.code == single).with_for_update())
            before = select(PromotionUse.id).where(PromotionUse.single_use_code == single)
            if await session.scalar(before) is not None:
                taken.append(single)
                single = None
        session.add(
            PromotionUse(
                id=uuid4(),
                promotion_code=each.promotion_code,
                single_use_code=single,
                order_id=order.id,
                customer_id=order.customer_id,
                amount_minor=each.amount_minor,
            )
        )
        await session.flush()
    return taken


async def release_uses(session: AsyncSession, order: Order) -> None:
    """Let the single-use codes of a cancelled order be used again."""
    await session.execute(
        update(PromotionUse).where(PromotionUse.order_id == order.id).values(single_use_code=None)
    )
