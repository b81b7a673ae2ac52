"""Dates, lists and payment methods in words."""

from datetime import date, timedelta

import pytest

from actions.wording.formats import (
    contents,
    days,
    item_with_options,
    joined,
    on_day,
    payment_method,
    short_contents,
    waiting,
)
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.orders.contents import name_among
from commerce.orders.status import LineReport

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "Tue 24 Nov"),
        (date(2026, 1, 2), "Fri 2 Jan"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
    ],
)
def test_a_day_has_its_year_only_when_it_is_another(day: date, words: str) -> None:
    assert on_day(day, TODAY) == words


def test_days_are_counted() -> None:
    assert (days(1), days(4)) == ("1 day", "4 days")


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_sentences(parts: list[str], words: str) -> None:
    assert joined(parts) == words


def test_items_are_counted_when_there_are_several() -> None:
    lines = [LineReport("Mug", {}, 2), LineReport("Lamp", {"color": "black"}, 1)]
    assert contents(lines) == "2 × Mug and Lamp"
    assert item_with_options(lines[1]) == "Lamp (black)"


def test_many_items_are_cut_short() -> None:
    goods = [LineReport(title, {"color": "black"}, 1) for title in ("Mug", "Lamp", "Desk", "Chair")]
    assert short_contents(goods[:3]) == "Mug, Lamp and Desk"
    assert short_contents(goods) == "Mug, Lamp and 2 more"


def test_two_versions_of_a_product_are_told_apart() -> None:
    black, white = (LineReport("Lamp", {"color": color, "base": "oak"}, 1) for color in ("black", "white"))
    more = LineReport("Lamp", {"color": "white", "base": "oak"}, 5)
    assert contents([black, more]) == "Lamp (black) and 5 × Lamp (white)"
    assert contents([black], [black, white]) == "Lamp (black)"
    assert contents([white, more]) == "Lamp (white, oak) and 5 × Lamp (white, oak)"
    assert short_contents([black, white]) == "Lamp (black) and Lamp (white)"


def test_what_is_told_beside_a_name_is_not_told_twice() -> None:
    lamps = [LineReport("Lamp", {"color": color, "base": "oak"}, 1) for color in ("black", "white")]
    assert name_among(lamps[0], lamps, told=["color"]) == "Lamp"
    assert name_among(lamps[0], lamps, told=["base"]) == "Lamp (black)"


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (MethodOnFile("1", PaymentMethodKind.CREDIT_CARD, "visa", "4242"), "your Visa ending in 4242"),
        (MethodOnFile("1", PaymentMethodKind.CREDIT_CARD), "your card"),
        (MethodOnFile("1", PaymentMethodKind.PAYPAL), "your PayPal account"),
        (MethodOnFile("1", PaymentMethodKind.GIFT_CARD), "your gift card"),
        (MethodOnFile("1", PaymentMethodKind.STORE_CREDIT), "your store credit"),
    ],
)
def test_payment_methods_are_told_apart(method: MethodOnFile, words: str) -> None:
    assert payment_method(method) == words


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(seconds=5), "a moment ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3, minutes=5), "3 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_a_waiting_time_in_its_largest_unit(since: timedelta, words: str) -> None:
    assert waiting(since) == words
