"""What is wanted instead is said by its options, by size, by price, or relative to what was bought."""

import pytest

from actions.language.variant_wishes import names_unknown_value, wishes_unknown_value
from actions.language.variants import Offer, Wished, wished_variant

SHIRT = {"size": "M", "color": "blue"}
SHIRTS = [
    Offer(f"{size}-{color}", {"size": size, "color": color}, 2400 + 100 * (size == "XL"), is_available=there)
    for size in ("S", "M", "L", "XL")
    for color, there in (("blue", size != "XL"), ("black", True), ("red", size != "L"))
    if (size, color) != ("M", "blue")
]
SHOE = {"size": "9", "color": "grey", "sole": "rubber"}
SHOES = [
    Offer(f"{size}-{color}", {"size": size, "color": color, "sole": "rubber"}, 8900)
    for size in ("8", "9", "10", "11")
    for color in ("grey", "white")
    if (size, color) != ("9", "grey")
]
BOTTLE = {"capacity": "500ml", "material": "stainless steel", "color": "green"}
BOTTLES = [
    Offer("750-steel", {"capacity": "750ml", "material": "stainless steel", "color": "green"}, 4400),
    Offer("1l-steel", {"capacity": "1000ml", "material": "stainless steel", "color": "green"}, 4800),
    Offer("1l-glass", {"capacity": "1000ml", "material": "glass", "color": "black"}, 3900),
    Offer("500-glass", {"capacity": "500ml", "material": "glass", "color": "green"}, 3800),
]
LAPTOP = {"screen size": "13-inch", "ram": "8GB", "storage": "256GB SSD"}
LAPTOPS = [
    Offer("15", {"screen size": "15-inch", "ram": "8GB", "storage": "256GB SSD"}, 270000),
    Offer("ram", {"screen size": "13-inch", "ram": "16GB", "storage": "256GB SSD"}, 280000),
    Offer("storage", {"screen size": "13-inch", "ram": "8GB", "storage": "512GB SSD"}, 290000),
]
LAMP = {"color": "black"}
LAMPS = [Offer("white", {"color": "white"}, 4500), Offer("red", {"color": "red"}, 3500)]


@pytest.mark.parametrize(
    ("text", "present", "offers", "sku"),
    [
        ("same in black", SHIRT, SHIRTS, "M-black"),
        ("in black please", SHIRT, SHIRTS, "M-black"),
        ("the red one", SHIRT, SHIRTS, "M-red"),
        ("size L", SHIRT, SHIRTS, "L-blue"),
        ("a large", SHIRT, SHIRTS, "L-blue"),
        ("Large instead of medium", SHIRT, SHIRTS, "L-blue"),
        ("I got a medium but want a small", SHIRT, SHIRTS, "S-blue"),
        ("one size up", SHIRT, SHIRTS, "L-blue"),
        ("a size bigger", SHIRT, SHIRTS, "L-blue"),
        ("one size smaller", SHIRT, SHIRTS, "S-blue"),
        ("next size up in black", SHIRT, SHIRTS, "L-black"),
        ("XL in red", SHIRT, SHIRTS, "XL-red"),
        ("from blue to black", SHIRT, SHIRTS, "M-black"),
        ("black, not blue", SHIRT, SHIRTS, "M-black"),
        ("extra large and black", SHIRT, SHIRTS, "XL-black"),
        ("the smaller one", SHIRT, SHIRTS, "S-blue"),
        ("same colour in S", SHIRT, SHIRTS, "S-blue"),
        ("size 10", SHOE, SHOES, "10-grey"),
        ("a 10 please", SHOE, SHOES, "10-grey"),
        ("I need a 10 instead of a 9", SHOE, SHOES, "10-grey"),
        ("2 sizes up", SHOE, SHOES, "11-grey"),
        ("one size down in white", SHOE, SHOES, "8-white"),
        ("white", SHOE, SHOES, "9-white"),
        ("the largest", SHOE, SHOES, "11-grey"),
        ("the 1000ml one", BOTTLE, BOTTLES, "1l-steel"),
        ("1 litre", BOTTLE, BOTTLES, "1l-steel"),
        ("the glass one", BOTTLE, BOTTLES, "500-glass"),
        ("a 1 l glass bottle", BOTTLE, BOTTLES, "1l-glass"),
        ("750 ml", BOTTLE, BOTTLES, "750-steel"),
        ("the biggest", BOTTLE, BOTTLES, "1l-steel"),
        ("a bigger screen", LAPTOP, LAPTOPS, "15"),
        ("the 15 inch", LAPTOP, LAPTOPS, "15"),
        ("more ram", LAPTOP, LAPTOPS, "ram"),
        ("16 GB", LAPTOP, LAPTOPS, "ram"),
        ("more storage", LAPTOP, LAPTOPS, "storage"),
        ("the 512 one", LAPTOP, LAPTOPS, "storage"),
        ("the cheaper one", LAMP, LAMPS, "red"),
        ("the more expensive one", LAMP, LAMPS, "white"),
        ("the cheaper one", BOTTLE, BOTTLES, "500-glass"),
        ("anything but white", LAMP, LAMPS, "red"),
    ],
)  # fmt: skip
def test_a_clear_wish_is_one_variant(text: str, present: dict[str, str], offers: list[Offer], sku: str):
    wished = wished_variant(text, present, 2400 if present is SHIRT else 4000, offers)
    assert wished is not None
    assert [offer.sku for offer in wished.offers] == [sku]


