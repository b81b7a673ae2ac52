"""Who says so is signed out, and nobody who speaks of something else."""

import pytest

from commerce.support.signing_out import may_sign_out, signs_out

JANE = {"jane", "doe", "jane doe"}


@pytest.mark.parametrize(
    "text",
    [
        "not me",
        "That's not me!",
        "that’s not me",
        "this isn't me",
        "it's not me",
        "sign me out",
        "Sign out",
        "log out please",
        "Please log me off.",
        "can you log me out of this chat?",
        "I want to sign out",
        "logout",
        "I'm someone else",
        "I am a different person",
        "you've got the wrong person",
        "wrong account",
        "No, I'm not Jane",
        "I am not Jane Doe",
        "my name isn't Doe, sorry",
        "hi, this is not Jane",
    ],
)
def test_it_is_said(text: str) -> None:
    assert may_sign_out(text, None)
    assert signs_out(text, JANE)


@pytest.mark.parametrize(
    "text",
    [
        "it's not me who ordered that, where is it?",
        "I'm not happy",
        "I'm not Mary",
        "I am not sure",
        "not now",
        "sign me up",
        "how do I log out of the newsletter",
        "the wrong item came",
        "I want somebody else to get the parcel",
        "log out the order details for me",
        "somebody else signed for it",
        "send it to a different person",
        "the desk isn't mine",
        "no",
        "not the mug",
        "I'm out of milk",
        "sold out?",
        "call off the order",
        "it doesn't fit me",
        "don't",
    ],
)
def test_other_things_are_said(text: str) -> None:
    assert not signs_out(text, JANE)


def test_what_is_pressed_or_long_is_not_looked_at() -> None:
    assert not may_sign_out("", "/deny")
    assert not may_sign_out("not me " * 20, None)
    assert not may_sign_out("where is my order?", None)
