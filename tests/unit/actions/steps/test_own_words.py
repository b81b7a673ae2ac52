"""What counts as telling why in the shopper's own words."""

import pytest

from actions.language.said import Said
from actions.steps.own_words import gives_reason


@pytest.mark.parametrize(
    "text", ["found it cheaper elsewhere", "no, it's for my sister and she has one", "the colour is off"]
)
def test_a_statement_tells_why(text: str) -> None:
    assert gives_reason(Said("inform", text))


@pytest.mark.parametrize(
    "text",
    ["no", "whoops no", "oops, no no", "ah no sorry", "wait, nope", "uh no thanks", "no wait", "my bad, no"],
)
def test_a_no_tells_nothing(text: str) -> None:
    assert not gives_reason(Said("inform", text))
    assert not gives_reason(Said("nlu_fallback", text))


@pytest.mark.parametrize(
    "text",
    [
        "cos i want to change the card",
        "my last but one",
        "the cheapest",
        "because I want to exchange it for a L",
    ],
)
def test_another_request_and_another_order_tell_nothing(text: str) -> None:
    assert not gives_reason(Said("inform", text))