@pytest.mark.parametrize(
    ("text", "present", "offers", "skus"),
    [
        ("a bigger one", BOTTLE, BOTTLES, {"750-steel", "1l-steel"}),
        ("it's too small", SHOE, SHOES, {"10-grey", "11-grey"}),
        ("something else than blue", SHIRT, SHIRTS, {"M-black", "M-red"}),
    ],
)
def test_a_wish_that_several_meet_stays_open(
    text: str, present: dict[str, str], offers: list[Offer], skus: set[str]
):
    wished = wished_variant(text, present, 4000, offers)
    assert wished is not None
    assert {offer.sku for offer in wished.offers} == skus


def test_what_is_sold_out_is_told_with_what_there_is():
    wished = wished_variant("L in red", SHIRT, 2400, SHIRTS)
    assert wished is not None
    assert wished.sold_out is not None
    assert wished.sold_out.sku == "L-red"
    assert wished.offers == ()
    colour = wished_variant("in red", {"size": "L", "color": "blue"}, 2400, SHIRTS)
    assert colour is not None
    assert colour.sold_out is not None
    assert colour.sold_out.sku == "L-red"
    assert {offer.sku for offer in colour.offers} == {"S-red", "M-red", "XL-red"}


def test_what_the_shopper_has_already_is_told():
    assert wished_variant("in black", LAMP, 4000, LAMPS) == Wished(is_present=True)


def test_no_bigger_one():
    assert (
        wished_variant("one size up", {"size": "11", "color": "grey", "sole": "rubber"}, 8900, SHOES)
        == Wished()
    )


@pytest.mark.parametrize(
    "text", ["I want to exchange it", "yes please", "the other one", "because it broke", "mine"]
)
def test_other_messages_wish_nothing(text: str):
    assert wished_variant(text, SHIRT, 2400, SHIRTS) is None


@pytest.mark.parametrize("text", ["purple", "in size 12", "4XL please"])
def test_a_value_that_no_variant_has(text: str):
    assert names_unknown_value(text, [SHIRT, *(offer.options for offer in SHIRTS)])


@pytest.mark.parametrize("text", ["red", "size L", "the visa"])
def test_other_values_are_known(text: str):
    assert not names_unknown_value(text, [SHIRT, *(offer.options for offer in SHIRTS)])


@pytest.mark.parametrize(
    "text", ["exchange the shirt for a purple one", "I'd like it in slate", "make it size 12"]
)
def test_a_value_that_is_wished_for_and_not_made(text: str) -> None:
    assert wishes_unknown_value(text, [SHIRT, *(offer.options for offer in SHIRTS)])


@pytest.mark.parametrize(
    "text", ["exchange the purple shirt", "swap it for a red one", "exchange it for another"]
)
def test_what_only_describes_is_not_wished_for(text: str) -> None:
    assert not wishes_unknown_value(text, [SHIRT, *(offer.options for offer in SHIRTS)])


def test_how_much_more_it_costs_wishes_no_bigger_one() -> None:
    assert wished_variant("how much more is that", SHIRT, 2400, SHIRTS) is None
