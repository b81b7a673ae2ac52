"""Titles and questions come to the same words."""

import pytest

from commerce.search.facets import kinds_of, option_facets
from commerce.search.normalise import normalised, singular, stems


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Sony - headphones", "sony headphones"),
        ("Omega-3", "omega 3"),
        ("WD-40", "wd 40"),
        ("12-18 months", "12 18 months"),
        ("Black/White", "black white"),
        ("Dr.Martens", "dr martens"),
        ("Café O’Neill's", "cafe oneills"),
        ("1.7L kettle", "1.7 l kettle"),
        ("128gb", "128 gb"),
        ('27" monitor', "27 inch monitor"),
        ("1,000 pieces", "1000 pieces"),
        ("size 9.5", "size 9.5"),
        ("2 in blue", "2 in blue"),
        ("grey colour", "grey color"),
        ("gray", "grey"),
        ("' OR 1=1; -- &|!():*", "or 1 1"),
        ("", ""),
    ],
)
def test_one_way_of_reading(written: str, read: str) -> None:
    assert normalised(written) == read
    assert normalised(read) == read


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("shoes", "shoe"),
        ("knives", "knife"),
        ("shelves", "shelf"),
        ("brushes", "brush"),
        ("boxes", "box"),
        ("batteries", "battery"),
        ("glass", "glass"),
        ("dress", "dress"),
        ("dresses", "dress"),
        ("canvas", "canvas"),
    ],
)
def test_singular(plural: str, single: str) -> None:
    assert singular(plural) == single


def test_under_and_s_are_words_like_others() -> None:
    assert stems("Under S") == ["under", "s"]


def test_a_title_is_called_by_its_end_before_what_says_more_of_it() -> None:
    assert kinds_of("Tempo Running Shoes") == ["shoe", "running shoe", "tempo running shoe"]
    assert kinds_of("Trail Shoe - Men's, blue") == ["shoe", "trail shoe"]
    assert kinds_of("Case for Tablets") == ["case"]
    assert kinds_of("Floor lamp 100%") == ["lamp", "floor lamp"]


def test_sizes_by_any_name_are_sizes_and_mixtures_hold_their_colors() -> None:
    assert set(option_facets("frame size", "Medium")) == {"frame size:m", "size:m"}
    assert set(option_facets("Colour", "Black/White")) == {"color:black white", "color:black", "color:white"}
    assert set(option_facets("scent", "fig")) == {"scent:fig"}
