"""A parcel that comes back with less than its return says: what is missing leaves the refund too."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, audit, require_staff
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.loyalty.points import restore_points
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.returns.finding import return_of
from commerce.returns.models import ItemCondition, ReturnKind, ReturnLine, ReturnRequest, ReturnStatus
from commerce.returns.processing import start_refund_of
from commerce.returns.refusals import ReturnNotOpen


class NothingArrived(CommerceError):
    """A parcel without any of its items is not received."""

    def __init__(self, rma_number: str) -> None:
        super().__init__(f"nothing of {rma_number} arrived: refuse the parcel instead")
        self.rma_number = rma_number


class ExchangeIncomplete(CommerceError):
    """An exchange is received whole: what goes out for it was set aside for all of it."""

    def __init__(self, rma_number: str) -> None:
        super().__init__(f"exchange {rma_number} has to arrive whole")
        self.rma_number = rma_number


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """How many of a return line arrived, and in which condition."""

    return_line_id: UUID
    quantity: int
    condition: ItemCondition


async def receive_some(
    session: AsyncSession, rma_number: str, arrived: Sequence[ReceivedLine], *, cause: Cause, clock: Clock
) -> None:
    """Note what arrived of an approved return, before it is received; lines not named arrived whole.

    Raises ReturnNotFound, ReturnNotOpen, NothingArrived or ExchangeIncomplete.
    """
    require_staff(cause)
    order, request = await return_of(session, rma_number, None, lock=True)
    if request.status is not ReturnStatus.APPROVED:
        raise ReturnNotOpen(rma_number, request.status)
    by_id = {each.return_line_id: each for each in arrived}
    quantities = {line.id: _quantity(line, by_id) for line in request.lines}
    is_whole = all(quantities[line.id] == line.quantity for line in request.lines)
    if not any(quantities.values()):
        raise NothingArrived(rma_number)
    if not is_whole and request.kind is ReturnKind.EXCHANGE:
        raise ExchangeIncomplete(rma_number)
    for line in request.lines:
        if line.id in by_id:
            line.condition = by_id[line.id].condition
    if not is_whole:
        await _reduce(session, order, request, quantities, clock)
        audit(session, cause, Operation("reduce_return", "return", rma_number, "not everything arrived"))
    await session.flush()


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
