"""Reads how often something is to come: "every other week", "monthly", "once in six weeks"."""

import re

from actions.language.number_words import NUMBERS
from commerce.subscriptions.intervals import Interval, IntervalUnit

_NUMBERS = {**NUMBERS, "a": 1, "an": 1, "couple of": 2, "other": 2, "second": 2, "third": 3, "fourth": 4}
_COUNT = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNIT = r"(?P<unit>days?|weeks?|wks?|months?|mths?|quarters?|years?|fortnights?)"
_HALF_YEAR = re.compile(r"\b(?:twice (?:a|per) year|(?:every|each) half(?: a)? year|half[- ]yearly)\b")
_TWICE = re.compile(r"\b(?:twice|two times|2 times|2x) (?:a|per|every|each) (?P<unit>month|week)\b")
_EVERY = re.compile(
    r"\b(?:every|each|once (?:a|an|per|in|every)|per|all)\s+(?:single\s+|a\s+)?"
    rf"(?:(?P<count>\d{{1,3}}|{_COUNT})(?:st|nd|rd|th)?\s+)?{_UNIT}\b"
)
_LY = re.compile(
    r"\b(?P<word>bi-?weekly|fortnightly|semi-?monthly|bi-?monthly|quarterly|weekly|monthly|daily|yearly|annually)\b"
)
_LY_MEANS = {
    "biweekly": (2, IntervalUnit.WEEK), "fortnightly": (2, IntervalUnit.WEEK),
    "semimonthly": (2, IntervalUnit.WEEK), "bimonthly": (2, IntervalUnit.MONTH),
    "quarterly": (3, IntervalUnit.MONTH), "weekly": (1, IntervalUnit.WEEK),
    "monthly": (1, IntervalUnit.MONTH), "daily": (1, IntervalUnit.DAY),
    "yearly": (12, IntervalUnit.MONTH), "annually": (12, IntervalUnit.MONTH),
}  # fmt: skip
_BARE = re.compile(
    r"^\W*(?:(?:about|like|maybe|make it|let'?s say|say|to|in)\W+)*"
    rf"(?:(?P<count>\d{{1,3}}|{_COUNT})\s+)?{_UNIT}\b"
)
# What it is no longer to be: "every three weeks instead of every five".
_FORMER = re.compile(
    r"\b(?:instead of|rather than|and not|not|no longer|from)\s+(?:the\s+)?"
    r"(?:(?:every|each|once an?|per)\s+(?:\w+\s+)?(?:days?|weeks?|months?)|(?:every|each)\s+\w+|[a-z-]+ly"
    r"|\w+\s+(?:days?|weeks?|months?))\b"
)


def interval_in(text: str, *, is_answer: bool = False) -> Interval | None:
    """Return how often `text` says; None where it does not. An answer may be a bare "two weeks"."""
    lowered = _FORMER.sub(" ", text.lower())
    if _HALF_YEAR.search(lowered):
        return Interval(6, IntervalUnit.MONTH)
    if found := _TWICE.search(lowered):
        return Interval(2, IntervalUnit.WEEK) if found["unit"] == "month" else Interval(3, IntervalUnit.DAY)
    if found := _EVERY.search(lowered):
        return _of(found["count"], found["unit"])
    if found := _LY.search(lowered):
        return Interval(*_LY_MEANS[found["word"].replace("-", "")])
    if is_answer and (found := _BARE.search(lowered)):
        return _of(found["count"], found["unit"])
    return None


def _of(count: str | None, unit: str) -> Interval:
    number = 1 if count is None else int(count) if count.isdigit() else _NUMBERS[count]
    if unit.startswith("fortnight"):
        return Interval(2 * number, IntervalUnit.WEEK)
    if unit.startswith("quarter"):
        return Interval(3 * number, IntervalUnit.MONTH)
    if unit.startswith("y"):
        return Interval(12 * number, IntervalUnit.MONTH)
    kinds = {"d": IntervalUnit.DAY, "w": IntervalUnit.WEEK, "m": IntervalUnit.MONTH}
    return Interval(max(1, number), kinds[unit[0]])
