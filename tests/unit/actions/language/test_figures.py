"""Sizes of other countries, sums and fits in a wish for another version."""

import pytest

from actions.language.figures import readable
from actions.language.variants import Offer, wished_variant

SHOES = [
    Offer(f"shoe-{size}", {"size": size, "color": "black"}, 9900) for size in ("8", "9", "9.5", "10", "11")
]
LADIES = [Offer(f"lady-{size}", {"size": size, "fit": "women's"}, 9900) for size in ("7", "8", "9", "10")]
SHIRTS = [
    Offer(f"{size}-{colour}", {"size": size, "color": colour}, 2900)
    for size in ("S", "M", "L")
    for colour in ("navy", "white")
]
WEIGHTS = [Offer(f"{kg}", {"weight": f"{kg} kg"}, 1000 * kg) for kg in (10, 20, 30)]


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("change the running shoes to UK size 9", "shoe-10"),
        ("uk 9 please", "shoe-10"),
        ("size uk 8", "shoe-9"),
        ("a size 10 uk", "shoe-11"),
        ("9 in uk sizes", "shoe-10"),
        ("British size 8.5", "shoe-9.5"),
        ("EU 42", "shoe-9"),
        ("eu size 43", "shoe-10"),
        ("44 eu", "shoe-11"),
        ("US 9", "shoe-9"),
        ("us size 10", "shoe-10"),
        ("size 10", "shoe-10"),
        ("the 9.5", "shoe-9.5"),
    ],
)
def test_shoe_sizes(text: str, sku: str) -> None:
    present = {"size": "7", "color": "black"}
    wish = wished_variant(text, present, 9900, SHOES)
    assert wish is not None
    assert [offer.sku for offer in wish.offers] == [sku]


@pytest.mark.parametrize(("text", "sku"), [("uk 6", "lady-8"), ("EU 39", "lady-8"), ("size 9", "lady-9")])
def test_shoe_sizes_of_women(text: str, sku: str) -> None:
    wish = wished_variant(text, {"size": "11", "fit": "women's"}, 9900, LADIES)
    assert wish is not None
    assert [offer.sku for offer in wish.offers] == [sku]


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("the t-shirt is too small, exchange it for size L", "L-navy"),
        ("it's a bit small, L please", "L-navy"),
        ("runs small, I need a large", "L-navy"),
        ("too large. S please", "S-navy"),
        ("the medium fits small, large then", "L-navy"),
        ("a small one", "S-navy"),
    ],
)
def test_how_it_fits_is_no_size(text: str, sku: str) -> None:
    offers = [offer for offer in SHIRTS if offer.sku != "M-navy"]
    wish = wished_variant(text, {"size": "M", "color": "navy"}, 2900, offers)
    assert wish is not None
    assert [offer.sku for offer in wish.offers] == [sku]


@pytest.mark.parametrize(
    "text",
    [
        "ok why 30 dollars",
        "why $30?",
        "30% off?",
        "in 30 days?",
        "what, 30 bucks",
        "£30 for that",
        "30 €",
    ],
)
def test_a_sum_is_no_size(text: str) -> None:
    assert wished_variant(text, {"weight": "20 kg"}, 20000, WEIGHTS) is None


@pytest.mark.parametrize(("text", "sku"), [("30 kg", "30"), ("the 30 one", "30"), ("30", "30")])
def test_a_number_may_be_one(text: str, sku: str) -> None:
    wish = wished_variant(text, {"weight": "20 kg"}, 20000, WEIGHTS)
    assert wish is not None
    assert [offer.sku for offer in wish.offers] == [sku]


def test_sizes_of_clothes_are_not_converted() -> None:
    assert readable("uk size 12", [offer.options for offer in SHIRTS]) == "uk size 12"
