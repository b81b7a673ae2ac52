"""Why a return, an exchange or its withdrawal is refused; each carries what is needed to say so in words."""

from datetime import date

from commerce.customers.payment_methods import MethodOnFile
from commerce.errors import CommerceError, NotFound
from commerce.orders.models import OrderStatus
from commerce.returns.models import ReturnStatus


class NotDelivered(CommerceError):
    """The item has not arrived, so it cannot come back."""

    def __init__(self, order_number: str, status: OrderStatus, title: str) -> None:
        super().__init__(f"{title!r} of order {order_number} ({status}) has not been delivered")
        self.order_number = order_number
        self.status = status
        self.title = title


class ReturnWindowClosed(CommerceError):
    """Too long has passed since the delivery."""

    def __init__(self, order_number: str, title: str, delivered_on: date, closed_on: date) -> None:
        super().__init__(f"the return window of {title!r} of order {order_number} closed on {closed_on}")
        self.order_number = order_number
        self.title = title
        self.delivered_on = delivered_on
        self.closed_on = closed_on


class FinalSale(CommerceError):
    """The item was sold without the right to send it back."""

    def __init__(self, order_number: str, title: str) -> None:
        super().__init__(f"{title!r} of order {order_number} was a final sale")
        self.order_number = order_number
        self.title = title


class AlreadyReturned(CommerceError):
    """All of the line is in a return, in an exchange, or refunded."""

    def __init__(self, order_number: str, title: str) -> None:
        super().__init__(f"all of {title!r} of order {order_number} is being returned or was refunded")
        self.order_number = order_number
        self.title = title


class AlreadyMadeGood(CommerceError):
    """The line's items were replaced, or a person decides about them, so they are not paid back as well."""

    def __init__(self, order_number: str, title: str) -> None:
        super().__init__(f"{title!r} of order {order_number} was made good, or a person looks at it")
        self.order_number = order_number
        self.title = title


class RefundDestinationNotAllowed(CommerceError):
    """A refund goes to what paid the order, to a gift card or to store credit; `allowed` are on file."""

    def __init__(self, order_number: str, method: MethodOnFile, allowed: tuple[MethodOnFile, ...]) -> None:
        super().__init__(f"order {order_number} is not refunded to {method.id}")
        self.order_number = order_number
        self.method = method
        self.allowed = allowed


class ReturnNotFound(NotFound):
    """No return of this shopper's has the number."""

    def __init__(self, rma_number: str) -> None:
        super().__init__(f"no return {rma_number}")
        self.rma_number = rma_number


class ReturnNotOpen(CommerceError):
    """The return is past the point where this can be done to it."""

    def __init__(self, rma_number: str, status: ReturnStatus) -> None:
        super().__init__(f"return {rma_number} is {status}")
        self.rma_number = rma_number
        self.status = status
