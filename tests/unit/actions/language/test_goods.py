"""The goods a message names, whoever ordered them."""

import pytest

from actions.language.goods import goods_in


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("cancel the sofa order", ["sofa"]),
        ("cancel sofa order pls", ["sofa"]),
        ("where's my garden bench?", ["garden bench"]),
        ("my piano arrived broken", ["piano"]),
        ("the order with the two-seater sofa", ["two-seater sofa"]),
        ("send me the receipt for the old sofa", ["sofa"]),
        ("i want to send back the grand piano", ["grand piano"]),
        ("cancel the return of the sofa", ["sofa"]),
        ("sofa arrived broken", ["sofa"]),
        ("return the table", ["table"]),
        ("return the lens", ["lens"]),
        ("cancel my phone order", ["phone"]),
    ],
)
def test_goods_are_found(text: str, named: list[str]) -> None:
    assert [goods.text for goods in goods_in(text)] == named


@pytest.mark.parametrize(
    "text",
    [
        "cancel my order, I bought it by mistake",
        "cancel the order because my wife bought the wrong size",
        "what's happening with my order",
        "cancle my odrer",
        "where is my parcle",
        "can i return the thing i bought last week",
        "please cancel order A12345, found it cheaper",
        "can you change the shipping address on my order to my office",
        "my package says delivered but it's not here",
        "i got the wrong item",
        "return everything",
        "the screen is cracked",
        "where is the parcel for my mother",
        "pay my order with my gift card",
        "cancel my order a.s.a.p.",
        "the box was empty",
        "track 1Z32CCHO3827959779",
    ],
)
def test_what_is_around_an_order_is_no_goods(text: str) -> None:
    assert goods_in(text) == []


def test_the_new_thing_of_a_swap_is_not_meant() -> None:
    assert [goods.text for goods in goods_in("exchange the piano for an organ", is_swap=True)] == ["piano"]


def test_goods_in_passing_are_not_sure() -> None:
    text = "ship the sofa order to the loft, 12 Main Street, Boston"
    assert [goods.text for goods in goods_in(text, only_sure=True)] == ["sofa"]


def test_goods_are_said_back_with_an_article_and_names_without() -> None:
    assert [goods.shown for goods in goods_in("cancel the Houston order")] == ["Houston"]
    assert [goods.shown for goods in goods_in("cancel my old sofa")] == ["the sofa"]
