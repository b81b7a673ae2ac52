"""What is said of the person who was asked for, and what only sounds like it."""

import pytest

from actions.language.handover_words import (
    asks_after_person,
    asks_how_to_reach,
    beside_calling_off,
    calls_person_off,
    wants_a_call,
    wishes_for_person,
)


@pytest.mark.parametrize(
    "text",
    [
        "when will they reply", "when will someone answer me", "did you tell them?", "who will answer?",
        "will they call me?", "what did you tell them", "can they see my messages?", "is anyone coming?",
        "how long until someone replies", "when does a person write back", "waiting for a human",
        "still waiting for someone", "nobody answered yet", "no reply yet?", "have they read it?",
        "did you pass it on?", "how soon will your team get back to me", "where is the agent?",
    ],
)  # fmt: skip
def test_asking_after_the_person(text: str) -> None:
    assert asks_after_person(text, just_promised=False)


@pytest.mark.parametrize(
    "text",
    [
        "how long", "how long will it take", "when", "still waiting", "hurry up", "i've been waiting an hour",
        "it's been 20 minutes", "any update?", "how long do i have to wait?", "ok how long",
    ],
)  # fmt: skip
def test_how_long_is_of_the_person_who_was_just_promised(text: str) -> None:
    assert asks_after_person(text, just_promised=True)
    assert not asks_after_person(text, just_promised=False)


@pytest.mark.parametrize(
    "text",
    [
        "how long does shipping take", "when will my order arrive", "where is my order", "did you ship it",
        "can someone deliver it to the back", "when do i get my refund", "will they fit me?",
        "are they waterproof?", "do they come in blue?", "waiting for my package", "did you cancel it",
        "how long is the return window", "is someone home needed for delivery?", "have you told the carrier",
    ],
)  # fmt: skip
def test_other_questions_are_not_of_the_person(text: str) -> None:
    assert not asks_after_person(text, just_promised=True)


@pytest.mark.parametrize(
    "text",
    [
        "never mind, don't need anyone", "cancel that, i don't need a person", "no need for an agent",
        "forget the person, i found it", "I don't need a human anymore", "tell them never mind",
        "i no longer need someone", "you can cancel the request", "don't need to talk to anyone anymore",
    ],
)  # fmt: skip
def test_nobody_is_needed_any_more(text: str) -> None:
    assert calls_person_off(text, just_promised=False)


@pytest.mark.parametrize(
    "text", ["nevermind", "actually i solved it myself", "forget it", "i changed my mind", "no need, thanks"]
)
def test_never_mind_is_of_the_person_who_was_just_promised(text: str) -> None:
    assert calls_person_off(text, just_promised=True)
    assert not calls_person_off(text, just_promised=False)


@pytest.mark.parametrize(
    "text",
    [
        "i don't want a robot", "i don't need a bot i need a person", "cancel my order",
        "i don't want another agent, i want a manager", "i don't want the blue one",
        "don't you have a person?", "never mind the lamp, where is my order",
    ],
)  # fmt: skip
def test_who_wants_a_person_calls_none_off(text: str) -> None:
    assert not calls_person_off(text, just_promised=True)


def test_what_else_is_said_is_kept() -> None:
    assert beside_calling_off("I don't need a person, where is my order?") == "where is my order"
    assert beside_calling_off("forget the person, i found it") == ""


@pytest.mark.parametrize(
    "text",
    ["do you have a phone number", "what's your email?", "is there a hotline", "what is your email address"],
)
def test_asking_for_a_number_asks_for_nobody_yet(text: str) -> None:
    assert asks_how_to_reach(text)


@pytest.mark.parametrize(
    "text",
    ["i want a manager", "change my phone number", "what email do you have for me", "what's my email",
     "send the receipt to my email", "do you have a phone case", "can i get a call back tomorrow at 5"],
)  # fmt: skip
def test_other_numbers_are_not_the_stores(text: str) -> None:
    assert not asks_how_to_reach(text)


def test_a_call_is_a_call() -> None:
    assert wants_a_call("can someone call me?")
    assert not wants_a_call("how do I call off the order?")


@pytest.mark.parametrize(
    "text",
    ["i want to talk to sales", "I'm blind, can somebody help me", "who can i complain to", "i am deaf"],
)
def test_people_are_wished_for_in_other_words(text: str) -> None:
    assert wishes_for_person(text)
