"""Why a cart cannot be checked out or paid."""

from dataclasses import dataclass

from commerce.errors import CommerceError, NotFound


class CartIsEmpty(CommerceError):
    """nothing to buy"""


class CheckoutNotFound(NotFound):
    """no such checkout"""


@dataclass(eq=False)
class AlreadyOrdered(CommerceError):
    """ordered as {order_number}

    The cart has become order `order_number`.
    """

    order_number: str


class HoldEnded(CommerceError):
    """the goods are not held any more"""
