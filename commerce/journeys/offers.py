"""What the store may take off to win somebody back, where what it earns leaves room for it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause
from commerce.carts.models import Cart, CartCode
from commerce.clock import Clock
from commerce.policies.service import PolicyValue, read_policy
from commerce.promotions.batches import make_codes
from commerce.promotions.models import Promotion, PromotionKind, PromotionUse, SingleUseCode

BATCH = "recovery"


class GoodsMargin(PolicyValue):
    """What of a price the store earns, in percent: by category."""

    percent: int = Field(ge=0, le=100)


class RecoveryOffer(PolicyValue):
    """What may be taken off a cart that was left."""

    percent_off: int = Field(ge=0, le=100)
    keep_percent: int = Field(ge=0, le=100)  # what the store must still earn, of what is then paid
    valid_days: int = Field(ge=1)
    once_in_days: int = Field(ge=0)  # for one customer


@dataclass(frozen=True, slots=True)
class PricedGoods:
    """So many of something at a price, of a category."""

    category_id: str | None
    price_minor: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A code of the customer's own, which works once."""

    code: str
    percent_off: int


class Offers(Protocol):
    """Decides about an offer and makes its code in the caller's transaction."""

    async def offer(self, session: AsyncSession, cart: Cart, goods: list[PricedGoods]) -> Offer | None:
        """An offer for what is in `cart`, put on it; None where there is to be none."""
        ...


@dataclass(frozen=True, slots=True)
class RecoveryOffers:
    """Takes off what the policy `recovery_offer` says, as a single-use code of the customer's own."""

    clock: Clock

    async def offer(self, session: AsyncSession, cart: Cart, goods: list[PricedGoods]) -> Offer | None:
        """An offer, put on the cart: the one they have while it stands; None where the rule allows none."""
        if cart.customer_id is None or not goods:
            return None
        rule = await read_policy(session, "recovery_offer", RecoveryOffer)
        if rule.percent_off == 0 or not await self._leaves_enough(session, rule, goods):
            return None
        code, is_known = await self._code_of(session, cart.customer_id, rule)
        if code is None and not is_known:
            code = await self._new_code(session, cart.customer_id, rule)
        if code is None:
            return None
        await session.execute(
            insert(CartCode)
            .values(cart_id=cart.id, code=code, added_at=self.clock.now())
            .on_conflict_do_nothing()
        )
        return Offer(code, rule.percent_off)

    async def _leaves_enough(
        self, session: AsyncSession, rule: RecoveryOffer, goods: list[PricedGoods]
    ) -> bool:
        """Whether the store still earns `keep_percent` of what is then paid."""
        paid = earned = 0
        for each in goods:
            margin = await read_policy(session, "goods_margin", GoodsMargin, category_id=each.category_id)
            price = each.price_minor * each.quantity
            paid += price * (100 - rule.percent_off)
            earned += price * (margin.percent - rule.percent_off)
        return earned * 100 >= paid * rule.keep_percent

    async def _code_of(
        self, session: AsyncSession, customer_id: str, rule: RecoveryOffer
    ) -> tuple[str | None, bool]:
        """Their code that still works, and whether they have had one lately, used or not."""
        since = self.clock.now() - timedelta(days=rule.once_in_days)
        row = (
            await session.execute(
                select(SingleUseCode.code, Promotion.ends_at, PromotionUse.id)
                .join(Promotion, Promotion.code == SingleUseCode.promotion_code)
                .outerjoin(PromotionUse, PromotionUse.single_use_code == SingleUseCode.code)
                .where(
                    SingleUseCode.customer_id == customer_id,
                    SingleUseCode.batch == BATCH,
                    Promotion.starts_at > since,
                )
                .order_by(Promotion.starts_at.desc())
                .limit(1)
            )
        ).one_or_none()
        if row is None:
            return None, False
        code, ends_at, used = row
        works = used is None and (ends_at is None or ends_at > self.clock.now())
        return (code if works else None), True

    async def _new_code(self, session: AsyncSession, customer_id: str, rule: RecoveryOffer) -> str:
        promotion = await self._promotion_of_today(session, rule)
        cause = Cause(ActorKind.SYSTEM, "journeys")
        [code] = await make_codes(session, promotion, 1, BATCH, cause=cause)
        made = await session.get_one(SingleUseCode, code)
        made.customer_id = customer_id
        await session.flush()
        return code

    async def _promotion_of_today(self, session: AsyncSession, rule: RecoveryOffer) -> str:
        """The promotion whose codes work from today for the rule's days: it carries the end of them."""
        now = self.clock.now()
        code = f"BACK{rule.percent_off}{self.clock.today():%y%m%d}"
        await session.execute(
            insert(Promotion)
            .values(
                code=code,
                description=f"{rule.percent_off}% off what you left in your cart",
                kind=PromotionKind.PERCENTAGE,
                percent_off=rule.percent_off,
                starts_at=now,
                ends_at=now + timedelta(days=rule.valid_days),
                is_single_use=True,
                most_uses_each=1,
            )
            .on_conflict_do_nothing()
        )
        return code
