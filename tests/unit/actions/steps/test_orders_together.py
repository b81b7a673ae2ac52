"""Which orders are added up."""

from datetime import UTC, datetime

import pytest

from actions.language.said import Said
from actions.steps.orders_together import several_orders
from commerce.clock import Clock
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.queries import OrderSummary
from tests.factories import an_address


class Noon(Clock):
    """A clock in New York on 27 November 2026."""

    def now(self) -> datetime:
        return datetime(2026, 11, 27, 17, tzinfo=UTC)


def an_order(number: str, month: int, status: OrderStatus = OrderStatus.DELIVERED) -> OrderSummary:
    placed = datetime(2026, month, 10, 17, tzinfo=UTC)
    return OrderSummary(
        number, status, placed, None, None, None, Money(4000, "USD"), an_address(), None, ("Mug",), ({},)
    )


ORDERS = [
    an_order("A1", 11),
    an_order("A2", 11, OrderStatus.CANCELLED),
    an_order("A3", 10),
    an_order("A4", 9),
]


@pytest.mark.parametrize(
    ("text", "entities", "numbers"),
    [
        ("how much did i spend in total", {}, ["A1", "A3", "A4"]),
        ("what have I spent so far", {}, ["A1", "A3", "A4"]),
        ("how much have i spent in october", {"date": ("2026-10-01/2026-10-31",)}, ["A3"]),
        ("sum of my last two orders", {}, ["A1", "A3"]),
        ("what's the total of A1 and A2", {"order_number": ("A1", "A2")}, ["A1", "A2"]),
        ("what do all my orders cost together", {}, ["A1", "A3", "A4"]),
        ("how much did I spend on the mug", {}, []),
        ("what's the total of A1", {"order_number": ("A1",)}, []),
        ("what does the mug cost", {}, []),
    ],
)
def test_which_orders_are_added_up(text: str, entities: dict[str, tuple[str, ...]], numbers: list[str]):
    said = Said("show_order_details", text, entities)
    assert [each.number for each in several_orders(said, ORDERS, Noon("America/New_York"))] == numbers
