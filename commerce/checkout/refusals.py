"""Why a cart cannot be checked out or paid."""

from commerce.errors import CommerceError, NotFound


class CartIsEmpty(CommerceError):
    """There is nothing in the cart that can be bought."""

    def __init__(self) -> None:
        super().__init__("nothing to buy")


class CheckoutNotFound(NotFound):
    """There is no such checkout, or its cart is gone."""

    def __init__(self) -> None:
        super().__init__("no such checkout")


class AlreadyOrdered(CommerceError):
    """The cart has become order `order_number`."""

    def __init__(self, order_number: str) -> None:
        super().__init__(f"ordered as {order_number}")
        self.order_number = order_number


class HoldEnded(CommerceError):
    """The goods were held long enough and are anybody's again."""

    def __init__(self) -> None:
        super().__init__("the goods are not held any more")


class DetailsMissing(CommerceError):
    """Who buys and where it goes is not known yet."""

    def __init__(self) -> None:
        super().__init__("who buys, or where it goes, is missing")
