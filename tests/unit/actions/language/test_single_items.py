"""Cancelling single items of an order, which is not the order."""

import pytest

from actions.language.lexicon import Item
from actions.language.single_items import only_some, single_items

LAMP, MUG = (
    Item("lamp", "Desk Lamp", {"color": "black"}, 1, 4000),
    Item("mug", "Mug", {"color": "white"}, 1, 1000),
)
MUGS = Item("mugs", "Mug", {"color": "white"}, 2, 1000)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("cancel the mug", ["mug"]),
        ("can i cancel just the lamp", ["lamp"]),
        ("cancel only the mug please", ["mug"]),
        ("I don't want the mug anymore, take it off my order", ["mug"]),
        ("remove the lamp from my order", ["lamp"]),
        ("take the mug out of order A123456", ["mug"]),
        ("cancel all but the mug", ["lamp"]),
        ("cancel everything except the lamp", ["mug"]),
        ("i ordered the mug by mistake, remove it", ["mug"]),
        ("I accidentally bought the lamp. get rid of it", ["lamp"]),
        ("i ordered the mug and i dont want it, remove it", ["mug"]),
        ("I bought the lamp but I found a better one, drop it", ["lamp"]),
        ("the mug was ordered by accident", ["mug"]),
        ("cancel one item from my order", []),
        ("cancel part of my order", []),
    ],
)
def test_what_is_to_be_taken_out(text: str, keys: list[str]):
    naming = single_items(text, [LAMP, MUG])
    assert naming is not None
    assert list(naming.chosen) == keys


@pytest.mark.parametrize(
    "text",
    [
        "I bought the mug by mistake, cancel my order",
        "I ordered the lamp and the mug and don't want them",
        "I bought the lamp for my dad, cancel my order",
        "I ordered by mistake, cancel it",
        "cancel the mug order",
        "cancel my order, the mug is ugly",
        "cancel it, the mug is ugly",
        "cancel the lamp and the mug",
        "cancel my order with the mug",
        "cancel order A123456",
        "cancel order A123456, I no longer need it",
        "cancel it",
        "cancel both",
        "cancel the one with the mug",
        "cancel my order i dont need the lamp anymore",
        "cancel my latest order",
        "no longer need it",
        "cancel everything",
        "cancel the whole order, i only need the mug",
        "the mug is broken",
    ],
)
def test_what_means_the_order(text: str):
    assert single_items(text, [LAMP, MUG]) is None


def test_one_of_several_alike():
    naming = single_items("cancel one of the mugs", [MUGS])
    assert naming is not None
    assert naming.chosen == {"mugs": 1}
    assert single_items("cancel the mugs", [MUGS]) is None


def test_all_of_an_order_of_one_item():
    assert single_items("cancel the lamp", [LAMP]) is None


@pytest.mark.parametrize(
    "text", ["just the mug", "and the mug alone", "only the mug please", "what about only the mug?"]
)
def test_narrowed_down_to_some(text: str) -> None:
    naming = only_some(text, [LAMP, MUG])
    assert naming is not None
    assert list(naming.chosen) == ["mug"]


@pytest.mark.parametrize(
    "text", ["only the lamp and the mug", "just do it", "only tomorrow", "the mug is ugly"]
)
def test_narrowed_down_to_nothing(text: str) -> None:
    assert only_some(text, [LAMP, MUG]) is None


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("i meant the mug only", ["mug"]),
        ("no actually just the mug", ["mug"]),
        ("wait the lamp i want to keep", ["mug"]),
        ("fine but only the lamp", ["lamp"]),
        ("not the mug", ["lamp"]),
        ("i just want it cancelled", None),
        ("just cancel it", None),
        ("i no longer need it", None),
        ("only the lamp and the mug", None),
        ("keep the lamp?", None),
    ],
)
def test_what_limits_it_to_some_of_the_items(text: str, keys: list[str] | None) -> None:
    named = only_some(text, [LAMP, MUG])
    assert (list(named.chosen) if named else None) == keys
