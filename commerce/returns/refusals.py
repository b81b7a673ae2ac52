"""Why a return, an exchange or its withdrawal is refused; each carries what is needed to say so in words."""

from dataclasses import dataclass
from datetime import date

from commerce.customers.payment_methods import MethodOnFile
from commerce.errors import CommerceError, NotFound
from commerce.orders.models import OrderStatus
from commerce.returns.models import ReturnStatus


@dataclass(eq=False)
class NotDelivered(CommerceError):
    """{title!r} of order {order_number} ({status}) has not been delivered"""

    order_number: str
    status: OrderStatus
    title: str


@dataclass(eq=False)
class ReturnWindowClosed(CommerceError):
    """the return window of {title!r} of order {order_number} closed on {closed_on}"""

    order_number: str
    title: str
    delivered_on: date
    closed_on: date


@dataclass(eq=False)
class FinalSale(CommerceError):
    """{title!r} of order {order_number} was a final sale"""

    order_number: str
    title: str


@dataclass(eq=False)
class AlreadyReturned(CommerceError):
    """all of {title!r} of order {order_number} is being returned or was refunded"""

    order_number: str
    title: str


@dataclass(eq=False)
class AlreadyMadeGood(CommerceError):
    """{title!r} of order {order_number} was made good, or a person looks at it"""

    order_number: str
    title: str


@dataclass(eq=False)
class RefundDestinationNotAllowed(CommerceError):
    """order {order_number} is not refunded to {method.id}

    A refund goes to what paid the order, to a gift card or to store credit; `allowed` are on file.
    """

    order_number: str
    method: MethodOnFile
    allowed: tuple[MethodOnFile, ...]


@dataclass(eq=False)
class ReturnNotFound(NotFound):
    """no return {rma_number}"""

    rma_number: str


@dataclass(eq=False)
class ReturnNotOpen(CommerceError):
    """return {rma_number} is {status}"""

    rma_number: str
    status: ReturnStatus
