"""The usual characters for those that only look otherwise: full-width digits, ligatures, hard spaces."""

from __future__ import annotations

import unicodedata

# "1½" is no 11/2 and "m²" no m2: what these say is not only a look.
_MEANT = ("<fraction>", "<super>", "<sub>")
_JOINERS = frozenset("\u200c\u200d")  # parts of letters and of pictograms


def usual_characters(text: str) -> str:
    """`text` in Unicode's NFKC but for fractions, superscripts and subscripts, without invisible marks."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", "".join(map(_usual, text)))


def _usual(character: str) -> str:
    if unicodedata.category(character) == "Cf" and character not in _JOINERS:
        return ""
    if unicodedata.decomposition(character).startswith(_MEANT):
        return character
    return unicodedata.normalize("NFKC", character)
