"""Takes a return's parcel in, also one with less in it than the return says."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation, audit
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.changes import Context
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.loyalty.points import restore_points
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.orders.payments import send_refund
from commerce.returns import news
from commerce.returns.models import ItemCondition, ReturnKind, ReturnLine, ReturnRequest, ReturnStatus
from commerce.returns.processing import (
    ReturnMove,
    ReturnMoved,
    close_when_settled,
    pending_refunds,
    start_refund_of,
)
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen

_RESALEABLE = (ItemCondition.UNOPENED, ItemCondition.LIKE_NEW, None)


@dataclass(eq=False)
class NothingArrived(CommerceError):
    """nothing of {rma_number} arrived: refuse the parcel instead"""

    rma_number: str


@dataclass(eq=False)
class ExchangeIncomplete(CommerceError):
    """exchange {rma_number} has to arrive whole"""

    rma_number: str


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """How many of a return line arrived, and in which condition."""

    return_line_id: UUID
    quantity: int
    condition: ItemCondition


@dataclass(frozen=True, slots=True)
class ReceiveReturn(ReturnMove):
    """Takes the parcel in: what can be sold again goes into stock, and the refund is sent.

    Lines that `arrived` does not name arrived whole; what did not arrive leaves the return and its refund. It
    is completed at once when nothing is left to arrive at a bank; else `CompleteRefund` does it.
    """

    raises: ClassVar = (ReturnNotFound, ReturnNotOpen, NothingArrived, ExchangeIncomplete)
    name: ClassVar[str] = "receive_return"
    moves_from: ClassVar[ReturnStatus] = ReturnStatus.APPROVED

    arrived: tuple[ReceivedLine, ...] = ()

    async def apply(
        self, context: Context, rows: tuple[Order, ReturnRequest], _: ReturnStatus, /
    ) -> ReturnMoved:
        """Restock it and send the refund."""
        (order, request), session = rows, context.session
        await self._note_arrived(context, order, request)
        await _restock(session, order, request)
        request.status = ReturnStatus.RECEIVED
        request.received_at = context.clock.now()
        for refund in await pending_refunds(session, request):
            await send_refund(session, order, refund, clock=context.clock)
        await close_when_settled(session, request, clock=context.clock)
        await context.tell(order.customer_id, news.received(order, request))
        return ReturnMoved(self.rma_number, request.status)

    async def _note_arrived(self, context: Context, order: Order, request: ReturnRequest) -> None:
        by_id = {each.return_line_id: each for each in self.arrived}
        quantities = {line.id: _quantity(line, by_id) for line in request.lines}
        is_whole = all(quantities[line.id] == line.quantity for line in request.lines)
        if not any(quantities.values()):
            raise NothingArrived(self.rma_number)
        if not is_whole and request.kind is ReturnKind.EXCHANGE:
            raise ExchangeIncomplete(self.rma_number)
        for line in request.lines:
            if line.id in by_id:
                line.condition = by_id[line.id].condition
        if not is_whole:
            await _reduce(context.session, order, request, quantities, context.clock)
            reduced = Operation("reduce_return", "return", self.rma_number, "not everything arrived")
            audit(context.session, context.cause, reduced)
        await context.session.flush()


async def _restock(session: AsyncSession, order: Order, request: ReturnRequest) -> None:
    reason = StockReason.RETURNED if request.kind is ReturnKind.RETURN else StockReason.EXCHANGED
    variants = await variants_by_sku(session, (line.order_line.sku for line in request.lines), lock=True)
    for line in request.lines:
        if line.condition in _RESALEABLE:
            move_stock(session, variants[line.order_line.sku], line.quantity, reason, order.number)


async def _reduce(
    session: AsyncSession, order: Order, request: ReturnRequest, quantities: dict[UUID, int], clock: Clock
) -> None:
    """Begin the refund anew, for what arrived."""
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
    order_lines = {line.id: line for line in order.lines}
    for line in list(request.lines):
        kept = quantities[line.id]
        missing = line.quantity - kept
        order_lines[line.order_line_id].returned_quantity -= missing
        lost = line.refund_minor - line.refund_minor * kept // line.quantity
        request.settlement_minor -= lost
        line.refund_minor -= lost
        if kept:
            line.quantity = kept
        else:
            request.lines.remove(line)
            await session.delete(line)
    await session.flush()
    await start_refund_of(session, order, request, clock)


def _quantity(line: ReturnLine, arrived: dict[UUID, ReceivedLine]) -> int:
    given = arrived.get(line.id)
    return line.quantity if given is None else max(0, min(line.quantity, given.quantity))
