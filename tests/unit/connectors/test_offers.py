"""What a shopper types is read as the choice they were offered, and as nothing else."""

import pytest

from commerce.support.asking import Asks, Expects
from connectors.conversation.offers import Offer
from tests.unit.connectors.said import a_reply

ASKED = Offer.of([a_reply("Shall I cancel it?", "Yes, cancel it", "No, keep it", "Talk to a person")])
SECOND = "/No, keep it"


@pytest.mark.parametrize(
    "text",
    [
        "2", " 2 ", "2.", "2)", "(2)", "#2", "# 2", "no. 2", "Nr 2", "2!", "2 please", "two", "TWO", "Two.",
        "number two", "option 2", "Option two please", "the second", "second", "the second one", "2nd",
        "the 2nd one", "I'll take the second", "i choose 2", "choice 2", "answer 2", "2️⃣", "２",
        "B", "b)", "option b", "B please",
        "opt 2", "ill take 2", "let's go with 2", "it is 2", "reply 2", "press 2", "2 thx", "2 👍",
        "my answer is 2",
        "no, keep it", "No keep it", "NO, KEEP IT!", "no keep", "please no, keep it", "it's the second one",
    ],
)  # fmt: skip
def test_the_second_choice(text: str) -> None:
    assert ASKED.chosen(text, by_number=True) == SECOND


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("1", "/Yes, cancel it"),
        ("one", "/Yes, cancel it"),
        ("first", "/Yes, cancel it"),
        ("three", "/Talk to a person"),
        ("talk to a person please", "/Talk to a person"),
        ("talk to", "/Talk to a person"),
    ],
)
def test_the_other_choices(text: str, payload: str) -> None:
    assert ASKED.chosen(text, by_number=True) == payload


@pytest.mark.parametrize(
    "text",
    [
        "", "4", "0", "22", "-1", "2 of them", "2 lamps", "1 and 2", "two days ago", "2?", "yes", "no", "ok",
        "to", "the second lamp", "I have 2", "#W1234567", "#2345", "second class", "keep", "a person",
        "12:30", "no 2", "2.5", "be", "a lamp", "k", "y", "g", "bb", "c u later", "it's a", "a",
        "i'll take a",
        "the one from last week",
        "the last one",  # of orders, the latest
    ],
)  # fmt: skip
def test_anything_else_is_text(text: str) -> None:
    assert ASKED.chosen(text, by_number=True) is None


@pytest.mark.parametrize("expects", [Expects.NUMBER, Expects.CODE])
def test_a_number_is_no_choice_where_a_number_is_asked_for(expects: Expects) -> None:
    offer = Offer.of([a_reply("Blue?", "Send another code", "Talk to a person", asks=Asks(expects))])
    assert [offer.chosen(text, by_number=True) for text in ("2", "two", "the second", "123456")] == [None] * 4
    assert offer.chosen("talk to a person", by_number=True) == "/Talk to a person"
    assert offer.lines() == ["You can reply: Send another code / Talk to a person"]


@pytest.mark.parametrize("asks", [None, Asks(Expects.WORDS), Asks(Expects.AGREEMENT)])
def test_how_a_question_is_worded_decides_nothing(asks: Asks | None) -> None:
    offer = Offer.of([a_reply("How many digits has the code?", "Five", "Six", asks=asks)])
    assert offer.chosen("2", by_number=True) == "/Six"


def test_a_count_is_read_as_the_count_it_names() -> None:
    offer = Offer.of([a_reply("The order has 4 × Mug. How many?", "2", "3", "All 4")])
    assert [offer.chosen(text, by_number=True) for text in ("2", "3", "1", "all 4")] == [
        "/2",
        "/3",
        None,
        "/All 4",
    ]


def test_a_number_asked_for_before_is_not_asked_for_now() -> None:
    before = a_reply("How many?", asks=Asks(Expects.NUMBER))
    offer = Offer.of([before, a_reply("Shall I?", "Yes", "No", asks=Asks(Expects.AGREEMENT))])
    assert offer.chosen("2", by_number=True) == "/No"


def test_nothing_offered_is_nothing_chosen() -> None:
    offer = Offer.of([a_reply("Which order?")])
    assert (offer.chosen("1", by_number=True), offer.lines()) == (None, [])


def test_the_choices_of_all_replies_count_each_once() -> None:
    offer = Offer.of([a_reply("One.", "A", "B"), a_reply("Two.", "B", "C")])
    assert offer.lines() == ["Reply with a number:", "1 A", "2 B", "3 C"]
    assert offer.chosen("3", by_number=True) == "/C"


@pytest.mark.parametrize(
    "text", ["yes please??", "Yes, please 👎", '"yes please"', "yes, please ;)", "yes (please)"]
)
def test_a_title_with_more_than_its_marks_is_not_that_title(text: str) -> None:
    offer = Offer.of([a_reply("Shall I do that?", "Yes, please", "No, leave it")])
    assert offer.chosen(text, by_number=True) is None
