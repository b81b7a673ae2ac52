"""Which questions ask whether the store has some goods."""

import pytest

from actions.steps.own_goods import asks_if_sold


@pytest.mark.parametrize(
    "text",
    [
        "do you sell tents", "do u have tents?", "got any tents", "have you got an ironing board",
        "are you selling bikes", "any chance you stock pillows", "would you guys carry wool socks",
    ],
)  # fmt: skip
def test_goods_are_asked_for(text: str) -> None:
    assert asks_if_sold(text)


@pytest.mark.parametrize("text", ["where is my tent", "do I have to pay", "I have a question", "who are you"])
def test_nothing_is_asked_for(text: str) -> None:
    assert not asks_if_sold(text)
