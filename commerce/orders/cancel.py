"""Cancels an order that nobody has begun to pack."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.clock import Clock
from commerce.customers.payment_methods import methods_of
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.loyalty.points import claw_back, points_to_claw_back
from commerce.money import Money
from commerce.orders.locking import order_of, require_changeable
from commerce.orders.models import CancelReason, Order, OrderStatus
from commerce.orders.payments import (
    PlannedRefund,
    RefundReason,
    make_refunds,
    money_of,
    plan_refunds,
    split_refund,
)
from commerce.plans import require_agreed

CANCEL_REASONS = (CancelReason.NO_LONGER_NEEDED, CancelReason.ORDERED_BY_MISTAKE, CancelReason.OTHER)


class CancelReasonNeeded(CommerceError):
    """The reason given is not one a shopper cancels for; `reasons` are."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"order {order_number} is not cancelled without one of the reasons")
        self.order_number = order_number
        self.reasons = CANCEL_REASONS


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """A shopper's wish to cancel; `agreed` is the fingerprint of the plan they said yes to."""

    order_number: str
    reason: CancelReason
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """What cancelling does."""

    order_number: str
    reason: CancelReason
    refund: Money
    refunds: tuple[PlannedRefund, ...]
    points_clawed_back: int


async def preview_cancel(
    session: AsyncSession, shopper: Shopper, command: CancelOrder, *, clock: Clock
) -> CancelPlan:
    """What cancelling would do now; raises what `cancel_order` would."""
    _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def cancel_order(
    session: AsyncSession, shopper: Shopper, command: CancelOrder, *, cause: Cause, clock: Clock
) -> CancelPlan:
    """Cancel a pending order: the money goes back where it came from, the goods into stock.

    Raises OrderNotFound, OrderNotPending, ItemsAlreadyChanged, CancelReasonNeeded or PlanChanged.
    """
    customer_id = shopper.verified_customer()

    async def work() -> CancelPlan:
        order, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        await _apply(session, order, plan, clock)
        return plan

    operation = Operation("cancel_order", "order", command.order_number, command.reason.value)
    return await once(session, cause, operation, CancelPlan, work)


async def _plan(
    session: AsyncSession, customer_id: str, command: CancelOrder, clock: Clock, *, lock: bool
) -> tuple[Order, CancelPlan]:
    order = await order_of(session, customer_id, command.order_number, lock=lock)
    require_changeable(order)
    if command.reason not in CANCEL_REASONS:
        raise CancelReasonNeeded(order.number)
    money = await money_of(session, order)
    parts = split_refund(money.remaining_by_method, money.remaining)
    methods = await methods_of(session, customer_id, parts, lock=lock)
    refunds = await plan_refunds(session, order, parts, methods, clock=clock)
    goods = sum(line.paid_minor for line in order.lines)
    points = await points_to_claw_back(session, order, goods, goods, clock.now())
    return order, CancelPlan(
        order.number, command.reason, Money(sum(parts.values()), order.currency), refunds, points
    )


async def _apply(session: AsyncSession, order: Order, plan: CancelPlan, clock: Clock) -> None:
    variants = await variants_by_sku(session, (line.sku for line in order.lines), lock=True)
    for line in order.lines:
        move_stock(session, variants[line.sku], line.quantity, StockReason.CANCELLED, order.number)
    refunds = await make_refunds(session, order, plan.refunds, RefundReason.ORDER_CANCELLED, clock=clock)
    claw_back(session, order, plan.points_clawed_back, refunds[0] if refunds else None)
    order.status = OrderStatus.CANCELLED
    order.cancelled_at = clock.now()
    order.cancel_reason = plan.reason
