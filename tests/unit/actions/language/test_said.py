"""What a message says, beyond its intent."""

from typing import Any

import pytest
from rasa_sdk import Tracker

from actions.language.said import LATEST, SILENCE, Said


def said(text: str, intent: str = "inform", **entities: str | int) -> Said:
    """A message in which each entity's value stands in the text, or fills all of it."""
    found: list[dict[str, Any]] = []
    for entity, value in entities.items():
        start = text.find(str(value))
        place = {"start": start, "end": start + len(str(value))} if start >= 0 else {"start": 0, "end": 0}
        found.append({"entity": entity, "value": value, **place})
    message = {"text": text, "intent": {"name": intent}, "entities": found}
    return Said.by(Tracker("sender", {}, message, [], False, None, {}, None))


@pytest.mark.parametrize(
    "text", ["A100234", "it's A100234 please", "hi, my order number is A100234", "#A100234, thanks!"]
)
def test_an_entity_in_fillers_is_a_bare_answer(text: str) -> None:
    assert said(text, order_number="A100234").is_bare


@pytest.mark.parametrize("text", ["where is A100234", "cancel A100234", "return the mug of A100234"])
def test_a_request_around_an_entity_is_not_bare(text: str) -> None:
    assert not said(text, order_number="A100234").is_bare


def test_without_entities_nothing_is_bare() -> None:
    assert not said("hello").is_bare


@pytest.mark.parametrize(
    ("message", "position"),
    [
        (said("the second one", ordinal=2), 2),
        (said("my last order", ordinal=-1), LATEST),
        (said("2"), 2),
        (said("number 3."), 3),
        (said("I have 2 dogs"), None),
        (said("A100234", order_number="A100234"), None),
    ],
)
def test_a_place_in_a_list(message: Said, position: int | None) -> None:
    assert message.position == position


@pytest.mark.parametrize("text", ["no, the other order", "another one", "the wrong one", "something else"])
def test_asking_for_another(text: str) -> None:
    assert said(text).wants_other


def test_a_payload_asks_for_nothing_by_its_words() -> None:
    assert not said('/inform{"cancel_reason": "other"}').wants_other


@pytest.mark.parametrize("text", ["the one with the keyboard", "the keyboards", "Mechanical!"])
def test_an_item_is_named_by_a_word_of_its_title(text: str) -> None:
    assert said(text).names("Mechanical Keyboard")


@pytest.mark.parametrize("text", ["the one with the mouse", "the big one", ""])
def test_other_words_name_no_item(text: str) -> None:
    assert not said(text).names("Mechanical Keyboard")


def test_digits_of_entities_are_not_quoted_ends_of_numbers() -> None:
    assert said("it ends in 0052").digit_groups == ["0052"]
    assert said("80202 is my zip", postcode="80202").digit_groups == []


def test_silence_says_nothing() -> None:
    assert SILENCE.is_silent
    assert not said("hello").is_silent


@pytest.mark.parametrize(
    ("text", "intent", "heard"),
    [
        ("no, size 8", "check_availability", "correct"),
        ("actually the blue one", "find_product", "correct"),
        ("no, do you have it in blue?", "check_availability", "check_availability"),
        ("size 8", "check_availability", "check_availability"),
        ("no, I was charged twice", "report_double_charge", "report_double_charge"),
        ("no, I would rather know how much the other one costs", "check_price", "check_price"),
    ],
)
def test_a_short_correction_in_a_flow_is_one_whatever_it_seems_to_be(text: str, intent: str, heard: str):
    assert Said(intent, text).in_flow().intent == heard


@pytest.mark.parametrize(
    "text",
    ["no, the other order", "the other boots", "my other one", "that's the wrong one", "a different order"],
)
def test_another_one_is_wished_for(text: str) -> None:
    assert Said("correct", text).wants_other


@pytest.mark.parametrize(
    "text",
    ["wait that's wrong, 6 Elm Ave", "wrong street, it's Oak Road", "no, a different address",
     "another size please", "the zip is wrong", "use my other card"],
)  # fmt: skip
def test_what_puts_right_is_not_another_one(text: str) -> None:
    assert not Said("correct", text).wants_other
