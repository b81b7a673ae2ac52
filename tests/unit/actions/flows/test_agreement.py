"""A yes is only a plain yes: whatever says more is a correction or a question."""

import pytest

from actions.flows.cancel_order import CancelOrderFlow
from actions.flows.flow import Progress
from actions.said import Said

SUMMARISED = Progress("cancel_order", asked="confirmed")


@pytest.mark.parametrize(
    "text",
    [
        "yes", "Yes please!", "yeah go ahead", "sure, thanks", "ok", "OK do it", "yep that's right",
        "please do",
        "yes, cancel it", "yes that is correct", "go for it", "sounds good", "absolutely",
        "yes, I'm sure", "👍",
        "alright, return it", "y", "k",
    ],
)  # fmt: skip
def test_a_plain_yes(text: str):
    intent = "affirm"
    assert CancelOrderFlow().is_agreed(Said(intent, text), SUMMARISED)


@pytest.mark.parametrize(
    "text",
    [
        "yes but not the mug", "yes, except the lamp", "ok but to my gift card", "yes, to paypal",
        "sure, in black",
        "yes and the mug too", "yes if it is free", "ok only the lamp", "yes but tomorrow", "yes 2 of them",
    ],
)  # fmt: skip
def test_a_yes_that_says_more(text: str):
    assert not CancelOrderFlow().is_agreed(Said("affirm", text), SUMMARISED)


def test_a_pressed_yes():
    assert CancelOrderFlow().is_agreed(Said("affirm", "/affirm"), SUMMARISED)
    assert not CancelOrderFlow().is_agreed(Said("deny", "/deny"), SUMMARISED)


def test_a_yes_to_another_question():
    assert not CancelOrderFlow().is_agreed(
        Said("affirm", "yes"), Progress("cancel_order", asked="chosen_order")
    )
