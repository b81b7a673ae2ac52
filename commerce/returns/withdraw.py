"""Withdraws a return or an exchange that has not arrived, as if it had never been opened."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.changes import Change, Context
from commerce.clock import Clock
from commerce.customers.payment_methods import methods_of
from commerce.loyalty.points import restore_points
from commerce.money import Money
from commerce.orders.contents import name_among
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.orders.payments import PlannedRefund, RefundReason, make_refunds, money_of, plan_refunds
from commerce.orders.refusals import RefundExceedsPayments
from commerce.returns.finding import return_of
from commerce.returns.models import ReturnKind, ReturnRequest, ReturnStatus
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen

OPEN = (ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW)


@dataclass(frozen=True, slots=True)
class KeptLine:
    """Units that stay with the shopper."""

    name: str  # told apart from the order's other lines
    quantity: int


@dataclass(frozen=True, slots=True)
class CancelReturnPlan:
    """What withdrawing does: the pending refund is not sent; a difference that was charged goes back."""

    rma_number: str
    order_number: str
    kind: ReturnKind
    lines: tuple[KeptLine, ...]
    refund_withdrawn: Money
    refunds: tuple[PlannedRefund, ...]


@dataclass(frozen=True, slots=True)
class CancelReturn(Change[tuple[Order, ReturnRequest], CancelReturnPlan, CancelReturnPlan]):
    """Withdraws what has not arrived: the shopper keeps the items after all."""

    outcome: ClassVar = CancelReturnPlan
    raises: ClassVar = (ReturnNotFound, ReturnNotOpen, RefundExceedsPayments)

    rma_number: str

    def operation(self, _: Context, /) -> Operation:
        return Operation("cancel_return", "return", self.rma_number)

    async def plan(
        self, context: Context, /, *, lock: bool
    ) -> tuple[tuple[Order, ReturnRequest], CancelReturnPlan]:
        """Find what stays, which refund is not sent, and which charge goes back."""
        session = context.session
        order, request = await return_of(session, self.rma_number, context.customer_id, lock=lock)
        if request.status not in OPEN:
            raise ReturnNotOpen(request.rma_number, request.status)
        plan = CancelReturnPlan(
            request.rma_number,
            order.number,
            request.kind,
            tuple(
                KeptLine(name_among(each.order_line, order.lines), each.quantity) for each in request.lines
            ),
            Money(await _pending_minor(session, request), order.currency),
            await _refund_of_charge(session, order, request, context.clock, lock=lock),
        )
        return (order, request), plan

    async def apply(
        self, context: Context, rows: tuple[Order, ReturnRequest], plan: CancelReturnPlan, /
    ) -> CancelReturnPlan:
        """Release what was set aside, and close it."""
        order, request = rows
        await release(context.session, order, request)
        await make_refunds(
            context.session,
            order,
            plan.refunds,
            RefundReason.EXCHANGE_CANCELLED,
            clock=context.clock,
            return_request_id=request.id,
        )
        request.status = ReturnStatus.CANCELLED
        request.closed_at = context.clock.now()
        return plan


async def release(session: AsyncSession, order: Order, request: ReturnRequest) -> None:
    """Undo what opening set aside: quantities, the new variants' stock, pending refunds, points."""
    lines = {line.id: line for line in order.lines}
    replaced = {line.exchange_sku: 0 for line in request.lines if line.exchange_sku}
    for line in request.lines:
        lines[line.order_line_id].returned_quantity -= line.quantity
        if line.exchange_sku:
            replaced[line.exchange_sku] += line.quantity
    variants = await variants_by_sku(session, replaced, lock=True)
    for sku, quantity in replaced.items():
        move_stock(session, variants[sku], quantity, StockReason.EXCHANGED, order.number)
    pending = (
        await session.scalars(
            select(Refund)
            .where(Refund.return_request_id == request.id, Refund.status == RefundStatus.PENDING)
            .with_for_update()
        )
    ).all()
    for refund in pending:
        refund.status = RefundStatus.REVERSED
    await restore_points(session, order, [refund.id for refund in pending])


async def _pending_minor(session: AsyncSession, request: ReturnRequest) -> int:
    withdrawn = await session.scalar(
        select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
            Refund.return_request_id == request.id, Refund.status == RefundStatus.PENDING
        )
    )
    return int(withdrawn or 0)


async def _refund_of_charge(
    session: AsyncSession, order: Order, request: ReturnRequest, clock: Clock, *, lock: bool
) -> tuple[PlannedRefund, ...]:
    """The difference that was charged for an exchange, to where it came from; in review nothing was."""
    is_charged = request.settlement_minor < 0 and request.status is not ReturnStatus.MANUAL_REVIEW
    if not is_charged or request.refund_method_id is None:
        return ()
    charged = min(-request.settlement_minor, (await money_of(session, order)).remaining)
    methods = await methods_of(session, order.customer_id, [request.refund_method_id], lock=lock)
    return await plan_refunds(session, order, {request.refund_method_id: charged}, methods, clock=clock)
