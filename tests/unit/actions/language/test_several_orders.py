"""Several of the orders that were listed, named by their places, as an answer to which one is meant."""

from datetime import UTC, datetime

import pytest

from actions.language.orders_meant import Manner, orders_meant
from actions.language.said import Said
from commerce.clock import Clock
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.queries import OrderSummary
from tests.factories import an_address


class Noon(Clock):
    """A clock in New York on 27 November 2026."""

    def now(self) -> datetime:
        return datetime(2026, 11, 27, 17, tzinfo=UTC)


def an_order(number: str, title: str) -> OrderSummary:
    placed = datetime(2026, 11, 20, 17, tzinfo=UTC)
    return OrderSummary(
        number, OrderStatus.PENDING, placed, None, None, None, Money(4000, "USD"), an_address(), None,
        (title,), ({},),
    )  # fmt: skip


ORDERS = [an_order("A1", "Mug"), an_order("A2", "Desk Lamp"), an_order("A3", "Kettle")]


def meant(text: str, *ordinals: int, is_answer: bool = True) -> tuple[list[str], bool]:
    said = Said("inform", text, {"ordinal": ordinals} if ordinals else {})
    found = orders_meant(said, ORDERS, ORDERS, Noon("America/New_York"), Manner(), is_answer=is_answer)
    return [each.number for each in found.orders], found.is_each


@pytest.mark.parametrize(
    ("text", "ordinals", "numbers"),
    [
        ("the first two", (1,), ["A1", "A2"]),
        ("the last two please", (-1,), ["A2", "A3"]),
        ("1 and 3", (), ["A1", "A3"]),
        ("1, 2", (), ["A1", "A2"]),
        ("the first and the third", (1, 3), ["A1", "A3"]),
        ("every pending one", (), ["A1", "A2", "A3"]),
        ("all the open ones", (), ["A1", "A2", "A3"]),
        ("both the mug and the kettle", (), ["A1", "A3"]),
    ],
)
def test_several_places(text: str, ordinals: tuple[int, ...], numbers: list[str]):
    assert meant(text, *ordinals) == (numbers, True)


@pytest.mark.parametrize(
    ("text", "ordinals", "numbers"),
    [("the first", (1,), ["A1"]), ("2", (), ["A2"]), ("the last one", (-1,), ["A1"]), ("1 and 9", (), [])],
)
def test_one_place(text: str, ordinals: tuple[int, ...], numbers: list[str]):
    assert meant(text, *ordinals) == (numbers, False)


def test_places_are_of_a_list_that_was_shown():
    assert meant("the first two shirts were too small", 1, is_answer=False) == (["A1"], False)
