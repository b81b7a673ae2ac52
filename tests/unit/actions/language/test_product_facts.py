"""What is asked about a product."""

import pytest

from actions.language.product_facts import Question, answering, asks_whether_there, question_in

DESCRIPTION = ["Keeps you dry to the chest.", "Weighs 900 grams.", "Thirty hours to a charge."]


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("is it any good?", Question.REVIEWS),
        ("what do people think of it", Question.REVIEWS),
        ("which colors does it come in", Question.CHOICES),
        ("tell me more about the tent", Question.GENERAL),
        ("show me the second", Question.GENERAL),
        ("what are they made of?", Question.FACT),
        ("can it go in the dishwasher", Question.FACT),
    ],
)
def test_questions(said: str, question: Question) -> None:
    assert question_in(said) is question


@pytest.mark.parametrize(
    ("said", "is_it"),
    [
        ("do you have it in blue", True),
        ("is it in stock", True),
        ("any left?", True),
        ("do the waders have pockets", False),
        ("does it come with a bag", False),
    ],
)
def test_whether_it_can_be_had_or_what_it_is(said: str, is_it: bool) -> None:
    assert asks_whether_there(said) is is_it


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("how heavy are the waders", ["Weighs 900 grams."]),
        ("how long does the battery last", ["Thirty hours to a charge."]),
        ("is it waterproof", ["Keeps you dry to the chest."]),
        ("does it have reinforced knees", []),
    ],
)
def test_the_sentence_that_answers_and_none_that_does_not(said: str, answer: list[str]) -> None:
    assert answering(said, "Marsh Waders", DESCRIPTION)[:1] == answer
