"""What is said of a cart: whether something goes into it, or it is looked at."""

import pytest

from actions.language.cart_words import moves_into_cart


@pytest.mark.parametrize(
    "text", ["move the lamp to my cart", "put it in my cart please", "can you add both mugs to the basket"]
)
def test_something_goes_into_the_cart(text: str) -> None:
    assert moves_into_cart(text)


@pytest.mark.parametrize(
    "text",
    ["what did I put in my cart", "is the mug in my basket", "show my cart", "did you add it to my cart"],
)
def test_the_cart_is_looked_at(text: str) -> None:
    assert not moves_into_cart(text)
