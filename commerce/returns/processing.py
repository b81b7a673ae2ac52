"""What the store's people decide about a return in review."""

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Context, StaffChange
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.loyalty.points import points_to_claw_back
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.orders.payments import money_of, plan_refunds
from commerce.orders.settlement import SETTLEMENT_REFUSALS
from commerce.returns import news
from commerce.returns.destinations import destination, parts_of
from commerce.returns.exchange import settle_approved
from commerce.returns.finding import return_of
from commerce.returns.models import ReturnKind, ReturnRequest, ReturnStatus
from commerce.returns.opening import label_url
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen
from commerce.returns.request import start_refund
from commerce.returns.withdraw import release


@dataclass(frozen=True, slots=True)
class ReturnMoved:
    """A return and where it stands now."""

    rma_number: str
    status: ReturnStatus


_Rows = tuple[Order, ReturnRequest]


@dataclass(frozen=True, slots=True)
class ReturnMove(StaffChange[_Rows, ReturnStatus, ReturnMoved]):
    """Moves a return on that stands where it may: its plan is where it stands."""

    outcome: ClassVar = ReturnMoved
    raises: ClassVar[tuple[type[CommerceError], ...]] = (ReturnNotFound, ReturnNotOpen)
    name: ClassVar[str]
    moves_from: ClassVar[ReturnStatus]

    rma_number: str

    def operation(self, _: Context, /) -> Operation:
        return Operation(self.name, "return", self.rma_number)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[_Rows, ReturnStatus]:
        """Find it, where it has to be."""
        order, request = await return_of(context.session, self.rma_number, None, lock=lock)
        if request.status is not self.moves_from:
            raise ReturnNotOpen(self.rma_number, request.status)
        return (order, request), request.status


@dataclass(frozen=True, slots=True)
class ApproveReturn(ReturnMove):
    """Accepts a return or exchange in review; its refund is pending, its difference settled now."""

    raises: ClassVar = (ReturnNotFound, ReturnNotOpen, *SETTLEMENT_REFUSALS)
    name: ClassVar[str] = "approve_return"
    moves_from: ClassVar[ReturnStatus] = ReturnStatus.MANUAL_REVIEW

    async def apply(self, context: Context, rows: _Rows, _: ReturnStatus, /) -> ReturnMoved:
        """Start the refund or settle, and send the label."""
        order, request = rows
        if request.kind is ReturnKind.EXCHANGE:
            await settle_approved(context.session, order, request, clock=context.clock)
        else:
            await start_refund_of(context.session, order, request, context.clock)
        request.status = ReturnStatus.APPROVED
        label = label_url(request, order, context)
        await context.tell(order.customer_id, news.accepted(order, request, label))
        return ReturnMoved(self.rma_number, request.status)


@dataclass(frozen=True, slots=True)
class RefuseReturn(ReturnMove):
    """Declines a return in review, with a reason that the shopper reads; its items are free again."""

    name: ClassVar[str] = "refuse_return"
    moves_from: ClassVar[ReturnStatus] = ReturnStatus.MANUAL_REVIEW

    reason: str

    def operation(self, _: Context, /) -> Operation:
        return Operation(self.name, "return", self.rma_number, self.reason)

    async def apply(self, context: Context, rows: _Rows, _: ReturnStatus, /) -> ReturnMoved:
        """Release what was set aside, and close it."""
        order, request = rows
        await release(context.session, order, request)
        request.status = ReturnStatus.REFUSED
        request.verdict_reason = self.reason
        request.closed_at = context.clock.now()
        await context.tell(order.customer_id, news.refused(order, request, self.reason))
        return ReturnMoved(self.rma_number, request.status)


async def start_refund_of(session: AsyncSession, order: Order, request: ReturnRequest, clock: Clock) -> None:
    """Make the pending refund of an approved return, for what it is worth now."""
    money = await money_of(session, order)
    amount = min(request.settlement_minor, money.remaining)
    if request.refund_method_id is None or amount <= 0:
        return
    wanted, methods = await destination(session, order, money, request.refund_method_id, lock=True)
    parts = parts_of(money, amount, wanted, methods)
    refunds = await plan_refunds(session, order, parts, methods, clock=clock, after_receipt=True)
    goods = sum(line.paid_minor for line in order.lines)
    points = await points_to_claw_back(session, order, money.goods_refunded + amount, goods, clock.now())
    await start_refund(session, order, request, refunds, points, clock=clock)


async def close_when_settled(session: AsyncSession, request: ReturnRequest, *, clock: Clock) -> None:
    """Complete a received return once none of its refunds is pending."""
    if request.status is ReturnStatus.RECEIVED and not await pending_refunds(session, request):
        request.status = ReturnStatus.COMPLETED
        request.closed_at = clock.now()


async def pending_refunds(session: AsyncSession, request: ReturnRequest) -> list[Refund]:
    """Lock the refunds of a return that are not sent, or have not arrived."""
    rows = await session.scalars(
        select(Refund)
        .where(Refund.return_request_id == request.id, Refund.status == RefundStatus.PENDING)
        .order_by(Refund.id)
        .with_for_update(key_share=True)
    )
    return list(rows)
