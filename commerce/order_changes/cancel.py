"""Cancels an order that nobody has begun to pack."""

from dataclasses import dataclass
from typing import ClassVar

from commerce.audit.service import Operation
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.changes import Change, Context
from commerce.customers.payment_methods import methods_of
from commerce.errors import CommerceError
from commerce.loyalty.points import claw_back, points_to_claw_back
from commerce.money import Money
from commerce.orders.eligibility import require_cancellable
from commerce.orders.locking import order_of
from commerce.orders.models import CancelReason, Order, OrderStatus
from commerce.orders.payments import (
    PlannedRefund,
    RefundReason,
    make_refunds,
    money_of,
    plan_refunds,
    split_refund,
)
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending
from commerce.promotions.uses import release_uses

CANCEL_REASONS = (CancelReason.NO_LONGER_NEEDED, CancelReason.ORDERED_BY_MISTAKE, CancelReason.OTHER)


class CancelReasonNeeded(CommerceError):
    """The reason given is not one a shopper cancels for; `reasons` are."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"order {order_number} is not cancelled without one of the reasons")
        self.order_number = order_number
        self.reasons = CANCEL_REASONS


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """What cancelling does."""

    order_number: str
    reason: CancelReason
    refund: Money
    refunds: tuple[PlannedRefund, ...]
    points_clawed_back: int


@dataclass(frozen=True, slots=True)
class CancelOrder(Change[Order, CancelPlan, CancelPlan]):
    """Cancels a pending order: the money goes back where it came from, the goods into stock."""

    outcome: ClassVar = CancelPlan
    raises: ClassVar = (OrderNotFound, OrderNotPending, ItemsAlreadyChanged, CancelReasonNeeded)

    order_number: str
    reason: CancelReason

    def operation(self, _: Context, /) -> Operation:
        return Operation("cancel_order", "order", self.order_number, self.reason.value)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Order, CancelPlan]:
        """Plan the refunds and the points that are lost."""
        session, clock = context.session, context.clock
        order = await order_of(session, context.customer_id, self.order_number, lock=lock)
        await require_cancellable(context, order)
        if self.reason not in CANCEL_REASONS:
            raise CancelReasonNeeded(order.number)
        money = await money_of(session, order)
        parts = split_refund(money.remaining_by_method, money.remaining)
        methods = await methods_of(session, order.customer_id, parts, lock=lock)
        refunds = await plan_refunds(session, order, parts, methods, clock=clock)
        goods = sum(line.paid_minor for line in order.lines)
        points = await points_to_claw_back(session, order, goods, goods, clock.now())
        refund = Money(sum(parts.values()), order.currency)
        return order, CancelPlan(order.number, self.reason, refund, refunds, points)

    async def apply(self, context: Context, order: Order, plan: CancelPlan, /) -> CancelPlan:
        """Refund it, put the goods back into stock, and close the order."""
        session, clock = context.session, context.clock
        variants = await variants_by_sku(session, (line.sku for line in order.lines), lock=True)
        for line in order.lines:
            move_stock(session, variants[line.sku], line.quantity, StockReason.CANCELLED, order.number)
        refunds = await make_refunds(session, order, plan.refunds, RefundReason.ORDER_CANCELLED, clock=clock)
        claw_back(session, order, plan.points_clawed_back, refunds[0] if refunds else None)
        await release_uses(session, order)
        order.status = OrderStatus.CANCELLED
        order.cancelled_at = clock.now()
        order.cancel_reason = plan.reason
        return plan
