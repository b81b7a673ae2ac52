"""Dates written in figures: 2026-11-20, 11/20, 20.11.2026, 20-Nov-2026."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from spacy.tokens import Doc

from bot.entities import days
from bot.entities.mention import Mention
from bot.entities.tense import is_past
from bot.entities.vocabulary import MONTH_NAMES

_BEFORE = r"(?<![\w/.$£€#-])"
_AFTER = r"(?![\w/%-]|\.\d)"
_YEAR_FIRST = re.compile(rf"{_BEFORE}(?P<y>20\d\d)(?P<joint>[-/.])(?P<m>\d\d?)(?P=joint)(?P<d>\d\d?){_AFTER}")
_YEAR_LAST = re.compile(
    rf"{_BEFORE}(?P<a>\d\d?)(?P<joint>[/.-])(?P<b>\d\d?)(?:(?P=joint)(?P<c>20\d\d|\d\d))?{_AFTER}"
)
_DOTTED = re.compile(rf"{_BEFORE}(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.(?![\w%])")  # as it is written in German
_MONTH = "|".join(sorted((name for name in MONTH_NAMES if name.isalpha()), key=len, reverse=True))
_DAY_AND_MONTH = re.compile(
    rf"{_BEFORE}(?P<d>\d\d?)(?:st|nd|rd|th)?(?P<joint>[-/.]?)(?P<m>{_MONTH})(?:\.?[-/. ’'](?P<y>20\d\d|\d\d)"
    rf"|(?P<near>20\d\d))?(?![\w%-])",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(
    rf"{_BEFORE}(?P<m>{_MONTH})(?:[-/.]|\.\s(?=\d\d?(?:st|nd|rd|th)))(?P<d>\d\d?)(?:st|nd|rd|th)?"
    r"(?:[-/., ]\s?(?P<y>20\d\d|\d\d))?(?![\w%-])",
    re.IGNORECASE,
)
_SPEAKS_OF_A_DAY = re.compile(
    r"\b(?:on|by|since|from|until|till|before|after|dated?|due|for|ordered|bought|purchased|placed|paid|delivered"
    r"|arriv\w+|and|to|is|was|of|vom|am)\W*$",
    re.IGNORECASE,
)


def numeric_dates(doc: Doc, day: date) -> Iterator[Mention]:
    """A day each, in ISO 8601: month first where that can be; day first with dots, or by the month's name."""
    for match in _YEAR_FIRST.finditer(doc.text):
        yield from _mention(match, days.valid(int(match["y"]), int(match["m"]), int(match["d"])))
    for match in _YEAR_LAST.finditer(doc.text):
        yield from _mention(match, _year_last(doc, match, day))
    for match in _DOTTED.finditer(doc.text):
        if _is_told_as_day(doc, match):
            yield from _mention(match, _near(doc, match, day, int(match["m"]), int(match["d"])))
    for pattern in (_DAY_AND_MONTH, _MONTH_AND_DAY):
        for match in pattern.finditer(doc.text):
            month, of_month = MONTH_NAMES[match["m"].lower()], int(match["d"])
            year = match["y"] or match.groupdict().get("near")
            if year:
                yield from _mention(match, days.valid(int(year) % 100 + 2000, month, of_month))
            else:
                yield from _mention(match, _near(doc, match, day, month, of_month))


def _mention(match: re.Match[str], found: date | None) -> Iterator[Mention]:
    if found:
        yield Mention("date", match.start(), match.end(), found.isoformat())


def _year_last(doc: Doc, match: re.Match[str], day: date) -> date | None:
    """11/09 and 11/09/26, month first where that can be; 9.11.2026, day first where that can be."""
    first, second, joint = int(match["a"]), int(match["b"]), match["joint"]
    is_month_first = first <= 12 and (joint != "." or second > 12)
    month, of_month = (first, second) if is_month_first else (second, first)
    if match["c"]:
        return days.valid(int(match["c"]) % 100 + 2000, month, of_month)
    if joint != "/" or not _is_told_as_day(doc, match):
        return None
    return _near(doc, match, day, month, of_month)


def _is_told_as_day(doc: Doc, match: re.Match[str]) -> bool:
    """Whether the words before speak of a day, or there are none at all."""
    is_alone = match.group() == doc.text.strip(" ?!,;") and len(match.group()) > len("1/2")
    return is_alone or bool(_SPEAKS_OF_A_DAY.search(doc.text[: match.start()]))


def _near(doc: Doc, match: re.Match[str], day: date, month: int, of_month: int) -> date | None:
    past = is_past(doc.char_span(match.start(), match.end(), alignment_mode="expand"))
    return days.nearest(day, lambda year: days.valid(year, month, of_month), is_past=past)
