"""Why a change to an order is refused; each carries what is needed to say so in words."""

from uuid import UUID

from commerce.errors import CommerceError, NotFound
from commerce.money import Money
from commerce.orders.models import OrderStatus


class OrderNotFound(NotFound):
    """No order of this shopper's has the number."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"no order {order_number} of this customer")
        self.order_number = order_number


class OrderNotPending(CommerceError):
    """The order is past the point where it can be changed."""

    def __init__(self, order_number: str, status: OrderStatus) -> None:
        super().__init__(f"order {order_number} is {status}, not pending")
        self.order_number = order_number
        self.status = status


class ItemsAlreadyChanged(CommerceError):
    """The order's items were changed before, which closes it to further changes."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"items of order {order_number} were changed before")
        self.order_number = order_number


class OrderLineNotFound(NotFound):
    """The order has no such line."""

    def __init__(self, order_number: str, order_line_id: UUID) -> None:
        super().__init__(f"order {order_number} has no line {order_line_id}")
        self.order_number = order_number
        self.order_line_id = order_line_id


class NoItems(CommerceError):
    """A request about items names none."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"no items of order {order_number} were named")
        self.order_number = order_number


class LineNamedTwice(CommerceError):
    """A request names the same line of the order twice."""

    def __init__(self, order_number: str, order_line_id: UUID) -> None:
        super().__init__(f"line {order_line_id} of order {order_number} was named twice")
        self.order_number = order_number
        self.order_line_id = order_line_id


class QuantityNotInLine(CommerceError):
    """More, or fewer than one, of a line were named than there are."""

    def __init__(self, order_number: str, title: str, asked: int, available: int) -> None:
        super().__init__(f"{asked} of {title!r} asked for, order {order_number} has {available}")
        self.order_number = order_number
        self.title = title
        self.asked = asked
        self.available = available


class RefundExceedsPayments(CommerceError):
    """More would go out for the order than came in."""

    def __init__(self, order_number: str, asked: Money, remaining: Money) -> None:
        super().__init__(f"{asked} to refund on order {order_number}, {remaining} is left of its payments")
        self.order_number = order_number
        self.asked = asked
        self.remaining = remaining
