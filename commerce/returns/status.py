"""Answers about returns and refunds: what, how much, where to, when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from commerce.customers.payment_methods import MethodOnFile
from commerce.identity import Shopper
from commerce.money import Money
from commerce.orders.models import Order, Refund, RefundStatus
from commerce.returns.models import ReturnKind, ReturnLine, ReturnRequest, ReturnStatus
from commerce.returns.refusals import ReturnNotFound


@dataclass(frozen=True, slots=True)
class RefundState:
    """One refund. A pending one without `expected_by` waits for the goods."""

    order_number: str
    rma_number: str | None
    amount: Money
    method: MethodOnFile
    reason: str
    status: RefundStatus
    created_at: datetime
    expected_by: date | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnedItem:
    """Units of a line in a return; `exchange_sku` is what goes out for them."""

    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    exchange_sku: str | None


@dataclass(frozen=True, slots=True)
class ReturnState:
    """A return or exchange and its refunds."""

    rma_number: str
    order_number: str
    kind: ReturnKind
    status: ReturnStatus
    verdict_reason: str
    items: tuple[ReturnedItem, ...]
    settlement: Money  # positive goes back to the shopper, negative was owed
    refunds: tuple[RefundState, ...]
    created_at: datetime
    received_at: datetime | None
    closed_at: datetime | None


async def return_state(session: AsyncSession, shopper: Shopper, rma_number: str) -> ReturnState:
    """One return of the shopper's; raises ReturnNotFound."""
    found = await _returns(session, shopper, ReturnRequest.rma_number == rma_number.strip().upper())
    if not found:
        raise ReturnNotFound(rma_number)
    return found[0]


async def returns_of(
    session: AsyncSession, shopper: Shopper, order_number: str | None = None
) -> list[ReturnState]:
    """The shopper's returns and exchanges, newest first, of one order or of all."""
    condition = (Order.number == order_number,) if order_number else ()
    return await _returns(session, shopper, *condition)


async def refunds_of(
    session: AsyncSession, shopper: Shopper, order_number: str | None = None
) -> list[RefundState]:
    """The shopper's refunds that were not withdrawn, newest first, of one order or of all."""
    query = (
        select(Refund, Order.number, ReturnRequest.rma_number)
        .join(Order, Order.id == Refund.order_id)
        .outerjoin(ReturnRequest, ReturnRequest.id == Refund.return_request_id)
        .where(Order.customer_id == shopper.known_customer(), Refund.status != RefundStatus.REVERSED)
        .options(joinedload(Refund.payment_method))
        .order_by(Refund.created_at.desc(), Refund.id)
    )
    rows = await session.execute(query.where(Order.number == order_number) if order_number else query)
    return [_refund_state(refund, number, rma_number) for refund, number, rma_number in rows]


async def _returns(
    session: AsyncSession, shopper: Shopper, *conditions: ColumnElement[bool]
) -> list[ReturnState]:
    requests = (
        await session.scalars(
            select(ReturnRequest)
            .join(ReturnRequest.order)
            .where(Order.customer_id == shopper.known_customer(), *conditions)
            .options(
                selectinload(ReturnRequest.lines).joinedload(ReturnLine.order_line),
                joinedload(ReturnRequest.order),
            )
            .order_by(ReturnRequest.created_at.desc(), ReturnRequest.id)
            .execution_options(populate_existing=True)
        )
    ).all()
    refunds = await session.scalars(
        select(Refund)
        .where(Refund.return_request_id.in_(request.id for request in requests))
        .where(Refund.status != RefundStatus.REVERSED)
        .options(joinedload(Refund.payment_method))
        .order_by(Refund.created_at, Refund.id)
    )
    of_request: dict[object, list[Refund]] = {}
    for refund in refunds:
        of_request.setdefault(refund.return_request_id, []).append(refund)
    return [_return_state(request, of_request.get(request.id, [])) for request in requests]


def _return_state(request: ReturnRequest, refunds: list[Refund]) -> ReturnState:
    order = request.order
    return ReturnState(
        rma_number=request.rma_number,
        order_number=order.number,
        kind=request.kind,
        status=request.status,
        verdict_reason=request.verdict_reason,
        items=tuple(
            ReturnedItem(
                line.order_line.sku,
                line.order_line.title,
                line.order_line.options,
                line.quantity,
                line.exchange_sku,
            )
            for line in request.lines
        ),
        settlement=Money(request.settlement_minor, order.currency),
        refunds=tuple(_refund_state(refund, order.number, request.rma_number) for refund in refunds),
        created_at=request.created_at,
        received_at=request.received_at,
        closed_at=request.closed_at,
    )


def _refund_state(refund: Refund, order_number: str, rma_number: str | None) -> RefundState:
    return RefundState(
        order_number,
        rma_number,
        refund.amount,
        MethodOnFile.of(refund.payment_method),
        refund.reason,
        refund.status,
        refund.created_at,
        refund.expected_by,
        refund.completed_at,
    )
