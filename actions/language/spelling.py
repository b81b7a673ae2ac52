"""Words as they are compared: without case, apostrophes, plural and usual differences of spelling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\d+(?:\.\d+)?|[a-z]+(?:['’][a-z]+)*|[^\w\s]")
_PLURALS = {"knives": "knife", "shelves": "shelf", "mice": "mouse", "leaves": "leaf", "scarves": "scarf"}
_SPELLINGS = {
    "gray": "grey",
    "colour": "color",
    "litre": "l",
    "liter": "l",
    "ltr": "l",
    "gig": "gb",
    "inche": "inch",
    "feet": "ft",
    "foot": "ft",
    "lb": "pound",
    "lbs": "pound",
    "hr": "hour",
    "hrs": "hour",
    "millilitre": "ml",
    "milliliter": "ml",
    "centimetre": "cm",
    "centimeter": "cm",
    "metre": "m",
    "meter": "m",
    "pc": "piece",
    "pcs": "piece",
    "tshirt": "shirt",
    "tee": "shirt",
}
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=2
    )
}


_WITHOUT_APOSTROPHE = re.compile(r"\b(what|where|when|who|how|that|there|here)s\b", re.IGNORECASE)


def with_apostrophes(text: str) -> str:
    """`text` with straight apostrophes, also where they are left out: "whats the deadline"."""
    return _WITHOUT_APOSTROPHE.sub(r"\1's", text.replace("’", "'"))


@dataclass(frozen=True)
class Word:
    """A word of a text: as compared, where it stands, and whether it was said in the plural."""

    stem: str
    start: int
    end: int
    is_plural: bool


def words(text: str) -> list[Word]:
    """The words and marks of `text`; apostrophes are dropped, so that "don't" is one word."""
    return list(_words(text))


def stems(text: str) -> tuple[str, ...]:
    """The words of a title or value as compared, without marks."""
    return tuple(word.stem for word in _words(text) if word.stem.replace(".", "").isalnum())


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text.lower()):
        written = match.group()
        word = re.sub(r"['’]", "", written)
        singular = _singular(written) if word == written else word
        spelled = _SPELLINGS.get(singular, _NUMBERS.get(singular, singular))
        yield Word(spelled, match.start(), match.end(), singular != word)


def _singular(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is", "as"))
    return word[:-1] if is_plural and len(word) > 3 else word
