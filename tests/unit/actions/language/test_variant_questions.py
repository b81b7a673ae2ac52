"""What asks which versions there are, and what wishes one at an end of their prices."""

import pytest

from actions.language.reasons import is_gone, reason_in
from actions.language.variant_questions import asks_what_there_is, extreme_in


@pytest.mark.parametrize(
    "text",
    [
        "what other 13-inch ones do you have?",
        "how many kinds are there?",
        "which colors are available",
        "what are the options",
        "do you have any others?",
        "show me the other versions",
        "is there a bigger one",
        "do you have anything cheaper?",
    ],
)
def test_questions_for_versions(text: str) -> None:
    assert asks_what_there_is(text)


@pytest.mark.parametrize(
    "text", ["the blue one", "size 8 please", "what happens if I wait?", "yes", "the cheapest"]
)
def test_answers_and_other_questions(text: str) -> None:
    assert not asks_what_there_is(text)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("the cheapest", "cheapest"),
        ("the least expensive one", "cheapest"),
        ("the most expensive one then", "dearest"),
        ("a cheaper one", None),
    ],
)
def test_the_ends_of_the_prices(text: str, end: str | None) -> None:
    assert extreme_in(text) == end


@pytest.mark.parametrize(
    "text",
    ["I lost it", "i've lost them", "my son threw it away", "we sold it", "I can't find it", "it's gone"],
)
def test_what_is_gone(text: str) -> None:
    assert is_gone(text)


@pytest.mark.parametrize(
    "text", ["I lost the receipt", "I threw away the box", "I can't find the label", "it broke"]
)
def test_what_is_there_still(text: str) -> None:
    assert not is_gone(text)


def test_an_accident_is_no_dent() -> None:
    assert reason_in("it went to the wrong place by accident") is None
