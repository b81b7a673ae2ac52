"""Who does not have what would prove who they are is asked for something else."""

import pytest

from actions.language.evidence import lacks


@pytest.mark.parametrize(
    ("text", "asked", "lacked"),
    [
        ("i dont have the number", "order_number", "order_number"),
        ("I don't have it", "order_number", "order_number"),
        ("I can’t find my order number", "email", "order_number"),
        ("no number, sorry", "order_number", "order_number"),
        ("havent got one", "order_number", "order_number"),
        ("lost the confirmation", "order_number", "order_number"),
        ("don't have that one, sorry", "order_number", "order_number"),
        ("deleted the email, no idea of the number", "order_number", "order_number"),
        ("I don't remember which e-mail I used", "email", "email"),
        ("dunno", "order_number", "order_number"),
        ("I never got a number", "order_number", "order_number"),
        ("don't know my zip", "postcode", "postcode"),
        ("no idea", "email", "email"),
        ("A900004", "order_number", ""),
        ("della.laye@example.com", "email", ""),
        ("do I have to have the number?", "order_number", ""),
        ("Della Laye", "order_number", ""),
        ("it never arrived and nobody tells me anything", "order_number", ""),
        ("where is my parcel", "order_number", ""),
        ("no", "order_number", ""),
        ("i lost my package", "order_number", ""),
        ("forgot my password", "email", ""),
        ("I don't have an account", "order_number", ""),
        ("sorry I don't have it with me right now", "order_number", "order_number"),
    ],
)
def test_what_cannot_be_given(text: str, asked: str, lacked: str) -> None:
    assert lacks(text, asked) == lacked
