"""What sentences say of prices, and what only looks like one."""

import pytest

from commerce.search.prices import prices_in


@pytest.mark.parametrize(
    ("said", "lowest", "highest"),
    [
        ("shoes under 80 in size 9", None, 8000),
        ("lamps under $40", None, 4000),
        ("up to 1,200.50 dollars", None, 120050),
        ("no more than 30", None, 3000),
        ("nothing over 40", None, 4000),
        ("30 dollars or less", None, 3000),
        ("100 bucks max", None, 10000),
        ("my budget is 60", None, 6000),
        ("under forty dollars", None, 4000),
        ("less than a hundred and twenty bucks", None, 12000),
        ("for 15 bucks", None, 1500),
        ("a $40 lamp", None, 4000),
        ("lamp < 50", None, 5000),
        ("over $100", 10000, None),
        ("at least 50 dollars", 5000, None),
        ("between 20 and 50", 2000, 5000),
        ("from $20 to $40", 2000, 4000),
        ("20-50 dollars", 2000, 5000),
        ("over 20 but under 50", 2000, 5000),
        ("around $50", 4000, 6000),
    ],
)
def test_prices(said: str, lowest: int | None, highest: int | None) -> None:
    found = prices_in(said)
    assert (found.lowest, found.highest) == (lowest, highest)


@pytest.mark.parametrize(
    "said",
    [
        "backpacks over 30 litres",
        "hose under 30 m",
        "for 4 people",
        "at least 4 stars",
        "for a 7 year old",
        "20% off",
        "12-18 months",
        "two of the blue ones",
        "size nine",
        "under 5 minutes",
        "over 1000 pieces",
        "$10 off",
    ],
)
def test_what_is_no_price(said: str) -> None:
    found = prices_in(said)
    assert (found.lowest, found.highest) == (None, None)
