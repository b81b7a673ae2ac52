"""What is said of a cart: whether something goes into it, or it is looked at."""

import pytest

from actions.language.cart_words import adds_to_order, moves_into_cart, wants_another


@pytest.mark.parametrize(
    "text", ["move the lamp to my cart", "put it in my cart please", "can you add both mugs to the basket"]
)
def test_something_goes_into_the_cart(text: str) -> None:
    assert moves_into_cart(text)


@pytest.mark.parametrize(
    "text",
    ["what did I put in my cart", "is the mug in my basket", "show my cart", "did you add it to my cart"],
)
def test_the_cart_is_looked_at(text: str) -> None:
    assert not moves_into_cart(text)


@pytest.mark.parametrize(
    "text",
    [
        "add a second lamp to my order",
        "one more yoga mat to my order",
        "can you add a belt to order 4412",
        "throw in another mug with my pending order",
        "i forgot to add an item to my order",
        "I need one more lamp in my order",
        "put two more mats into the parcel",
        "I want to add socks to the order I placed an hour ago",
        "pls squeeze a mug into my last order",
    ],
)
def test_goods_for_an_order_that_was_placed(text: str) -> None:
    assert adds_to_order(text)


@pytest.mark.parametrize(
    "text",
    [
        "add the mat to my cart",
        "add my apartment number to the order",
        "add a note to my order",
        "did i remember to add the charger to my order",
        "what is in my order",
        "change the lamp in my order to black",
        "where is the second order",
        "need help with my order",
        "i need more info on my order",
        "have a problem with my order",
        "i need to change something in my order",
        "add a code to my order",
    ],
)
def test_nothing_for_an_order(text: str) -> None:
    assert not adds_to_order(text)


@pytest.mark.parametrize(
    ("text", "is_more"),
    [
        ("another one of the lamp please", True),
        ("a second lamp", True),
        ("two more mats", True),
        ("an extra mug", True),
        ("another order", False),
        ("one more question", False),
        ("the lamp", False),
    ],
)
def test_more_of_what_there_is(text: str, is_more: bool) -> None:
    assert wants_another(text) is is_more
