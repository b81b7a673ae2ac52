"""Reasons and states are taken from people's own words."""

import pytest

from actions.language.reasons import condition_in, corrects, reason_in, tells_condition
from commerce.returns.models import ItemCondition, ReturnReason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the shoes are too small", ReturnReason.SIZE),
        ("it doesn't fit", ReturnReason.SIZE),
        ("I ordered the wrong size", ReturnReason.SIZE),
        ("it arrived broken", ReturnReason.DAMAGED),
        ("the screen is cracked", ReturnReason.DAMAGED),
        ("it has a dent", ReturnReason.DAMAGED),
        ("is there a student discount", None),
        ("put it on my default card", None),
        ("the lamp won't turn on", ReturnReason.DAMAGED),
        ("it stopped working after a day", ReturnReason.DAMAGED),
        ("you sent me the wrong one", ReturnReason.WRONG_ITEM),
        ("that's not what I ordered", ReturnReason.WRONG_ITEM),
        ("wrong item", ReturnReason.WRONG_ITEM),
        ("it's not as described", ReturnReason.NOT_AS_DESCRIBED),
        ("the colour looks completely different", ReturnReason.NOT_AS_DESCRIBED),
        ("poor quality", ReturnReason.NOT_AS_DESCRIBED),
        ("I changed my mind", ReturnReason.CHANGED_MIND),
        ("I don't like it", ReturnReason.CHANGED_MIND),
        ("no longer needed", ReturnReason.CHANGED_MIND),
        ("I bought too many", ReturnReason.CHANGED_MIND),
        ("another reason", ReturnReason.OTHER),
        ("I want to return the lamp", None),
        ("return the size M shirt", None),
        ("the size", ReturnReason.SIZE),
        ("for one with a 17-inch screen size", None),
        ("yes", None),
    ],
)
def test_reasons(text: str, reason: ReturnReason | None):
    assert reason_in(text) == reason


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("unopened", ItemCondition.UNOPENED),
        ("I never opened it", ItemCondition.UNOPENED),
        ("still in the box", ItemCondition.UNOPENED),
        ("like new", ItemCondition.LIKE_NEW),
        ("I opened it but never used it", ItemCondition.LIKE_NEW),
        ("only tried it on", ItemCondition.LIKE_NEW),
        ("used once", ItemCondition.USED),
        ("I wore them twice", ItemCondition.USED),
        ("it has a scratch", ItemCondition.DAMAGED),
        ("the lamp", None),
    ],
)
def test_conditions(text: str, condition: ItemCondition | None):
    assert condition_in(text) == condition


@pytest.mark.parametrize("text", ["it's still unopened", "I have never worn them", "I've used it once"])
def test_a_state_may_be_told_unasked(text: str):
    assert tells_condition(text)


@pytest.mark.parametrize("text", ["my new shoes are too small", "I used my gift card", "the perfect lamp"])
def test_other_words_tell_no_state(text: str):
    assert not tells_condition(text)


@pytest.mark.parametrize(
    "text", ["sorry, it's worn", "actually it was opened", "no, used", "it is opened, actually"]
)
def test_what_puts_a_state_right(text: str) -> None:
    assert corrects(text)
    assert condition_in(text) is not None
    assert not corrects("it was opened")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("it broke... no, i just changed my mind", ReturnReason.CHANGED_MIND),
        ("too small, wait, it's the wrong product, they sent the wrong one", ReturnReason.WRONG_ITEM),
        ("changed my mind - actually it is damaged", ReturnReason.DAMAGED),
        ("it broke, no longer need it", ReturnReason.DAMAGED),
        ("it is broken. no idea how", ReturnReason.DAMAGED),
    ],
)
def test_what_was_put_right_in_the_same_breath(text: str, reason: ReturnReason):
    assert reason_in(text) is reason
