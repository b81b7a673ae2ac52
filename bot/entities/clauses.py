"""Splits a message into the clauses that may each be a request of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GOES_ON = r"\s+(?:(?:then|also|please|can|could|i)\b)?"
_BOUNDARY = re.compile(
    r"[.!?;\n]+(?=\s|$)"
    rf"|(?<!\s),?\s+(?:and|also|then|plus){_GOES_ON}"
    rf"|(?<!\s)(?<!everything)(?<!all),?\s+but{_GOES_ON}"  # "all but the mug" is one thing
    r"|(?<!\s)\s+-\s+"
    r"|,\s+(?=(?:can|could|please|i|where|what|when|how|do|is)\b)",
    re.IGNORECASE,
)
_SHORTEST_WORDS = 2
_MOST = 6


@dataclass(frozen=True)
class Clause:
    """`text` is message[start:end]."""

    text: str
    start: int
    end: int


def clauses(text: str) -> list[Clause]:
    """The first six clauses, each of two words or more; empty for a message that has but one."""
    found, start = [], 0
    for boundary in _BOUNDARY.finditer(text):
        found.append(_trimmed(text, start, boundary.start()))
        start = boundary.end()
    found.append(_trimmed(text, start, len(text)))
    long_enough = [clause for clause in found if len(clause.text.split()) >= _SHORTEST_WORDS]
    return long_enough[:_MOST] if len(long_enough) > 1 else []


def _trimmed(text: str, start: int, end: int) -> Clause:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Clause(piece.strip(), start, start + len(piece.strip()))
