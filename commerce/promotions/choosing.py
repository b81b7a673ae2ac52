"""Which of the store's promotions count for a basket: those typed as codes and those that need no code."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.orders.models import Order, OrderStatus
from commerce.promotions.combining import Candidate, Combination, best_combination
from commerce.promotions.conditions import Buyer, Failure, Refusal, refusal
from commerce.promotions.models import Promotion, PromotionUse, SingleUseCode
from commerce.promotions.reductions import Basket


@dataclass(frozen=True, slots=True)
class _Typed:
    code: str
    promotion: Promotion | None
    refusal: Refusal | None = None


async def combination_for(
    session: AsyncSession,
    customer_id: str | None,
    basket: Basket,
    codes: Sequence[str],
    *,
    clock: Clock,
    held_for: object = None,
) -> Combination:
    """Return the best valid combination for a customer (None for a guest) who has typed `codes`.

    `held_for` is the checkout that may itself hold a single-use code.
    """
    typed = [await _typed(session, code, customer_id, clock, held_for) for code in codes]
    automatic = await _automatic(session, clock)
    promotions = [each.promotion for each in typed if each.promotion is not None] + automatic
    buyer = await _buyer(session, customer_id)
    uses = await _uses(session, [each.code for each in promotions])
    refused: dict[str, Refusal] = {}
    valid: dict[str, Candidate] = {}
    for each in typed:
        why = each.refusal
        if why is None and each.promotion is not None:
            why = refusal(each.promotion, buyer, basket, uses=uses.get(each.promotion.code, 0), clock=clock)
        if why is not None:
            refused[each.code] = why
        elif each.promotion is not None:
            valid.setdefault(each.promotion.code, Candidate(each.promotion, each.code))
    for promotion in automatic:
        if refusal(promotion, buyer, basket, uses=uses.get(promotion.code, 0), clock=clock) is None:
            valid.setdefault(promotion.code, Candidate(promotion))
    return best_combination(list(valid.values()), basket, refused)


async def _typed(
    session: AsyncSession, code: str, customer_id: str | None, clock: Clock, held_for: object
) -> _Typed:
    single = await session.get(SingleUseCode, code, populate_existing=True)
    if single is not None:
        promotion = await session.get_one(Promotion, single.promotion_code)
        return _Typed(code, promotion, await _of_single_use(session, single, customer_id, clock, held_for))
    named = await session.get(Promotion, code)
    if named is None or named.is_single_use or named.is_automatic:
        return _Typed(code, None, Refusal(Failure.UNKNOWN))
    return _Typed(code, named)


async def _of_single_use(
    session: AsyncSession, single: SingleUseCode, customer_id: str | None, clock: Clock, held_for: object
) -> Refusal | None:
    if single.customer_id is not None and customer_id is None:
        return Refusal(Failure.SIGN_IN)
    if single.customer_id not in (None, customer_id):
        return Refusal(Failure.NOT_YOURS)
    is_held = single.held_until is not None and single.held_until > clock.now()
    if is_held and single.held_by != held_for:
        return Refusal(Failure.USED)
    used = await session.scalar(select(PromotionUse.id).where(PromotionUse.single_use_code == single.code))
    return Refusal(Failure.USED) if used is not None else None


async def _automatic(session: AsyncSession, clock: Clock) -> list[Promotion]:
    now = clock.now()
    found = await session.scalars(
        select(Promotion)
        .where(
            Promotion.is_automatic,
            Promotion.starts_at <= now,
            or_(Promotion.ends_at.is_(None), Promotion.ends_at > now),
        )
        .order_by(Promotion.code)
    )
    return list(found)


async def _buyer(session: AsyncSession, customer_id: str | None) -> Buyer:
    if customer_id is None:
        return Buyer()
    has_ordered = await session.scalar(
        select(Order.id)
        .where(Order.customer_id == customer_id, Order.status != OrderStatus.CANCELLED)
        .limit(1)
    )
    birthday = await session.scalar(select(Customer.birthday).where(Customer.id == customer_id))
    uses = await session.execute(
        select(PromotionUse.promotion_code, func.count())
        .join(Order, Order.id == PromotionUse.order_id)
        .where(PromotionUse.customer_id == customer_id, Order.status != OrderStatus.CANCELLED)
        .group_by(PromotionUse.promotion_code)
    )
    return Buyer(customer_id, has_ordered is not None, birthday, _counts(uses))


async def _uses(session: AsyncSession, codes: Sequence[str]) -> dict[str, int]:
    rows = await session.execute(
        select(PromotionUse.promotion_code, func.count())
        .join(Order, Order.id == PromotionUse.order_id)
        .where(PromotionUse.promotion_code.in_(codes), Order.status != OrderStatus.CANCELLED)
        .group_by(PromotionUse.promotion_code)
    )
    return _counts(rows)


def _counts(rows: Iterable[Row[str, int]]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows}
