"""What a refusal says of itself."""

import copy
import pickle
from datetime import timedelta

import pytest

from commerce.customers.codes import CodeRequired, TooManyCodes
from commerce.customers.payment_methods import PaymentMethodNotFound
from commerce.errors import CommerceError, NotAllowed
from commerce.orders.models import OrderStatus
from commerce.orders.refusals import OrderNotPending, QuantityNotInLine


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (OrderNotPending("A1", OrderStatus.SHIPPED), "order A1 is shipped, not pending"),
        (QuantityNotInLine("A1", "Mug", 3, 2), "3 of 'Mug' asked for, order A1 has 2"),
        (CodeRequired(), "the change needs a recently checked one-time code"),
        (PaymentMethodNotFound("c1"), "no payment method c1 on this customer's file"),
        (NotAllowed("not you"), "not you"),
    ],
)
def test_its_message_names_what_was_asked_and_what_is_there(refusal: CommerceError, said: str) -> None:
    assert str(refusal) == said
    assert str(copy.copy(refusal)) == said
    assert str(pickle.loads(pickle.dumps(refusal))) == said


def test_one_that_reckons_has_words_of_its_own() -> None:
    assert str(TooManyCodes(timedelta(seconds=30))) == "no further code for 30 s"


def test_two_of_a_kind_are_two() -> None:
    assert len({CodeRequired(), CodeRequired()}) == 2
    assert OrderNotPending("A1", OrderStatus.SHIPPED) != OrderNotPending("A1", OrderStatus.SHIPPED)


class Anything:
    """Stands for a value, and for whatever is asked of it."""

    def __getattr__(self, name: str) -> "Anything":
        return self

    def __format__(self, spec: str) -> str:
        return "x"


def subclasses(kind: type) -> set[type]:
    return {kind} | {each for sub in kind.__subclasses__() for each in subclasses(sub)}


def test_every_message_can_be_filled_in() -> None:
    import commerce.models  # noqa: F401  so that the store is imported

    for kind in subclasses(CommerceError):
        fields = getattr(kind, "__dataclass_fields__", {})
        if fields:
            made = kind(*(Anything() for _ in fields))
            assert str(made)
            assert "{" not in str(made)
