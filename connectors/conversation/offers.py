"""Quick replies that are typed, not pressed: by title everywhere, by number where they have one."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commerce.support.asking import Expects
from commerce.support.messages import LoggedMessage

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
_VALUES = {word: value for words in (_NUMBERS, _ORDINALS) for value, word in enumerate(words, start=1)}
_PLACE = re.compile(
    rf"""
    (?: (?:i(?:'?ll|\ will)?\ (?:take|choose|pick|want|go\ (?:for|with))|i'd\ (?:like|say)|opt(?:ion)?
          |choice|number|no\.|nr\.?|(?:my\ )?answer(?:\ is)?|it'?s|it\ is|let'?s\ (?:do|go\ (?:with|for))
          |reply|press|the) \s* )*
    [(\[\#]? \s*
    (?P<value> [1-9][0-9]? | {"|".join(_VALUES)} ) (?:st|nd|rd|th)?
    [)\].:,!]*
    (?: \s* (?:one|option|choice|please|pls|plz|thanks|thank\ you|thx|ty|👍) [.,!]* )*
    """,
    re.VERBOSE,
)
# "A" alone is the beginning of anything.
_LETTER = re.compile(
    r"(?:(?:opt(?:ion)?|choice|answer) (?P<named>[a-h])[).]?|(?P<alone>[b-h])[).]?|(?P<a>a)\))"
)
_LETTERS = "abcdefgh"
# The answer is in figures, so a number is not a choice.
_FIGURES = (Expects.NUMBER, Expects.CODE)
# What people say around a choice without meaning more by it.
_COURTESIES = frozenset("please pls plz thanks thank you thx ty ok okay cheers".split())  # noqa: SIM905
_MARKS = re.compile(r"[^\w\s.,!'\-–]")
_IS_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_KEYCAP = str.maketrans("", "", "\ufe0e\ufe0f\u20e3")


@dataclass(frozen=True, slots=True)
class Offer:
    """The quick replies of one answer, each payload once, and whether they are told apart by number."""

    choices: Sequence[dict[str, Any]]
    is_numbered: bool

    @classmethod
    def of(cls, replies: Sequence[LoggedMessage]) -> "Offer":
        """What the bot's answer, said in these replies, lets the shopper choose."""
        by_payload = {each["payload"]: each for reply in replies for each in reply.quick_replies}
        choices = list(by_payload.values())
        asked = next((reply.asks for reply in reversed(replies) if reply.asks), None)
        wants_number = (asked is not None and asked.expects in _FIGURES) or any(
            _IS_NUMBER.fullmatch(each["title"].strip()) for each in choices
        )
        return cls(choices, is_numbered=not wants_number)

    def lines(self) -> list[str]:
        """How the choices are put to the shopper."""
        titles = [each["title"] for each in self.choices]
        if not titles:
            return []
        if not self.is_numbered:
            return ["You can reply: " + " / ".join(titles)]
        return ["Reply with a number:", *(f"{place} {title}" for place, title in enumerate(titles, start=1))]

    def chosen(self, text: str, *, by_number: bool) -> str | None:
        """The payload of the choice that a text names by its words, or its number; None when it is none."""
        said = _normal(text)
        return self._by_title(said) or (self._by_place(said) if by_number and self.is_numbered else None)

    def _by_place(self, said: str) -> str | None:
        place = _place(said)
        if place is None:
            return None
        return str(self.choices[place - 1]["payload"]) if 1 <= place <= len(self.choices) else None

    def _by_title(self, said: str) -> str | None:
        """The choice whose words these are: all of them, or so many that only one choice begins so."""
        words = _words(said)
        # "Yes, please??" and "yes please 👎" say more than "Yes, please" does.
        marks = set(_MARKS.findall(said))
        titles = [
            _words(title) if marks <= set(title) else []
            for title in (_normal(each["title"]) for each in self.choices)
        ]
        for exact in (words, _without_courtesies(words)):
            same = [
                place for place, title in enumerate(titles) if exact in (title, _without_courtesies(title))
            ]
            if exact and same:
                return str(self.choices[same[0]]["payload"]) if len(same) == 1 else None
        words = _without_courtesies(words)
        begun = [place for place, title in enumerate(titles) if title[: len(words)] == words]
        return str(self.choices[begun[0]]["payload"]) if len(begun) == 1 and len(words) > 1 else None


def _place(said: str) -> int | None:
    """Which place a text names, from 1 on."""
    words = said.split()
    while len(words) > 1 and words[-1].strip(".,!") in _COURTESIES:
        words.pop()
    if letter := _LETTER.fullmatch(" ".join(words)):
        return _LETTERS.index(next(filter(None, letter.groups()))) + 1
    found = _PLACE.fullmatch(said)
    return (_VALUES.get(found["value"]) or int(found["value"])) if found else None


def _normal(text: str) -> str:
    typed = unicodedata.normalize("NFKC", text).translate(_KEYCAP)
    return " ".join(typed.casefold().replace("’", "'").split())


def _words(said: str) -> list[str]:
    return re.findall(r"[^\W_]+", said.replace("'", ""))  # "It isnt here" is a title as well


def _without_courtesies(words: list[str]) -> list[str]:
    """The words from the first to the last that is no courtesy."""
    meant = [place for place, word in enumerate(words) if word not in _COURTESIES]
    return words[meant[0] : meant[-1] + 1] if meant else []
