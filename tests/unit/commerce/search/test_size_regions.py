"""Sizes from one region to another."""

import pytest

from commerce.search.size_regions import (
    SAID_SIZE_OF_REGION,
    Region,
    SizeOfRegion,
    converted,
    region_of,
    size_said,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("running shoes in uk 9", "uk 9"),
        ("boots size uk 8.5 please", "uk 8.5"),
        ("sneakers eu 42", "eu 42"),
        ("a 42 eu", "eu 42"),
        ("trail shoes 9 us", "us 9"),
        ("european size 43", "eu 43"),
        ("size 10 uk", "uk 10"),
        ("uk9 trainers", "uk 9"),
        ("british shoe size 9", "uk 9"),
        ("9 uk running shoes", "uk 9"),
        ("a 42 in eu, please", "eu 42"),
        ("boots 9 in european sizes", "eu 9"),
        ("12 uk for my wife", "uk 12"),
    ],
)
def test_a_size_with_its_region(text: str, said: str) -> None:
    found = SAID_SIZE_OF_REGION.search(text)
    assert found is not None
    assert str(size_said(found)) == said


@pytest.mark.parametrize(
    "text",
    [
        "size 9",
        "show us shoes",
        "9 pairs",
        "ship it to the uk",
        "us 120 volt",
        "2 english breakfast teas",
        "3 american flags",
        "2 uk plugs",
        "4 british tea towels",
        "english 12 piece tea set",
    ],
)
def test_what_is_no_size_of_a_region(text: str) -> None:
    assert SAID_SIZE_OF_REGION.search(text) is None


@pytest.mark.parametrize(
    ("region", "size", "to", "sentence", "is_there"),
    [
        (Region.UK, "9", Region.US, "running shoes", "10"),
        (Region.UK, "6", Region.US, "womens running shoes", "8"),
        (Region.US, "10", Region.UK, "shoes", "9"),
        (Region.EU, "42", Region.US, "shoes", "9"),
        (Region.EU, "43", Region.UK, "boots", "9"),
        (Region.UK, "8", Region.EU, "shoes", "42"),
        (Region.US, "9.5", Region.EU, "shoes", "42"),
        (Region.UK, "12", Region.US, "a summer dress", "8"),
        (Region.US, "8", Region.EU, "dress", "38"),
        (Region.US, "9", Region.US, "shoes", "9"),
        (Region.EU, "60", Region.US, "shoes", None),
        (Region.UK, "40", Region.US, "shoes", None),
    ],
)
def test_the_same_size_elsewhere(
    region: Region, size: str, to: Region, sentence: str, is_there: str | None
) -> None:
    found = converted(SizeOfRegion(region, size), to, sentence)
    assert (found.size if found else None) == is_there


def test_a_stores_region_is_that_of_its_currency() -> None:
    assert [region_of(each) for each in ("USD", "GBP", "EUR", "JPY", None)] == ["us", "uk", "eu", "us", "us"]
