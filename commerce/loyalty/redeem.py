"""Turns points into store credit."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.models import CreditEntry, CreditReason, Customer
from commerce.customers.payment_methods import open_store_credit, store_credit_of
from commerce.errors import CommerceError
from commerce.loyalty.lots import Lots
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import points_value
from commerce.loyalty.statement import entries_of
from commerce.money import Money


@dataclass(eq=False)
class NotEnoughPoints(CommerceError):
    """{asked} points asked for, {available} can be spent, {pending} are pending

    More points were asked for than can be spent; `pending` more are still to come.
    """

    asked: int
    available: int
    pending: int


@dataclass(eq=False)
class TooFewPoints(CommerceError):
    """points are redeemed in steps of {step}, {available} can be spent

    What was asked for, or is there, is less than the smallest `step` that is worth money.
    """

    step: int
    available: int
    pending: int


@dataclass(frozen=True, slots=True)
class RedeemPlan:
    """What redeeming does: `asked` may be more than `points`, which are whole steps."""

    points: int
    credit: Money
    left: int
    asked: int


@dataclass(frozen=True, slots=True)
class RedeemPoints(Change[None, RedeemPlan, RedeemPlan]):
    """Takes `points`, None for all of them, oldest first, and credits what they are worth.

    Of two redemptions at once the second sees what the first left.
    """

    outcome: ClassVar = RedeemPlan
    raises: ClassVar = (NotEnoughPoints, TooFewPoints)

    points: int | None

    def operation(self, context: Context, /) -> Operation:
        return Operation("redeem_points", "customer", context.customer_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[None, RedeemPlan]:
        """Take the whole steps of what was asked for."""
        session, customer_id, now = context.session, context.customer_id, context.clock.now()
        if lock:
            await session.execute(select(Customer.id).where(Customer.id == customer_id).with_for_update())
        book = Lots.of(await entries_of(session, customer_id))
        available, pending = book.available(now), sum(lot.left for lot in book.pending(now))
        asked = max(0, available) if self.points is None else self.points
        if asked > available and self.points is not None:
            raise NotEnoughPoints(asked, max(0, available), pending)
        value = await points_value(session)
        points = value.whole_steps(asked)
        if points <= 0:
            raise TooFewPoints(value.points, max(0, available), pending)
        return None, RedeemPlan(points, value.worth(points), available - points, asked)

    async def apply(self, context: Context, _: None, plan: RedeemPlan, /) -> RedeemPlan:
        """Move them into store credit."""
        session, customer_id, currency = context.session, context.customer_id, plan.credit.currency
        session.add(
            PointsEntry(
                customer_id=customer_id,
                points=-plan.points,
                reason=PointsReason.REDEEMED,
                created_at=context.clock.now(),
            )
        )
        await open_store_credit(session, customer_id, currency)
        method = await store_credit_of(session, customer_id, currency, lock=True)
        session.add(
            CreditEntry(
                payment_method_id=method.id,
                amount_minor=plan.credit.amount_minor,
                currency=currency,
                reason=CreditReason.POINTS,
            )
        )
        return plan
