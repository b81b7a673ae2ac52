"""A refund's last step: the bank or PayPal reports that it arrived."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation
from commerce.changes import Context, StaffChange
from commerce.errors import CommerceError, NotFound
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.returns.models import ReturnRequest, ReturnStatus
from commerce.returns.processing import close_when_settled


@dataclass(eq=False)
class RefundNotFound(NotFound):
    """no refund {refund_id}"""

    refund_id: UUID


@dataclass(eq=False)
class RefundNotPending(CommerceError):
    """refund {refund_id} is {status} or waits for the goods"""

    refund_id: UUID
    status: RefundStatus


@dataclass(frozen=True, slots=True)
class RefundCompleted:
    """A refund that arrived."""

    refund_id: UUID


_Rows = tuple[Refund, ReturnRequest | None]


@dataclass(frozen=True, slots=True)
class CompleteRefund(StaffChange[_Rows, RefundStatus, RefundCompleted]):
    """Notes that a refund that was sent has arrived, and completes its return when it was the last."""

    outcome: ClassVar = RefundCompleted
    raises: ClassVar = (RefundNotFound, RefundNotPending)

    refund_id: UUID

    def operation(self, _: Context, /) -> Operation:
        return Operation("complete_refund", "refund", str(self.refund_id))

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[_Rows, RefundStatus]:
        """Find it, where it is under way."""
        refund, request = await _refund(context.session, self.refund_id, lock=lock)
        waits = request is not None and request.status in (ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW)
        if refund.status is not RefundStatus.PENDING or waits:
            raise RefundNotPending(self.refund_id, refund.status)
        return (refund, request), refund.status

    async def apply(self, context: Context, rows: _Rows, _: RefundStatus, /) -> RefundCompleted:
        """Note it."""
        refund, request = rows
        refund.status = RefundStatus.COMPLETED
        refund.completed_at = context.clock.now()
        await context.session.flush()
        if request is not None:
            await close_when_settled(context.session, request, clock=context.clock)
        return RefundCompleted(self.refund_id)


async def _refund(session: AsyncSession, refund_id: UUID, *, lock: bool) -> _Rows:
    order_id = await session.scalar(select(Refund.order_id).where(Refund.id == refund_id))
    if order_id is None:
        raise RefundNotFound(refund_id)
    if lock:
        await session.execute(select(Order.id).where(Order.id == order_id).with_for_update(key_share=True))
    refund = await session.get_one(Refund, refund_id, populate_existing=True)
    request = (
        await session.get_one(ReturnRequest, refund.return_request_id, populate_existing=True)
        if refund.return_request_id
        else None
    )
    return refund, request
