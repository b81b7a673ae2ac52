"""What is asked of a wish list, as the words tell it."""

import pytest

from actions.language.wishlist_words import wishlist_request


@pytest.mark.parametrize(
    ("said", "request_"),
    [
        ("put the copper kettle on my wish list.", "add_to_wishlist"),
        ("please keep this in my favorites", "add_to_wishlist"),
        ("move the mug from my cart to my wish list", "add_to_wishlist"),
        ("no, take the kettle off my wishlist", "remove_from_wishlist"),
        ("move the tent from my wish list to my cart", "remove_from_wishlist"),
        ("buy everything on my wish list", "remove_from_wishlist"),
        ("empty my wish-list", "remove_from_wishlist"),
        ("put my wish list in my cart", "remove_from_wishlist"),
        ("share my wish list with mom", "share_wishlist"),
        ("make my wishlist private again", "share_wishlist"),
        ("show my wish list", None),
        ("is anything on my wishlist on sale", None),
        ("put the kettle in my cart", None),
    ],
)
def test_requests(said: str, request_: str | None) -> None:
    assert wishlist_request(said) == request_
