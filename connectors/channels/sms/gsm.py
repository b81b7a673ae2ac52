"""What a text costs as SMS: the GSM 7-bit alphabet where the text allows it, and the segments it takes.

The alphabet with its extension table is that of 3GPP TS 23.038, section 6.2.1; the lengths of a segment are
those of TS 23.040, section 9.2.3.24 (a header of six bytes in each segment of several).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€\f")  # two places each: an escape goes before

# Typographic characters and what a typewriter has for them. Letters are left as they are: they spell names.
_PLAIN = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\t\u00a0\u2002\u2003\u2007\u2009\u200a\u202f", " "),
    **dict.fromkeys("•·●▪", "*"),
    **dict.fromkeys("\u200b\u200c\u2060\ufeff\u00ad", ""),
    "…": "...", "×": "x", "÷": "/", "→": "->", "←": "<-", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "™": "(TM)", "®": "(R)", "©": "(C)", "º": "o", "ª": "a", "°": " deg", "≤": "<=", "≥": ">=", "✓": "OK",
}  # fmt: skip
_TYPEWRITTEN = str.maketrans(_PLAIN)


class Encoding(StrEnum):
    """How a text travels."""

    GSM_7 = "GSM-7"  # 160 characters in one segment, 153 in each of several
    UCS_2 = "UCS-2"  # 70 and 67

    @property
    def one_segment(self) -> int:
        """How much fits into a message of one segment."""
        return 160 if self is Encoding.GSM_7 else 70

    @property
    def each_of_several(self) -> int:
        """How much fits into each segment of a longer message."""
        return 153 if self is Encoding.GSM_7 else 67


@dataclass(frozen=True, slots=True)
class Cost:
    """What a text takes."""

    encoding: Encoding
    segments: int


def fitted(text: str) -> str:
    """The text in GSM-7 if only its typography stands in the way; else composed, and otherwise untouched."""
    composed = unicodedata.normalize("NFC", text)
    typewritten = composed.translate(_TYPEWRITTEN)
    return typewritten if is_gsm_7(typewritten) else composed


def is_gsm_7(text: str) -> bool:
    """Whether every character is in the alphabet or its extension."""
    return all(character in _BASIC or character in _EXTENSION for character in text)


def cost(text: str) -> Cost:
    """The encoding and the number of segments of a text; an empty one takes one segment."""
    encoding = Encoding.GSM_7 if is_gsm_7(text) else Encoding.UCS_2
    sizes = [_size(character, encoding) for character in text]
    if sum(sizes) <= encoding.one_segment:
        return Cost(encoding, 1)
    return Cost(encoding, _packed(sizes, encoding.each_of_several))


def _size(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM_7:
        return 2 if character in _EXTENSION else 1
    return 2 if ord(character) > 0xFFFF else 1  # a surrogate pair


def _packed(sizes: Iterable[int], room: int) -> int:
    """The segments that hold characters of these sizes, none of which is torn apart."""
    segments, used = 1, 0
    for size in sizes:
        if used + size > room:
            segments, used = segments + 1, 0
        used += size
    return segments
