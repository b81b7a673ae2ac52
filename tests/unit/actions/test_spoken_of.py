"""What is said of a balance just told, and what is wished for beside the goods that are owned."""

import pytest

from actions.language.said import Said
from actions.steps.how_many_points import takes_points
from actions.steps.own_goods import shops
from actions.steps.own_words import gives_reason


@pytest.mark.parametrize(
    "text",
    [
        "can I use 200 of them",
        "use 100",
        "ok turn them into credit",
        "then redeem all",
        "I'd like to spend half",
    ],
)
def test_points_just_told_are_to_be_used(text: str) -> None:
    assert takes_points(text)


@pytest.mark.parametrize(
    "text", ["use my visa for order 12345", "when do they expire", "I don't want to use them", "where is it"]
)
def test_other_things_use_no_points(text: str) -> None:
    assert not takes_points(text)


@pytest.mark.parametrize(
    "text",
    [
        "recommend me a lamp",
        "I want to buy a mug",
        "do you sell lamps",
        "looking for new shoes",
        "any good mugs?",
    ],
)
def test_who_shops_speaks_of_no_order(text: str) -> None:
    assert shops(text)


@pytest.mark.parametrize(
    "text",
    ["where is my lamp", "my mug", "the lamp I need", "I want my lamp", "I need a replacement for the mug"],
)
def test_who_speaks_of_what_they_own_does_not_shop(text: str) -> None:
    assert not shops(text)


@pytest.mark.parametrize(
    "text",
    [
        "because I need it",
        "whats the weather",
        "wheres my parcel",
        "why do you ask",
        "actually a replacement",
    ],
)
def test_what_is_no_reason(text: str) -> None:
    assert not gives_reason(Said("inform", text))


@pytest.mark.parametrize("text", ["I don't need it", "I need it sooner", "my sister bought one", "too slow"])
def test_what_is_a_reason(text: str) -> None:
    assert gives_reason(Said("inform", text))
