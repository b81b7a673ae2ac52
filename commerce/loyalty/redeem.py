"""Turns points into store credit."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.clock import Clock
from commerce.customers.models import CreditEntry, CreditReason, Customer
from commerce.customers.payment_methods import open_store_credit, store_credit_of
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.loyalty.lots import Lots
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import points_value
from commerce.loyalty.statement import entries_of
from commerce.money import Money
from commerce.plans import require_agreed


class NotEnoughPoints(CommerceError):
    """More points were asked for than can be spent; `pending` more are still to come."""

    def __init__(self, asked: int, available: int, pending: int) -> None:
        super().__init__(f"{asked} points asked for, {available} can be spent, {pending} are pending")
        self.asked = asked
        self.available = available
        self.pending = pending


class TooFewPoints(CommerceError):
    """What was asked for, or is there, is less than the smallest `step` that is worth money."""

    def __init__(self, step: int, available: int, pending: int) -> None:
        super().__init__(f"points are redeemed in steps of {step}, {available} can be spent")
        self.step = step
        self.available = available
        self.pending = pending


@dataclass(frozen=True, slots=True)
class RedeemPoints:
    """A wish to redeem `points`, None for all of them; `agreed` is the fingerprint of the agreed plan."""

    points: int | None
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class RedeemPlan:
    """What redeeming does: `asked` may be more than `points`, which are whole steps."""

    points: int
    credit: Money
    left: int
    asked: int


async def preview_redeem(
    session: AsyncSession, shopper: Shopper, command: RedeemPoints, *, clock: Clock
) -> RedeemPlan:
    """Return what redeeming would do now; raises what `redeem_points` would."""
    return await _plan(session, shopper.verified_customer(), command, clock)


async def redeem_points(
    session: AsyncSession, shopper: Shopper, command: RedeemPoints, *, cause: Cause, clock: Clock
) -> RedeemPlan:
    """Take the points and credit what they are worth, oldest points first.

    Raises NotAllowed, NotEnoughPoints, TooFewPoints or PlanChanged. Of two redemptions at once the second
    sees what the first left.
    """
    customer_id = shopper.verified_customer()

    async def work() -> RedeemPlan:
        await session.execute(select(Customer.id).where(Customer.id == customer_id).with_for_update())
        plan = await _plan(session, customer_id, command, clock)
        require_agreed(plan, command.agreed)
        await _apply(session, customer_id, plan, clock)
        return plan

    operation = Operation("redeem_points", "customer", customer_id)
    return await once(session, cause, operation, RedeemPlan, work)


async def _plan(session: AsyncSession, customer_id: str, command: RedeemPoints, clock: Clock) -> RedeemPlan:
    book, now = Lots.of(await entries_of(session, customer_id)), clock.now()
    available, pending = book.available(now), sum(lot.left for lot in book.pending(now))
    asked = max(0, available) if command.points is None else command.points
    if asked > available and command.points is not None:
        raise NotEnoughPoints(asked, max(0, available), pending)
    value = await points_value(session)
    points = value.whole_steps(asked)
    if points <= 0:
        raise TooFewPoints(value.points, max(0, available), pending)
    return RedeemPlan(points, value.worth(points), available - points, asked)


async def _apply(session: AsyncSession, customer_id: str, plan: RedeemPlan, clock: Clock) -> None:
    session.add(
        PointsEntry(
            customer_id=customer_id,
            points=-plan.points,
            reason=PointsReason.REDEEMED,
            created_at=clock.now(),
        )
    )
    await open_store_credit(session, customer_id, plan.credit.currency)
    method = await store_credit_of(session, customer_id, plan.credit.currency, lock=True)
    session.add(
        CreditEntry(
            payment_method_id=method.id,
            amount_minor=plan.credit.amount_minor,
            currency=plan.credit.currency,
            reason=CreditReason.POINTS,
        )
    )
    await session.flush()
