"""Withdraws a return or an exchange that has not arrived, as if it had never been opened."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.clock import Clock
from commerce.customers.payment_methods import methods_of
from commerce.identity import Shopper
from commerce.loyalty.points import restore_points
from commerce.money import Money
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.orders.payments import PlannedRefund, RefundReason, make_refunds, money_of, plan_refunds
from commerce.plans import require_agreed
from commerce.returns.finding import return_of
from commerce.returns.models import ReturnKind, ReturnRequest, ReturnStatus
from commerce.returns.refusals import ReturnNotOpen

OPEN = (ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW)


@dataclass(frozen=True, slots=True)
class CancelReturn:
    """A shopper's wish to keep the items after all."""

    rma_number: str
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class KeptLine:
    """Units that stay with the shopper."""

    title: str
    options: dict[str, str]
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


async def preview_cancel_return(
    session: AsyncSession, shopper: Shopper, command: CancelReturn, *, clock: Clock
) -> CancelReturnPlan:
    """What withdrawing would do now; raises what `cancel_return` would."""
    _, _, plan = await _plan(session, shopper.verified_customer(), command, clock, lock=False)
    return plan


async def cancel_return(
    session: AsyncSession, shopper: Shopper, command: CancelReturn, *, cause: Cause, clock: Clock
) -> CancelReturnPlan:
    """Withdraw what has not arrived; raises ReturnNotFound, ReturnNotOpen or PlanChanged."""
    customer_id = shopper.verified_customer()

    async def work() -> CancelReturnPlan:
        order, request, plan = await _plan(session, customer_id, command, clock, lock=True)
        require_agreed(plan, command.agreed)
        await release(session, order, request)
        await make_refunds(
            session,
            order,
            plan.refunds,
            RefundReason.EXCHANGE_CANCELLED,
            clock=clock,
            return_request_id=request.id,
        )
        request.status = ReturnStatus.CANCELLED
        request.closed_at = clock.now()
        return plan

    operation = Operation("cancel_return", "return", command.rma_number)
    return await once(session, cause, operation, CancelReturnPlan, work)


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


async def _plan(
    session: AsyncSession, customer_id: str, command: CancelReturn, clock: Clock, *, lock: bool
) -> tuple[Order, ReturnRequest, CancelReturnPlan]:
    order, request = await return_of(session, command.rma_number, customer_id, lock=lock)
    if request.status not in OPEN:
        raise ReturnNotOpen(request.rma_number, request.status)
    withdrawn = await session.scalar(
        select(func.coalesce(func.sum(Refund.amount_minor), 0)).where(
            Refund.return_request_id == request.id, Refund.status == RefundStatus.PENDING
        )
    )
    refunds = await _refund_of_charge(session, order, request, clock, lock=lock)
    lines = tuple(
        KeptLine(line.order_line.title, line.order_line.options, line.quantity) for line in request.lines
    )
    return (
        order,
        request,
        CancelReturnPlan(
            request.rma_number,
            order.number,
            request.kind,
            lines,
            Money(int(withdrawn or 0), order.currency),
            refunds,
        ),
    )


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
