"""What is said beside the matter: waiting, reactions, looking for somebody; and numbers put right."""

import pytest

from actions.language.asides import asked_first, is_reaction, looks_for_somebody, names_only_the_order, waits
from actions.language.counts import Recount, recount_in


@pytest.mark.parametrize(
    "text",
    [
        "hold on", "ok hold on", "hang on", "one sec", "tomorrow", "yes but tomorrow", "ok, i'll ask my wife",
        "ok give me a minute", "let me think about it", "I'll do it later", "not now", "wait", "maybe later",
        "I need to ask my mom first", "gimme a sec", "not yet", "in a bit", "i'll get back to you", "brb",
        "two minutes please", "let me check with my husband first", "I'll tell you tomorrow",
        "ask me tomorrow",
        "please don't do anything yet", "hmm thinking about it", "I'm thinking",
    ],
)  # fmt: skip
def test_waiting(text: str) -> None:
    assert waits(text)


@pytest.mark.parametrize(
    "text",
    [
        "i want to speak to sb", "the blue one, I think", "let me talk to customer care",
        "wait, where is my order", "hold on, it's three, not two", "hang on i meant the other boots", "yes",
        "ok",
        "no wait, keep it", "wait not that one", "hang on, only the boots", "I need it",
        "it arrived too late",
        "I'll keep it", "let me cancel it", "i want to see my orders", "send it tomorrow", "maybe", "first",
        "let me change the address first", "it took some time", "I want to look at my orders", "just one",
        "when will it come, tomorrow?", "I want to talk to a human", "let me speak to a real person",
        "I need to ask you something", "I have to ask about my refund", "I want to talk to someone",
        "the second one please",
    ],
)  # fmt: skip
def test_no_waiting(text: str) -> None:
    assert not waits(text)


@pytest.mark.parametrize(
    "text",
    [
        'Loved "Yes, cancel it"', "Liked “yes”", "👍 to “Shall I?”", "Emphasized “ok”", "Laughed at “x”",
        "Removed a like from “x”", "Reacted 👍 to “Shall I”", "Loved an image",
        "Disliked “Shall I cancel it?”",
    ],
)  # fmt: skip
def test_a_reaction(text: str) -> None:
    assert is_reaction(text)
    assert not is_reaction("I loved “the lamp”, but it's broken")


@pytest.mark.parametrize(
    "text", ["hello??", "are you there", "anyone there?", "hello?", "you there", "hey, are you there?"]
)
def test_looking_for_somebody(text: str) -> None:
    assert looks_for_somebody(text)


@pytest.mark.parametrize("text", ["hello", "hi there", "where is it", "is it there", "ok"])
def test_not_looking_for_somebody(text: str) -> None:
    assert not looks_for_somebody(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("no wait, just one", 1), ("actually 2", 2), ("not 3, 2", 2), ("no, 2", 2), ("make it two", 2),
        ("only one of them please", 1), ("sorry, I meant two", 2), ("2, not 3", 2), ("oops 2", 2),
        ("hold on, only two of those", 2), ("not all, just 2", 2), ("2 instead", 2), ("just the one", 1),
        ("not all", None), ("not all of them", None), ("wait, not all 3", None),
    ],
)  # fmt: skip
def test_a_number_put_right(text: str, count: int | None) -> None:
    assert recount_in(text) == Recount(count)


@pytest.mark.parametrize(
    "text",
    [
        "2",
        "the second",
        "number 2",
        "only the lamp",
        "not the mug",
        "one",
        "no",
        "no, size 8",
        "2 days ago",
        "not 3",
    ],
)
def test_no_number_put_right(text: str) -> None:
    assert recount_in(text) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("yes but first tell me where it is", "where it is"),
        ("cancel it but only after telling me if I get the full amount", "if I get the full amount"),
        ("ok, but tell me first when it arrives", "when it arrives"),
        ("before i say yes i want to know where it is", "where it is"),
        ("yes", None),
        ("yes but to my gift card", None),
    ],
)
def test_what_is_to_be_told_before_the_answer(text: str, asked: str | None):
    assert asked_first(text) == asked


def test_only_the_order_answers_nothing():
    assert names_only_the_order("my order")
    assert names_only_the_order("that order please")
    assert not names_only_the_order("my lamp order")
    assert not names_only_the_order("my orders")


@pytest.mark.parametrize("text", ["the second", "ok the second", "that second"])
def test_a_place_is_no_time(text: str) -> None:
    assert not waits(text)
    assert waits("a second")
