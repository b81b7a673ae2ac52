"""Orders that are known by how far they are."""

from datetime import UTC, date, datetime

import pytest

from actions.language.order_states import orders_by_state
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.queries import OrderSummary
from tests.factories import an_address

TODAY = date(2026, 11, 27)


def an_order(number: str, status: OrderStatus, promised_on: date | None = None) -> OrderSummary:
    placed_at = datetime(2026, 11, 20, tzinfo=UTC)
    return OrderSummary(
        number,
        status,
        placed_at,
        None,
        None,
        promised_on,
        Money(4000, "USD"),
        an_address(),
        None,
        ("Mug",),
        ({},),
    )


ORDERS = [
    an_order("NEW", OrderStatus.PENDING, date(2026, 12, 1)),
    an_order("LATE", OrderStatus.SHIPPED, date(2026, 11, 22)),
    an_order("CAME", OrderStatus.DELIVERED, date(2026, 11, 22)),
    an_order("GONE", OrderStatus.CANCELLED),
]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("the one thats late", ["LATE"]),
        ("the late one", ["LATE"]),
        ("where is the order that's overdue", ["LATE"]),
        ("the one that hasn't arrived", ["NEW", "LATE"]),
        ("the parcel that never came", ["NEW", "LATE"]),
        ("the one that has not shipped yet", ["NEW"]),
        ("my pending order", ["NEW"]),
        ("the one that’s delayed", ["LATE"]),
        ("the one on its way", ["LATE"]),
        ("the one that was delivered", ["CAME"]),
        ("the cancelled one", ["GONE"]),
        ("is my order late", ["LATE"]),
        ("cancel my order", []),
        ("I arrived late", []),
        ("the lamp one", []),
    ],
)
def test_orders_by_state(text: str, numbers: list[str]):
    assert [order.number for order in orders_by_state(text, ORDERS, TODAY)] == numbers
