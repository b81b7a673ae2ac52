"""Goods of a message held against the goods of a shopper's orders."""

import pytest

from actions.language.lexicon import Item
from actions.language.orders import goods_named

TITLES = {
    "Folio E-Reader": {"color": "black"},
    "Harrow Desk Lamp": {"color": "white"},
    "Everyday T-Shirt": {"size": "M", "color": "blue"},
    "Boxy T-Shirt": {"size": "L", "color": "red"},
    "Branch USB Hub": {},
    "Commute Headphones": {},
    "Thank-You Greeting Cards": {},
    "Featherfoot Running Shoes": {"size": "9"},
    "Wheelie Cool Box": {},
    "Beacon Wi-Fi Router": {},
    "Keel Chef's Knife": {},
}
ITEMS = [Item(title, title, options) for title, options in TITLES.items()]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("where's the e reader", {"Folio E-Reader"}),
        ("where is my ereader", {"Folio E-Reader"}),
        ("exchange the tshirt to L in black", {"Everyday T-Shirt", "Boxy T-Shirt"}),
        ("exchange my tee shirt", {"Everyday T-Shirt", "Boxy T-Shirt"}),
        ("cancel the blue t shirt", {"Everyday T-Shirt"}),
        ("cancel my usb hub order", {"Branch USB Hub"}),
        ("cancel the usbhub", {"Branch USB Hub"}),
        ("return the head phones", {"Commute Headphones"}),
        ("the headphons are late", {"Commute Headphones"}),
        ("the lovely lamp is broken", {"Harrow Desk Lamp"}),
        ("send back the desk-lamp", {"Harrow Desk Lamp"}),
        ("my order with the lamp", {"Harrow Desk Lamp"}),
        ("where's my wifi router", {"Beacon Wi-Fi Router"}),
        ("return the knives", {"Keel Chef's Knife"}),
        ("cancel the Folio", {"Folio E-Reader"}),
        ("return the runing shoes", {"Featherfoot Running Shoes"}),
        ("cancel the cool box", {"Wheelie Cool Box"}),
        ("cancel the greeting cards", {"Thank-You Greeting Cards"}),
    ],
)
def test_own_goods_are_seen_however_they_are_spelt(text: str, titles: set[str]) -> None:
    named = goods_named(text, ITEMS)
    assert (set().union(*named.mentions), named.unknown) == (titles, None)


@pytest.mark.parametrize("text", ["my order is running late", "pay with my card", "the box arrived damaged"])
def test_words_that_mean_something_else_name_no_goods(text: str) -> None:
    named = goods_named(text, ITEMS)
    assert (named.mentions, named.unknown) == ((), None)


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("cancel the sofa order", "the sofa"),
        ("is the floor lamp late", "the floor lamp"),
        ("cancel the chair order", "the chair"),
        ("return the table", "the table"),
    ],
)
def test_other_goods_are_none_of_them(text: str, unknown: str) -> None:
    named = goods_named(text, ITEMS)
    assert named.mentions == ()
    assert named.unknown is not None
    assert named.unknown.shown == unknown
