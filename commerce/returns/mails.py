"""The e-mails about a return or an exchange."""

from commerce.customers.models import Customer
from commerce.mail import Mail
from commerce.orders.models import Order
from commerce.returns.models import ReturnKind, ReturnRequest

_NOUN = {ReturnKind.RETURN: "return", ReturnKind.EXCHANGE: "exchange"}
_NEXT = {
    ReturnKind.RETURN: "Once the parcel is here we send your refund and write to you again.",
    ReturnKind.EXCHANGE: "What you chose instead is set aside and leaves as soon as the parcel is here.",
}


def approved_mail(customer: Customer, order: Order, request: ReturnRequest, label_url: str) -> Mail:
    """Confirms a request, with the label to print."""
    noun = _NOUN[request.kind]
    return Mail(
        to=customer.email,
        subject=f"Your {noun} {request.rma_number}",
        text=(
            f"Hello {customer.called},\n\n"
            f"your {noun} from order {order.display_number} is set up. "
            f"Its number is {request.rma_number}.\n\n"
            f"Print this label and put it on the parcel: {label_url}\n\n{_NEXT[request.kind]}"
        ),
    )


def review_mail(customer: Customer, order: Order, request: ReturnRequest) -> Mail:
    """Says that a person looks at a request first."""
    noun = _NOUN[request.kind]
    return Mail(
        to=customer.email,
        subject=f"Your {noun} {request.rma_number} is being looked at",
        text=(
            f"Hello {customer.called},\n\n"
            f"we have your {noun} request from order {order.display_number} under the number "
            f"{request.rma_number}. One of us looks at it and writes back; please keep the items until then."
        ),
    )


def refused_mail(customer: Customer, order: Order, request: ReturnRequest, reason: str) -> Mail:
    """Says that a person decided against a request, and why."""
    noun = _NOUN[request.kind]
    return Mail(
        to=customer.email,
        subject=f"About your {noun} {request.rma_number}",
        text=(
            f"Hello {customer.called},\n\n"
            f"we looked at your {noun} request from order {order.display_number} "
            f"and cannot accept it: {reason}\n\n"
            "If you see it differently, answer this e-mail."
        ),
    )


def received_mail(customer: Customer, order: Order, request: ReturnRequest) -> Mail:
    """Says that the parcel is back and what happens now."""
    following = (
        "Your refund is on its way."
        if request.kind is ReturnKind.RETURN
        else "What you chose instead leaves our warehouse next."
    )
    return Mail(
        to=customer.email,
        subject=f"We have received {request.rma_number}",
        text=(
            f"Hello {customer.called},\n\n"
            f"the items you sent back from order {order.display_number} are here. {following}"
        ),
    )
