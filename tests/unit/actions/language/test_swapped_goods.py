"""Goods of another product that are wished in a swap, told from versions of the same."""

import pytest

from actions.language.lexicon import Item
from actions.language.swapped_goods import goods_of_others, swap_in, without_noun

ITEMS = [
    Item("jacket", "Fell Fleece Jacket", {"size": "S", "color": "green"}),
    Item("lamp", "Harrow Desk Lamp", {"color": "brass"}),
]


@pytest.mark.parametrize(
    ("text", "shown", "keys"),
    [
        ("exchange the fleece for a lamp", "the lamp", {"lamp"}),
        ("swap the lamp for the mat", "the mat", set()),
        ("swap the jacket for the lamp", "the lamp", {"lamp"}),
        ("change the lamp to a yoga mat", "the yoga mat", set()),
        ("can i have a kettle instead of the lamp", "the kettle", set()),
        ("switch the lamp with the fleece", "the fleece", {"jacket"}),
        ("exchange the lamp for a kettle. thanks", "the kettle", set()),
    ],
)
def test_another_product(text: str, shown: str, keys: set[str]) -> None:
    swap = swap_in(text)
    assert swap is not None
    assert goods_of_others(swap, ITEMS) == (shown, frozenset(keys))


@pytest.mark.parametrize(
    "text",
    [
        "exchange the fleece for a black one",
        "exchange the fleece for a bigger size",
        "exchange the fleece for an XL in black",
        "exchange the lamp for a working one",
        "exchange the lamp for a black lamp",
        "exchange lamp for something cheaper",
        "swap it for the same in black",
        "exchange the fleece for a bigger fleece jacket",
        "exchange the jacket for my size",
        "change the lamp to black please",
        "exchange the fleece for a small and the lamp for a white one",
        "change the fleece to M, the lamp to black",
        "a white one instead of the brass one",
        "change the fleece to M in my order with the air purifier in it",
        "can i exchange the fleece and the lamp? it's my order with the office chair in it",
    ],
)
def test_a_version(text: str) -> None:
    swap = swap_in(text)
    assert swap is None or goods_of_others(swap, ITEMS) is None


def test_as_an_answer_all_of_it_is_wished() -> None:
    assert swap_in("the mat") is None
    swap = swap_in("the mat", is_answer=True)
    assert swap is not None
    assert goods_of_others(swap, ITEMS[1:]) == ("the mat", frozenset())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("i want to avail exchange for the fleece", "i want to avail exchange the fleece"),
        ("I'd like an exchange for my lamp", "I'd like an exchange my lamp"),
        ("exchange the fleece for the lamp", "exchange the fleece for the lamp"),
        ("swap it for the blue one", "swap it for the blue one"),
    ],
)
def test_what_is_given_in_an_exchange(text: str, plain: str) -> None:
    assert " ".join(without_noun(text).split()) == plain
