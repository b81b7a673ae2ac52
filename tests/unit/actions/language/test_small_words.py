"""Small words, and what is more than that."""

import pytest

from actions.language.small_words import asks_again, says_nothing, takes_note


@pytest.mark.parametrize(
    "text",
    ["ok", "ok whatever", "fine", "cool", "k", "lol", "👍", "...", "oh ok", "i can wait", "all good", "🙄"],
)
def test_taking_note(text: str) -> None:
    assert takes_note(text)


@pytest.mark.parametrize(
    "text", ["ok cancel it", "what", "huh", "cool lamp", "?", "yes", "sure", "no", "ok?? why"]
)
def test_more_than_taking_note(text: str) -> None:
    assert not takes_note(text)


@pytest.mark.parametrize("text", ["hmm", "lol", "...", "🙄", "😂😂", "ugh", "haha"])
def test_what_answers_no_question(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["ok", "👍", "👎", "⭐⭐⭐⭐", "2", "it broke, lol", "no", "hm, the lamp"])
def test_what_may_answer_one(text: str) -> None:
    assert not says_nothing(text)


def test_question_marks_alone() -> None:
    assert asks_again("??")
    assert not asks_again("why??")
