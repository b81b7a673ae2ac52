"""The store's English: `AISLE_LOCALE` decides how its own words are spelled, `data/spellings.yml` says how.

`bot/regional_spelling.py` does the same to the words of `domain.yml`, in the other environment.
"""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import yaml

SPELLINGS = Path(__file__).resolve().parents[1] / "data" / "spellings.yml"
AMERICAN = "en-US"  # the English in which everything is written
_SENTENCE_BEGINS = re.compile(r"(^|[.!?:\n])\W*$")

Spelling = Callable[[str], str]


def as_written(text: str) -> str:
    """Return `text` as it is: the spelling of AMERICAN."""
    return text


def locales() -> tuple[str, ...]:
    """List what AISLE_LOCALE may be."""
    return (AMERICAN, *_spellings())


@cache
def spelling_of(locale: str) -> Spelling:
    """Make the function that respells a text, its {values} left alone. Raises KeyError for another locale."""
    if locale == AMERICAN:
        return as_written
    instead = {word.lower(): other for word, other in _spellings()[locale].items()}
    pattern = re.compile(rf"\{{[^{{}}]*\}}|\b({'|'.join(instead)})(s?)\b", re.IGNORECASE)

    def respelled(found: re.Match[str]) -> str:
        word = found[1]
        if word is None:
            return found[0]
        other = instead[word.lower()] + found[2]
        before = found.string[: found.start()]
        is_capital = _SENTENCE_BEGINS.search(before) if word[:2].isupper() else word[0].isupper()
        return other[0].upper() + other[1:] if is_capital else other

    return lambda text: pattern.sub(respelled, text)


@cache
def _spellings() -> dict[str, dict[str, str]]:
    read: dict[str, dict[str, str]] = yaml.safe_load(SPELLINGS.read_text(encoding="utf-8"))
    return read
