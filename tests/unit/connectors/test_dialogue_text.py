"""What a shopper types is words to the dialogue server, whatever it looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.conversation.dialogue import harmless


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("where is my order?", "where is my order?"),
        ("and/or", "and/or"),
        ("/affirm", "affirm"),
        ("  // / affirm", "affirm"),
        ("\u2003/restart", "restart"),
        (" leading space stays", " leading space stays"),
        ("/", "?"),
        (" / / ", "?"),
    ],
)
def test_leading_slashes_go(typed: str, sent: str) -> None:
    assert harmless(typed) == sent


@given(st.text(alphabet=st.one_of(st.sampled_from("/ \t\n\x1c\u3000a"), st.characters()), min_size=1))
def test_nothing_typed_is_an_intent(typed: str) -> None:
    assert not harmless(typed).strip().startswith("/")
