"""What sounds like a search and asks for no goods; what asks for word of a product."""

import pytest

from actions.language.alert_words import asks_for_alerts, stops_alerts, watches_a_product
from actions.language.cart_words import adds_alone, count_alone
from actions.language.no_goods import rather_than_search
from actions.language.problems import problem_in
from commerce.orders.problem_reports import ProblemKind


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what's the total", "view_cart"),
        ("total?", "view_cart"),
        ("how much is it all together", "view_cart"),
        ("what does that come to", "view_cart"),
        ("with my gift card", "apply_code"),
        ("what about a gift card", "ask_gift_cards"),
        ("two of them", "add_to_cart"),
        ("how much", "check_price"),
        ("how much do i pay", "view_cart"),
        ("no wait remove it", "remove_from_cart"),
        ("what is it", None),
        ("can i use points", "check_points"),
        ("my store credit", "check_credit"),
        ("hmm how much is that worth", "check_price"),
        ("how much is it", "check_price"),
        ("birthday card", None),
        ("i want to buy a gift card", None),
        ("a lamp with a total height of 2 m", None),
        ("how much are your lamps", None),
        ("pointed shoes", None),
    ],
)
def test_money_is_no_search(text: str, intent: str | None) -> None:
    assert rather_than_search(text) == intent


@pytest.mark.parametrize(
    ("text", "is_of_product"),
    [
        ("tell me when it's on sale", True),
        ("let me know if the price drops", True),
        ("notify me when it's back in stock", True),
        ("ping me once it gets cheaper", True),
        ("tell me when my order ships", False),
        ("let me know when the price of my order is refunded", False),
        ("what is on sale", False),
    ],
)
def test_word_is_wished_for_of_a_product(text: str, is_of_product: bool) -> None:
    assert watches_a_product(text) is is_of_product


def test_alerts_are_asked_for_and_stopped() -> None:
    assert asks_for_alerts("what alerts do i have")
    assert not asks_for_alerts("alert me when it's back")
    assert stops_alerts("stop all alerts")
    assert not stops_alerts("alert me when it's cheaper")


@pytest.mark.parametrize(
    ("text", "count"),
    [("add to cart", 1), ("put 2 in my basket", 2), ("buy it", None), ("take two", 2), ("add a mug", None)],
)
def test_what_is_put_in_may_be_unsaid(text: str, count: int | None) -> None:
    assert adds_alone(text) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two of them", 2),
        ("actually one", 1),
        ("make it three please", 3),
        ("just 4 of those", 4),
        ("2", None),
        ("the second one", None),
        ("two mugs", None),
        ("that one", None),
    ],
)
def test_a_number_alone_is_how_many(text: str, count: int | None) -> None:
    assert count_alone(text) == count


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("one of my parcels is missing", ProblemKind.LOST_PARCEL),
        ("my package is still missing", ProblemKind.LOST_PARCEL),
        ("a package is missing", ProblemKind.LOST_PARCEL),
        ("the mug is missing from the parcel", ProblemKind.MISSING_ITEM),
        ("my parcel is missing a mug", ProblemKind.MISSING_ITEM),
        ("something is missing", ProblemKind.MISSING_ITEM),
    ],
)
def test_a_parcel_that_is_missing_is_no_item(text: str, kind: ProblemKind) -> None:
    assert problem_in(text) is kind
