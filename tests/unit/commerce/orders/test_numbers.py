"""Order numbers as people write and quote them."""

import pytest

from commerce.orders.numbers import display_number, matching_numbers, normalise_number

NUMBERS = ["W1234567", "W7654321", "A100234"]


@pytest.mark.parametrize("written", ["#W1234567", "w1234567", " W 123-4567 ", "#w-1234567"])
def test_every_spelling_is_one_number(written: str) -> None:
    assert normalise_number(written) == "W1234567"


def test_shoppers_read_it_with_a_hash() -> None:
    assert display_number("w1234567") == "#W1234567"


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("#w1234567", ["W1234567"]),
        ("1234567", ["W1234567"]),
        ("4567", ["W1234567"]),
        ("234", ["A100234"]),
        ("W", []),
        ("", []),
        ("99", []),
        ("W12", ["W1234567"]),
        ("0000", []),
    ],
)
def test_a_part_of_a_number_names_the_orders_it_fits(part: str, found: list[str]) -> None:
    assert matching_numbers(part, NUMBERS) == found


def test_an_exact_number_is_no_part_of_another() -> None:
    assert matching_numbers("1234", ["1234", "51234"]) == ["1234"]
