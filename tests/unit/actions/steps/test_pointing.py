"""Pointing at one of several is no reason."""

import pytest

from actions.steps.own_words import points_at_one


@pytest.mark.parametrize(
    "text", ["the keyboard one", "the first one", "no, the lamp order", "that green one please"]
)
def test_pointing(text: str) -> None:
    assert points_at_one(text)


@pytest.mark.parametrize("text", ["the wrong one", "the other one", "it broke", "the one I got is too small"])
def test_reasons(text: str) -> None:
    assert not points_at_one(text)
