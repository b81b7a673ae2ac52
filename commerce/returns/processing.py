"""What the store's people do about a return: approve or refuse one in review, take the parcel in."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once, require_staff
from commerce.catalogue.models import StockReason
from commerce.catalogue.stock import move_stock
from commerce.catalogue.variants import variants_by_sku
from commerce.clock import Clock
from commerce.loyalty.points import points_to_claw_back
from commerce.notification import Recipient
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.orders.payments import money_of, plan_refunds, send_refund
from commerce.returns import news
from commerce.returns.destinations import destination, parts_of
from commerce.returns.exchange import settle_approved
from commerce.returns.finding import return_of
from commerce.returns.models import ItemCondition, ReturnKind, ReturnRequest, ReturnStatus
from commerce.returns.opening import Post, label_url
from commerce.returns.refusals import ReturnNotOpen
from commerce.returns.request import start_refund
from commerce.returns.withdraw import release

_RESALEABLE = (ItemCondition.UNOPENED, ItemCondition.LIKE_NEW, None)


@dataclass(frozen=True, slots=True)
class ReturnMoved:
    """A return and where it stands now."""

    rma_number: str
    status: ReturnStatus


async def approve_return(
    session: AsyncSession, rma_number: str, *, cause: Cause, clock: Clock, post: Post
) -> ReturnMoved:
    """Accept a return or an exchange that was in review; its refund is pending, its difference settled now.

    Raises ReturnNotOpen, or for an exchange what `settle_approved` does.
    """

    require_staff(cause)

    async def work() -> ReturnMoved:
        order, request = await _in(session, rma_number, ReturnStatus.MANUAL_REVIEW)
        if request.kind is ReturnKind.EXCHANGE:
            await settle_approved(session, order, request, clock=clock)
        else:
            await start_refund_of(session, order, request, clock)
        request.status = ReturnStatus.APPROVED
        told = news.accepted(order, request, label_url(request, order, post, clock))
        await post.notifier.notify(session, Recipient(order.customer_id), told)
        return ReturnMoved(rma_number, request.status)

    return await once(session, cause, Operation("approve_return", "return", rma_number), ReturnMoved, work)


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


async def refuse_return(
    session: AsyncSession, rma_number: str, reason: str, *, cause: Cause, clock: Clock, post: Post
) -> ReturnMoved:
    """Decline a return that was in review, with a reason the shopper reads; its items are free again."""

    require_staff(cause)

    async def work() -> ReturnMoved:
        order, request = await _in(session, rma_number, ReturnStatus.MANUAL_REVIEW)
        await release(session, order, request)
        request.status = ReturnStatus.REFUSED
        request.verdict_reason = reason
        request.closed_at = clock.now()
        told = news.refused(order, request, reason)
        await post.notifier.notify(session, Recipient(order.customer_id), told)
        return ReturnMoved(rma_number, request.status)

    operation = Operation("refuse_return", "return", rma_number, reason)
    return await once(session, cause, operation, ReturnMoved, work)


async def receive_return(
    session: AsyncSession, rma_number: str, *, cause: Cause, clock: Clock, post: Post
) -> ReturnMoved:
    """Take the parcel in: what can be sold again goes into stock, and the refund is sent.

    The return is completed at once when nothing is left to arrive at a bank; else `complete_refund` does it.
    """

    require_staff(cause)

    async def work() -> ReturnMoved:
        order, request = await _in(session, rma_number, ReturnStatus.APPROVED)
        await _restock(session, order, request)
        request.status = ReturnStatus.RECEIVED
        request.received_at = clock.now()
        for refund in await _pending_refunds(session, request):
            await send_refund(session, order, refund, clock=clock)
        await close_when_settled(session, request, clock=clock)
        await post.notifier.notify(session, Recipient(order.customer_id), news.received(order, request))
        return ReturnMoved(rma_number, request.status)

    return await once(session, cause, Operation("receive_return", "return", rma_number), ReturnMoved, work)


async def close_when_settled(session: AsyncSession, request: ReturnRequest, *, clock: Clock) -> None:
    """Complete a received return once none of its refunds is pending."""
    if request.status is ReturnStatus.RECEIVED and not await _pending_refunds(session, request):
        request.status = ReturnStatus.COMPLETED
        request.closed_at = clock.now()


async def _in(session: AsyncSession, rma_number: str, status: ReturnStatus) -> tuple[Order, ReturnRequest]:
    order, request = await return_of(session, rma_number, None, lock=True)
    if request.status is not status:
        raise ReturnNotOpen(rma_number, request.status)
    return order, request


async def _restock(session: AsyncSession, order: Order, request: ReturnRequest) -> None:
    reason = StockReason.RETURNED if request.kind is ReturnKind.RETURN else StockReason.EXCHANGED
    variants = await variants_by_sku(session, (line.order_line.sku for line in request.lines), lock=True)
    for line in request.lines:
        if line.condition in _RESALEABLE:
            move_stock(session, variants[line.order_line.sku], line.quantity, reason, order.number)


async def _pending_refunds(session: AsyncSession, request: ReturnRequest) -> list[Refund]:
    rows = await session.scalars(
        select(Refund)
        .where(Refund.return_request_id == request.id, Refund.status == RefundStatus.PENDING)
        .order_by(Refund.id)
        .with_for_update(key_share=True)
    )
    return list(rows)
