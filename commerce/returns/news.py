"""What a customer is told about a return or an exchange."""

from commerce.notification import Notification, notification
from commerce.orders.models import Order
from commerce.returns.models import ReturnKind, ReturnRequest

_NEXT = {
    ReturnKind.RETURN: "Once the parcel is here, we'll send your refund and write to you again.",
    ReturnKind.EXCHANGE: "What you chose instead is set aside and ships as soon as the parcel is here.",
}


def approved(order: Order, request: ReturnRequest, label_url: str) -> Notification:
    """Confirm a request that was accepted at once, with the label to print."""
    return _about(f"{request.kind.value}_approved", order, request, label_url=label_url)


def in_review(order: Order, request: ReturnRequest) -> Notification:
    """Say that a person looks at a request first."""
    return _about("return_in_review", order, request)


def accepted(order: Order, request: ReturnRequest, label_url: str) -> Notification:
    """Say that a person decided for a request, with the label to print."""
    return _about("return_accepted", order, request, label_url=label_url, next=_NEXT[request.kind])


def refused(order: Order, request: ReturnRequest, reason: str) -> Notification:
    """Say that a person decided against a request, and why."""
    return _about("return_refused", order, request, reason=reason)


def received(order: Order, request: ReturnRequest) -> Notification:
    """Say that the parcel is back and what happens now."""
    return _about(f"{request.kind.value}_received", order, request)


def _about(name: str, order: Order, request: ReturnRequest, **values: str) -> Notification:
    return notification(
        name,
        noun=request.kind.value,
        rma_number=request.rma_number,
        order_number=order.display_number,
        **values,
    )
