"""A refund's last step: the bank or PayPal reports that it arrived."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once, require_staff
from commerce.clock import Clock
from commerce.errors import CommerceError, NotFound
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.returns.models import ReturnRequest, ReturnStatus
from commerce.returns.processing import close_when_settled


class RefundNotFound(NotFound):
    """There is no such refund."""

    def __init__(self, refund_id: UUID) -> None:
        super().__init__(f"no refund {refund_id}")
        self.refund_id = refund_id


class RefundNotPending(CommerceError):
    """The refund has arrived already, was withdrawn, or waits for the goods."""

    def __init__(self, refund_id: UUID, status: RefundStatus) -> None:
        super().__init__(f"refund {refund_id} is {status} or waits for the goods")
        self.refund_id = refund_id
        self.status = status


@dataclass(frozen=True, slots=True)
class RefundCompleted:
    """A refund that arrived."""

    refund_id: UUID


async def complete_refund(
    session: AsyncSession, refund_id: UUID, *, cause: Cause, clock: Clock
) -> RefundCompleted:
    """Note that a refund that was sent has arrived, and complete its return when it was the last."""

    require_staff(cause)

    async def work() -> RefundCompleted:
        refund, request = await _locked(session, refund_id)
        waits = request is not None and request.status in (ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW)
        if refund.status is not RefundStatus.PENDING or waits:
            raise RefundNotPending(refund_id, refund.status)
        refund.status = RefundStatus.COMPLETED
        refund.completed_at = clock.now()
        await session.flush()
        if request is not None:
            await close_when_settled(session, request, clock=clock)
        return RefundCompleted(refund_id)

    operation = Operation("complete_refund", "refund", str(refund_id))
    return await once(session, cause, operation, RefundCompleted, work)


async def _locked(session: AsyncSession, refund_id: UUID) -> tuple[Refund, ReturnRequest | None]:
    order_id = await session.scalar(select(Refund.order_id).where(Refund.id == refund_id))
    if order_id is None:
        raise RefundNotFound(refund_id)
    await session.execute(select(Order.id).where(Order.id == order_id).with_for_update(key_share=True))
    refund = await session.get_one(Refund, refund_id, populate_existing=True)
    request = (
        await session.get_one(ReturnRequest, refund.return_request_id, populate_existing=True)
        if refund.return_request_id
        else None
    )
    return refund, request
