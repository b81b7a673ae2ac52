"""What is asked of a wish list, as the words tell it."""

import pytest

from actions.language.wishlist_words import (
    asks_who_sees,
    means_all_wishes,
    moves_wishes,
    names_goods,
    stops_sharing,
    wishlist_request,
)


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


@pytest.mark.parametrize(
    "said",
    [
        "clear my wish list", "empty my wishlist please", "delete my wish list", "wipe my whole wish list",
        "remove everything from my wishlist", "take both off my wish list", "delete all saved items",
        "everything", "all of them", "both of them please", "the whole lot", "all three", "all", "clear it",
        "get rid of my entire wish list", "buy everything on my wish list", "move all of it to my cart",
        "delete all the things on my wish list", "take all my favorites off, thanks",
    ],
)  # fmt: skip
def test_all_of_them(said: str) -> None:
    assert means_all_wishes(said)
    assert not names_goods(said)


@pytest.mark.parametrize(
    "said",
    [
        "delete my toaster", "remove both mugs", "clear vase", "remove the clear vase from my wish list",
        "remove all mugs", "take all the lamps off my wish list", "delete my empty picture frame",
        "both towels off my wishlist", "the everything bagel toaster", "wipe board off my wish list",
        "remove every mug from my wish list", "take the sofa off my wishlist",
    ],
)  # fmt: skip
def test_goods_that_are_named_are_not_all_of_them(said: str) -> None:
    assert not means_all_wishes(said)
    assert names_goods(said)


@pytest.mark.parametrize(
    "said",
    [
        "remove it from my wish list",
        "remove from favorites",
        "unsave this",
        "strike the item from my wishlist",
    ],
)
def test_no_goods_are_named(said: str) -> None:
    assert not means_all_wishes(said)
    assert not names_goods(said)


@pytest.mark.parametrize(
    "said",
    [
        "move the lamp to my cart", "put it into the basket", "add the sleeping bag to my bag",
        "buy the lamp on my wish list", "I'll take the mug", "order everything on my wishlist",
        "take it off my wish list and put it in my cart", "I want to purchase the tent",
    ],
)  # fmt: skip
def test_what_goes_into_the_cart(said: str) -> None:
    assert moves_wishes(said)


@pytest.mark.parametrize(
    "said",
    [
        "remove the sleeping bag", "take the gym bag off my wish list", "delete the cart organizer",
        "remove the laundry basket from my wish list", "drop the shopping bag", "unsave the order book",
        "take the lamp off, I'll buy it elsewhere", "remove the mug, I don't want to order it any more",
        "strike the last one in order", "take the picnic basket off",
    ],
)  # fmt: skip
def test_what_is_only_taken_off(said: str) -> None:
    assert not moves_wishes(said)


@pytest.mark.parametrize(
    "said",
    [
        "is my wish list private?", "who can see my wish list?", "can other people see my wishlist",
        "is my wishlist public or private", "is my wish list visible to others?",
        "I want to know if my wish list is private", "does anybody see my wish list?", "who sees it",
        "so can anyone find my wish list", "are my favorites public",
    ],
)  # fmt: skip
def test_who_sees_it(said: str) -> None:
    assert asks_who_sees(said)


@pytest.mark.parametrize(
    "said",
    [
        "make my wish list private", "can you make my wish list private again?", "stop sharing my wishlist",
        "nobody should see my wish list any more", "hide my wish list from others",
        "set it to private please",
        "I don't want anyone to see my wish list any longer", "don't let people see my wishlist",
    ],
)  # fmt: skip
def test_who_wants_it_unseen(said: str) -> None:
    assert stops_sharing(said)
    assert not asks_who_sees(said)


@pytest.mark.parametrize(
    "said",
    [
        "share my wish list",
        "make a link so that my family sees my list",
        "share it, but hide my name",
        "how can my family see my wish list",
    ],
)
def test_who_shares_it(said: str) -> None:
    assert not stops_sharing(said)
    assert not asks_who_sees(said)
