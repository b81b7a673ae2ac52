"""The alphabet, what is typed instead, and what a text costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.sms.gsm import Encoding, cost, fitted, is_gsm_7

GSM, UCS = Encoding.GSM_7, Encoding.UCS_2


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("", GSM, 1),
        ("a" * 160, GSM, 1),
        ("a" * 161, GSM, 2),
        ("a" * 306, GSM, 2),
        ("a" * 307, GSM, 3),
        ("€" * 80, GSM, 1),  # each takes two places
        ("€" * 81, GSM, 2),
        ("a" * 152 + "€" + "a" * 20, GSM, 2),
        ("€" * 153, GSM, 3),  # an escape is never torn from its character: 76 to a segment
        ("ж" * 70, UCS, 1),
        ("ж" * 71, UCS, 2),
        ("ж" * 134, UCS, 2),
        ("ж" * 135, UCS, 3),
        ("😀" * 35, UCS, 1),
        ("😀" * 36, UCS, 2),
        ("😀" * 67, UCS, 3),  # nor is a surrogate pair: 33 to a segment
        ("ñ" * 160, GSM, 1),
        ("á", UCS, 1),
    ],
)
def test_segments_are_counted(text: str, encoding: Encoding, segments: int) -> None:
    taken = cost(text)
    assert (taken.encoding, taken.segments) == (encoding, segments)


def test_the_basic_alphabet_has_its_127_characters_and_the_extension_ten() -> None:
    known = [chr(code) for code in range(0x2200) if is_gsm_7(chr(code))]
    assert len(known) == 127 + 10


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("It’s “here” – finally…", 'It\'s "here" - finally...'),
        ("2 × lamp — 5 €", "2 x lamp - 5 €"),
        ("j•••@example.com", "j***@example.com"),
        ("one\u00a0two\u200b", "one two"),
        ("Man\u0303ana", "Mañana"),  # composed, it is in the alphabet
    ],
)
def test_typography_is_typed_plainly(text: str, typed: str) -> None:
    assert fitted(text) == typed


@pytest.mark.parametrize("text", ["Zoë’s “lamp”", "Дім – “2”", "👋 It’s me"])
def test_a_text_that_cannot_be_gsm_7_keeps_its_typography(text: str) -> None:
    assert fitted(text) == text


@given(st.text())
def test_fitting_never_costs_more_encoding_and_is_done_once(text: str) -> None:
    once = fitted(text)
    assert fitted(once) == once
    assert not is_gsm_7(text) or is_gsm_7(once)
