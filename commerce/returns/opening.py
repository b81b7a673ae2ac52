"""What returns and exchanges share: the row that is opened, the goods set aside, the news of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.changes import Context
from commerce.clock import Clock
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentKind, DocumentRef
from commerce.orders.models import Order, OrderLine
from commerce.returns import news
from commerce.returns.models import (
    ItemCondition,
    ReturnKind,
    ReturnLine,
    ReturnReason,
    ReturnRequest,
    ReturnStatus,
)
from commerce.returns.rma import new_rma_number
from commerce.returns.rules import Verdict


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """A line of a request as it is stored."""

    line: OrderLine
    quantity: int
    reason: ReturnReason
    condition: ItemCondition | None
    refund_minor: int
    exchange_sku: str | None = None


async def open_request(
    session: AsyncSession,
    order: Order,
    kind: ReturnKind,
    verdict: Verdict,
    lines: Iterable[OpenedLine],
    *,
    method_id: str | None,
    settlement_minor: int,
    clock: Clock,
) -> ReturnRequest:
    """Store a request and set its quantities aside, so that no other request can have them."""
    request = ReturnRequest(
        id=uuid4(),
        rma_number=new_rma_number(),
        order_id=order.id,
        kind=kind,
        status=verdict.status,
        verdict_reason=",".join(verdict.reasons),
        refund_method_id=method_id,
        settlement_minor=settlement_minor,
        created_at=clock.now(),
    )
    session.add(request)
    await session.flush()
    for each in lines:
        each.line.returned_quantity += each.quantity
        session.add(
            ReturnLine(
                return_request_id=request.id,
                order_line_id=each.line.id,
                quantity=each.quantity,
                reason=each.reason,
                condition=each.condition,
                exchange_sku=each.exchange_sku,
                refund_minor=each.refund_minor,
            )
        )
    await session.flush()
    return request


def label_ref(request: ReturnRequest, order: Order) -> DocumentRef:
    """The reference of the label the parcel is sent with."""
    level = IdentityLevel.VERIFIED  # only they may ask for a return
    return DocumentRef(DocumentKind.RETURN_LABEL, request.rma_number, order.customer_id, level)


def label_url(request: ReturnRequest, order: Order, context: Context) -> str:
    """The signed link to the label the parcel is sent with."""
    return context.links.url(label_ref(request, order), clock=context.clock)


async def write_to_shopper(order: Order, request: ReturnRequest, context: Context) -> None:
    """Confirm an approved request with its label, or say that a person looks at it."""
    if request.status is ReturnStatus.APPROVED:
        told = news.approved(order, request, label_url(request, order, context))
    else:
        told = news.in_review(order, request)
    await context.tell(order.customer_id, told)
