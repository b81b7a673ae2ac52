"""Orders by their place among all: at an end of their prices, or before the last."""

from types import SimpleNamespace
from typing import Any

import pytest

from actions.language.order_places import asks_for_extreme, before_last, by_extreme
from commerce.money import Money

ORDERS: list[Any] = [
    SimpleNamespace(number=number, total=Money(total, "USD"))
    for number, total in (("A1", 5000), ("A2", 9000), ("A3", 1000))
]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("which was the biggest order", ["A2"]),
        ("the cheapest order", ["A3"]),
        ("my most expensive purchase", ["A2"]),
        ("which order was the dearest?", ["A2"]),
        ("which order cost me the most", ["A2"]),
        ("the order that cost least", ["A3"]),
        ("return something of my smallest order", ["A3"]),
        ("the biggest one", []),
        ("exchange it for the cheapest one", []),
        ("where is my order", []),
        ("a bigger order", []),
    ],
)
def test_at_an_end_of_their_prices(text: str, numbers: list[str]) -> None:
    assert [order.number for order in by_extreme(text, ORDERS)] == numbers
    assert asks_for_extreme(text) == bool(numbers)


@pytest.mark.parametrize("text", ["the cheapest", "the cheapest one please", "cheapest", "my smallest"])
def test_as_an_answer(text: str) -> None:
    assert [order.number for order in by_extreme(text, ORDERS, is_answer=True)] == ["A3"]


def test_sums_of_two_currencies_are_not_compared() -> None:
    mixed: list[Any] = [*ORDERS, SimpleNamespace(number="A4", total=Money(100, "GBP"))]
    assert not by_extreme("the cheapest order", mixed)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("my last but one", 1),
        ("the second to last", 1),
        ("second-to-last", 1),
        ("the one before last", 1),
        ("the one before the latest", 1),
        ("penultimate one", 1),
        ("next to last", 1),
        ("last but two", 2),
        ("the last one", None),
        ("the second", None),
        ("the one before last week", None),
    ],
)
def test_before_the_last(text: str, later: int | None) -> None:
    assert before_last(text, is_answer=True) == later


def test_before_the_last_is_said_of_orders() -> None:
    assert before_last("where is my last but one order") == 1
    assert before_last("the second to last page") is None
