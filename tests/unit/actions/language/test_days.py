"""Which orders a day means: placed, arrived or cancelled then, in figures either way round."""

from datetime import UTC, date, datetime

import pytest

from actions.language.days import period_that_fits, periods_said
from actions.language.order_facts import orders_by_facts
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


CLOCK = Noon("America/New_York")


def an_order(
    number: str, placed: str, ended: str | None = None, *, is_cancelled: bool = False
) -> OrderSummary:
    at = datetime.fromisoformat(f"{ended}T17:00:00+00:00") if ended else None
    status = OrderStatus.CANCELLED if is_cancelled else OrderStatus.DELIVERED
    return OrderSummary(
        number,
        status,
        datetime.fromisoformat(f"{placed}T17:00:00+00:00"),
        None if is_cancelled else at,
        at if is_cancelled else None,
        None,
        Money(4000, "USD"),
        an_address(),
        None,
        ("Mug",),
        ({},),
    )


ORDERS = [
    an_order("NEW", "2026-11-26"),
    an_order("CAME", "2026-11-20", "2026-11-26"),
    an_order("GONE", "2026-11-19", "2026-11-26", is_cancelled=True),
    an_order("NOVEMBER", "2026-11-06", "2026-11-10"),
    an_order("SEPTEMBER", "2026-09-12", "2026-09-15"),
    an_order("LAST", "2025-12-05", "2025-12-09"),
]


def found(text: str, value: str) -> list[str]:
    said = Said("check_order_status", text, {"date": (value,)})
    return [order.number for order in orders_by_facts(said, ORDERS, CLOCK, is_changing=False)[0]]


@pytest.mark.parametrize(
    ("text", "value", "numbers"),
    [
        ("the order from yesterday", "2026-11-26", ["NEW"]),
        ("what I ordered yesterday", "2026-11-26", ["NEW"]),
        ("my orders from yesterday", "2026-11-26", ["NEW"]),
        ("the order that came yesterday", "2026-11-26", ["CAME"]),
        ("the parcel I received yesterday", "2026-11-26", ["CAME"]),
        ("it was delivered yesterday", "2026-11-26", ["CAME"]),
        ("the one that turned up yesterday", "2026-11-26", ["CAME"]),
        ("the order that was cancelled yesterday", "2026-11-26", ["GONE"]),
        ("the canceled one from yesterday", "2026-11-26", ["GONE"]),
        ("the one from the 10th", "2026-11-10", ["NOVEMBER"]),
        ("what did I buy in September?", "2026-09-01/2026-09-30", ["SEPTEMBER"]),
        ("what arrived in September?", "2026-09-01/2026-09-30", ["SEPTEMBER"]),
        ("placed on 06/11/2026", "2026-06-11", ["NOVEMBER"]),
        ("placed on 11/06/2026", "2026-11-06", ["NOVEMBER"]),
        ("placed on 6/11", "2026-06-11", ["NOVEMBER"]),
        ("bought on 5/12", "2026-05-12", ["LAST"]),
        ("placed on June 11", "2026-06-11", []),
        ("the order that came on 5 May", "2026-05-05", []),
    ],
)
def test_orders_of_days(text: str, value: str, numbers: list[str]) -> None:
    assert found(text, value) == numbers


def test_a_day_in_figures_is_read_both_ways() -> None:
    said = Said("inform", "06/11/2026", {"date": ("2026-06-11",)})
    days = [date(2026, 6, 11), date(2026, 11, 6)]
    assert periods_said(said) == [(day, day) for day in days]


def test_the_reading_that_fits() -> None:
    said = Said("inform", "06/11/2026", {"date": ("2026-06-11",)})
    november = date(2026, 11, 6)
    assert period_that_fits(periods_said(said), ORDERS, CLOCK) == (november, november)
    assert period_that_fits(periods_said(said), ORDERS[:1], CLOCK) is None


def test_nothing_without_a_day() -> None:
    assert periods_said(Said("list_orders", "my orders")) == []


@pytest.mark.parametrize(
    "text",
    [
        "what did I buy between Nov 1 and Nov 10",
        "orders from 11/1 to 11/10",
        "from Nov 10 until Nov 1, my orders",
    ],
)
def test_a_period_by_its_ends(text: str):
    dates = ("2026-11-01", "2026-11-10") if "until" not in text else ("2026-11-10", "2026-11-01")
    said = Said("list_orders", text, {"date": dates})
    assert periods_said(said) == [(date(2026, 11, 1), date(2026, 11, 10))]


def test_two_days_are_no_period():
    said = Said("list_orders", "the ones of 11/1 and 11/10", {"date": ("2026-11-01", "2026-11-10")})
    assert periods_said(said)[0] == (date(2026, 11, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("text", "value", "number"),
    [
        ("the order from thursday", "2026-12-03", "NEW"),
        ("the one of 12/05", "2026-12-05", "LAST"),
        ("what I ordered on 9/12", "2027-09-12", "SEPTEMBER"),
    ],
)
def test_nothing_was_placed_on_a_day_to_come(text: str, value: str, number: str):
    assert found(text, value) == [number]


def test_a_day_that_it_is_needed_by_is_none_of_the_past():
    assert found("I need the order by 12/05", "2026-12-05") == []
