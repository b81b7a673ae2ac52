"""Sentences are read as filters, words and meaning."""

import pytest

from commerce.search.sentence import read_sentence
from commerce.search.vocabulary import Vocabulary, vocabulary_of
from commerce.search.wanted import Order, Wanted
from commerce.search.words import words

TERMS = {
    "kind:running shoe": 3, "kind:shoe": 4, "kind:hiking boot": 2, "kind:boot": 3, "kind:desk lamp": 2,
    "kind:lamp": 5, "kind:mattress": 2, "kind:bed": 2, "kind:pet bed": 2, "kind:jumper": 2, "kind:tent": 2,
    "kind:bottle": 2, "kind:set": 4, "kind:t shirt": 2, "kind:shirt": 2,
    "color:black": 5, "color:blue": 4, "color:white": 3, "color:dark blue": 1, "color:navy": 2,
    "size:9": 4, "size:10": 4, "size:m": 2, "size:xl": 2, "size:500 ml": 2, "size:1 l": 2, "size:king": 2,
    "size:4 people": 1, "size:2 people": 1, "material:leather": 3, "material:oak": 2, "fuel:gas": 1,
    "brand:northlea": 3, "brand:cobbler row": 2,
    "running": 3, "shoes": 4, "boots": 3, "waterproof": 2, "leather": 3, "lamp": 5, "camping": 1, "warm": 2,
    "tent": 2, "headphones": 1,
}  # fmt: skip
CATEGORIES = {"toys": "Toys and Games", "kitchen": "Kitchen", "outdoors": "Outdoors"}
ENGLISH = words("present bag without gift cheap made light sofa toys kitchen something")


@pytest.fixture(scope="module")
def store() -> Vocabulary:
    return vocabulary_of(TERMS, CATEGORIES, ENGLISH.__contains__)


def test_filters_are_taken_out_of_the_sentence(store: Vocabulary) -> None:
    wanted = read_sentence("I'm looking for black running shoes under 80 in size 9", store)
    assert wanted.kinds == ("kind:running shoe",)
    assert set(wanted.filters) == {("color:black",), ("size:9",)}
    assert (wanted.lowest, wanted.highest) == (None, 8000)
    assert wanted.words == ()


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("lamps in black or white", ("color:black", "color:white")),
        ("dark blue shoes", ("color:dark blue",)),
        ("XL t-shirts", ("size:xl",)),
        ("M t-shirts", ("size:m",)),
        ("a shirt in medium", ("size:m",)),
        ("shoes, a size ten", ("size:10",)),
        ("leather boots", ("material:leather",)),
        ("boots by Cobbler Row", ("brand:cobbler row",)),
        ("4 person tent", ("size:4 people",)),
        ("500ml bottle", ("size:500 ml",)),
        ("bottles over 600 ml", ("size:1 l",)),
        ("lamps on sale", ("sale:yes",)),
        ("kitchen stuff", ("category:kitchen",)),
    ],
)
def test_each_kind_of_filter(said: str, group: tuple[str, ...], store: Vocabulary) -> None:
    found = read_sentence(said, store).filters
    if said == "bottles over 600 ml":  # a litre is another unit
        assert found == ()
    else:
        assert group in found


@pytest.mark.parametrize(
    "said",
    ["boots without leather", "boots, no leather", "boots not made of leather", "leather-free boots",
     "boots but not leather"],
)  # fmt: skip
def test_what_is_not_wanted(said: str, store: Vocabulary) -> None:
    wanted = read_sentence(said, store)
    assert wanted.without == ("material:leather",)
    assert wanted.without_words == ("leather",)
    assert wanted.kinds == ("kind:boot",)


def test_no_is_not_always_without(store: Vocabulary) -> None:
    wanted = read_sentence("no idea what to get, no more than 50", store)
    assert wanted.without == wanted.without_words == ()
    assert wanted.highest == 5000


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("a mattress for a king bed", ("kind:mattress",)),
        ("a light for my desk lamp", ()),
        ("boots or running shoes", ("kind:boot", "kind:running shoe")),
        ("a sweater", ("kind:jumper",)),
        ("a set", ()),
        ("runing shoos", ("kind:running shoe",)),
    ],
)
def test_kinds(said: str, kinds: tuple[str, ...], store: Vocabulary) -> None:
    assert read_sentence(said, store).kinds == kinds


def test_orders_and_ratings(store: Vocabulary) -> None:
    assert read_sentence("the cheapest lamp", store).order is Order.CHEAPEST
    assert read_sentence("best rated lamps", store).order is Order.BEST_RATED
    assert read_sentence("lamps with at least 4 stars", store).stars == 4
    assert read_sentence("well reviewed lamps", store).stars == 4


def test_a_childs_age_means_toys(store: Vocabulary) -> None:
    wanted = read_sentence("present for a 7 year old", store)
    assert wanted.text == "children's toys and games"
    assert wanted.loose == (("category:toys",),)
    assert read_sentence("present for a 60 year old", store).loose == ()


def test_a_misspelling_is_told(store: Vocabulary) -> None:
    assert read_sentence("headphnes", store).corrected == (("headphnes", "headphones"),)


def test_what_nothing_is_called_is_known_to_be_unknown(store: Vocabulary) -> None:
    assert read_sentence("sofa", store).unknown == ("sofa",)
    assert read_sentence("something warm for camping", store).unknown == ()


def test_a_search_outlives_a_slot(store: Vocabulary) -> None:
    wanted = read_sentence("cheapest black or white leather boots under 80, not blue, 4 stars", store)
    assert Wanted.stored(wanted.storable()) == wanted


@pytest.mark.parametrize("said", ["", "   ", "????", "''':*&|!", "🙂", "a" * 500, "no no no no", "in in in"])
def test_anything_can_be_read(said: str, store: Vocabulary) -> None:
    assert isinstance(read_sentence(said, store), Wanted)


@pytest.mark.parametrize(
    ("said", "size", "read"),
    [
        ("black running shoes in uk 9", "size:10", (("uk 9", "US 10"),)),
        ("running shoes eu 42", "size:9", (("eu 42", "US 9"),)),
        ("running shoes in us 9", "size:9", ()),
        ("womens running shoes size uk 7", "size:9", (("uk 7", "US 9"),)),
    ],
)
def test_a_size_of_another_region_is_read_as_the_stores(
    store: Vocabulary, said: str, size: str, read: tuple[tuple[str, str], ...]
) -> None:
    wanted = read_sentence(said, store)
    assert (size,) in wanted.filters
    assert wanted.corrected == read
    assert wanted.kinds == ("kind:running shoe",)


def test_a_size_that_the_store_calls_so_stays_as_it_is(store: Vocabulary) -> None:
    british = vocabulary_of(TERMS | {"size:uk 9": 1}, CATEGORIES, ENGLISH.__contains__)
    wanted = read_sentence("running shoes in uk 9", british)
    assert (wanted.filters, wanted.corrected) == ((("size:uk 9",),), ())
