"""Which of the products just shown is meant, and what is asked of them."""

import pytest

from actions.language.shown_goods import (
    OnShow,
    asks_of_each,
    asks_of_one,
    asks_which,
    named_alone,
    only_picks,
    picked,
)

SHOWN = [
    OnShow("sparrow", "Sparrow Chef's Knife", 4900, 4.5),
    OnShow("keel", "Keel Chef's Knife", 3900, 4.1),
    OnShow("blender", "Whirl Blender", 9900, 4.9),
    OnShow("pan", "Tarn Pan", 4900, None),
]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the second one", ["keel"]),
        ("number 3", ["blender"]),
        ("ok #2", ["keel"]),
        ("2", ["keel"]),
        ("and 3", ["blender"]),
        ("option 4 please", ["pan"]),
        ("what about the last one", ["pan"]),
        ("show me the 3rd", ["blender"]),
        ("the first and the third", ["sparrow", "blender"]),
        ("1 & 2", ["sparrow", "keel"]),
        ("top two", ["sparrow", "keel"]),
        ("the last two please", ["blender", "pan"]),
        ("the cheaper one", ["keel"]),
        ("which one is cheapest", ["keel"]),
        ("the priciest one pls", ["blender"]),
        ("the best rated one", ["blender"]),
        ("how much is the second", ["keel"]),
    ],
)
def test_a_place_alone_means_what_was_shown(text: str, keys: list[str]) -> None:
    assert picked(text, SHOWN) == keys
    assert only_picks(text, SHOWN)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("add the cheaper one to my cart", ["keel"]),
        ("compare the first two", ["sparrow", "keel"]),
        ("compare 1 and 3", ["sparrow", "blender"]),
        ("put number two on my wish list", ["keel"]),
        ("add two of the second one", ["keel"]),
    ],
)
def test_a_place_in_a_request_is_found_and_is_not_all_of_it(text: str, keys: list[str]) -> None:
    assert picked(text, SHOWN) == keys
    assert not only_picks(text, SHOWN)


@pytest.mark.parametrize(
    "text",
    [
        "cheaper",
        "a cheaper one",
        "the cheapest lamp you have",
        "the last order",
        "first of all, hi",
        "under $3 and 4",
        "number 7",
        "1 and 7",
        "that one",
        "my first order",
    ],
)
def test_other_words_pick_nothing(text: str) -> None:
    assert picked(text, SHOWN) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("the knife", ["sparrow", "keel"]),
        ("the keel knife", ["keel"]),
        ("hm, the blender", ["blender"]),
        ("knives", []),
        ("the lamp", []),
        ("where is the knife I ordered last week", []),
    ],
)
def test_a_title_alone_means_what_was_shown(text: str, keys: list[str]) -> None:
    assert named_alone(text, SHOWN) == keys


@pytest.mark.parametrize(
    "text",
    [
        "which is warmer",
        "which one is better for rain",
        "which of them is waterproof",
        "what's the difference",
        "whats the lightest",
        "which one has the best battery",
        "which would you take",
        "what's better",
    ],
)
def test_it_is_asked_which(text: str) -> None:
    assert asks_which(text)


@pytest.mark.parametrize(
    "text",
    [
        "which order is late",
        "which lamp is good",
        "what is the total",
        "what are you",
        "what's in my cart",
        "which of your bikes is the lightest",
        "which one did I order",
        "what would you recommend for me?",
    ],
)
def test_it_is_not_asked_which(text: str) -> None:
    assert not asks_which(text)


@pytest.mark.parametrize(
    "text",
    [
        "is it dishwasher safe",
        "does it come in red",
        "what do others say about it",
        "how much does it weigh",
        "is it any good",
        "what is it made of",
        "will it fit a queen bed",
        "what are the reviews like",
        "how many reviews",
        "show me bad reviews",
    ],
)
def test_a_question_is_of_one_thing(text: str) -> None:
    assert asks_of_one(text)


@pytest.mark.parametrize(
    "text",
    [
        "where is it",
        "when will it arrive",
        "can i return it",
        "how much is that worth in points",
        "can you cancel it",
        "is that ok",
        "waterproof",
        "in red",
    ],
)
def test_other_questions_are_of_no_product(text: str) -> None:
    assert not asks_of_one(text)


def test_a_question_may_be_of_all() -> None:
    assert asks_of_each("are they waterproof")
    assert not asks_of_each("are you there")
