"""Why a change to an order is refused; each carries what is needed to say so in words."""

from dataclasses import dataclass
from uuid import UUID

from commerce.errors import CommerceError, NotFound
from commerce.money import Money
from commerce.orders.models import OrderStatus


@dataclass(eq=False)
class OrderNotFound(NotFound):
    """no order {order_number} of this customer"""

    order_number: str


@dataclass(eq=False)
class OrderNotPending(CommerceError):
    """order {order_number} is {status}, not pending"""

    order_number: str
    status: OrderStatus


@dataclass(eq=False)
class ItemsAlreadyChanged(CommerceError):
    """items of order {order_number} were changed before"""

    order_number: str


@dataclass(eq=False)
class OrderLineNotFound(NotFound):
    """order {order_number} has no line {order_line_id}"""

    order_number: str
    order_line_id: UUID


@dataclass(eq=False)
class NoItems(CommerceError):
    """no items of order {order_number} were named"""

    order_number: str


@dataclass(eq=False)
class LineNamedTwice(CommerceError):
    """line {order_line_id} of order {order_number} was named twice"""

    order_number: str
    order_line_id: UUID


@dataclass(eq=False)
class QuantityNotInLine(CommerceError):
    """{asked} of {title!r} asked for, order {order_number} has {available}"""

    order_number: str
    title: str
    asked: int
    available: int


@dataclass(eq=False)
class RefundExceedsPayments(CommerceError):
    """{asked} to refund on order {order_number}, {remaining} is left of its payments"""

    order_number: str
    asked: Money
    remaining: Money
