"""A number of pieces put right: "no wait, just one", "not 3, 2", "not all"."""

import re
from dataclasses import dataclass

from actions.language.number_words import SPELT, number_of

_NUMBER = rf"(?:\d{{1,2}}|{SPELT})"
_OF_THEM = r"(?: (?:pairs?|pieces?|units?|packs?))?(?: of (?:them|those|these|it))?"
# Words that put right; without one of them a number alone may as well be a place in a list.
_CORRECTS = (
    r"(?:no|nope|wait|hang on|hold on|actually|sorry|just|only|rather|instead|make (?:it|that)|i (?:only "
    r"|just )?mean"
    r"|i (?:only |just )?meant|i said|change (?:it|that) to|(?:it|that) should be|should be|scratch that"
    r"|oops)"
)
_AROUND = (
    r"(?:oh|hm+|uh|um|ok|okay|yes|yeah|well|but|and|then|please|pls|thanks|it'?s|that'?s|i want|i'?d like"
    r"|to return"
    r"|(?:to )?send back|return|the|a single|total|in total|not all|after all|though|for now|let'?s (?:do"
    r"|say|make it))"
)
_LEAVES_OUT = rf"(?:not|instead of|rather than) (?:all )?{_NUMBER}{_OF_THEM}"
_WORDS = rf"(?:{_CORRECTS}|{_AROUND}|{_LEAVES_OUT})"
_COUNT = re.compile(rf"\W*(?:{_WORDS}\W+)*(?P<count>{_NUMBER}){_OF_THEM}(?:\W+{_WORDS})*\W*", re.IGNORECASE)
_IS_CORRECTION = re.compile(rf"\b(?:{_CORRECTS}|{_LEAVES_OUT})\b", re.IGNORECASE)
_NOT_ALL = re.compile(
    rf"\W*(?:(?:{_CORRECTS}|{_AROUND})\W+)*not (?:all|every one|the whole lot|everything"
    rf"|both)(?: {_NUMBER})?{_OF_THEM}"
    rf"(?:\W+{_WORDS})*\W*",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    rf"\W*(?:{_WORDS}\W+)*"
    rf"(?:i'?ll |i will |i want to |i'?d (?:like|rather) (?:to )?|let me |(?:want to|rather) )?"
    rf"(?:keep (?:just |only )?|all but |all except )(?P<count>{_NUMBER}){_OF_THEM}(?:\W+{_WORDS})*\W*",
    re.IGNORECASE,
)
_RATHER_ALL = re.compile(
    rf"\W*(?:{_WORDS}\W+)*not (?:just|only) (?:the )?{_NUMBER}{_OF_THEM}\W+(?:but )?"
    rf"(?:all|every one|both)(?: {_NUMBER})?{_OF_THEM}(?:\W+{_WORDS})*\W*",
    re.IGNORECASE,
)
_LONGEST = 60  # characters of what only puts a number right


@dataclass(frozen=True)
class Recount:
    """How many are meant now; None when only that it is not all of them.

    `kept` is how many stay, `is_all` that none does.
    """

    count: int | None
    kept: int = 0
    is_all: bool = False

    def of(self, quantity: int) -> int | None:
        """How many of `quantity` are meant; None when that is open, or keeps them all."""
        if self.is_all:
            return quantity
        return (max(quantity - self.kept, 0) or None) if self.kept else self.count


def recount_in(text: str) -> Recount | None:
    """The number that `text` puts right; None where it says anything else."""
    if len(text) > _LONGEST or "?" in text:
        return None
    if _NOT_ALL.fullmatch(text):
        return Recount(None)
    if _RATHER_ALL.fullmatch(text):
        return Recount(None, is_all=True)
    if kept := _KEEPS.fullmatch(text):
        return Recount(None, kept=number_of(kept["count"]))
    found = _COUNT.fullmatch(text)
    return Recount(number_of(found["count"])) if found and _IS_CORRECTION.search(text) else None
