"""Days and periods as people name them, read from spaCy tokens; the value is ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span

from bot.entities import days
from bot.entities.mention import Mention
from bot.entities.tense import is_past
from bot.entities.vocabulary import (
    COUNTED_DAYS,
    MONTH_NAMES,
    NUMBERS,
    SPOKEN_DAYS,
    WEEKDAY_NAMES,
    words,
)

Found = date | days.Period | None

_RELATIVE = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "next": 1,
    "following": 1,
    "coming": 1,
}
_COUNTS = NUMBERS | {"a": 1, "an": 1, "couple": 2}
_UNIT = re.compile(r"(day|week|month|year)s?")
_SHORT_WEEKDAYS = words("mon wed sat sun")  # words, too
_SHORT_MONTHS = words("may march mar dec sep jan")
_BEFORE_A_DAY = words("on by until till til since from before after for due next last this and between to")
_BEFORE_A_MONTH = words("in since from until till by before after during mid early late of")
_AFTER_A_DAY = words(
    "and but to so or i it of at in by for is was are were still please because since nothing with from "
    "until till they we you my the , . ! ? ; ) -"
)
_NOT_AFTER_A_HOLIDAY = words(
    "tree trees present presents gift gifts card cards lights decorations sale sales deal deals"
)
_FARTHEST_YEARS = 30

_NUMERIC = re.compile(
    r"(?<![\w/.$£€#-])(?:(?P<y>20\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)"
    r"|(?P<a>\d\d?)(?P<joint>[/.-])(?P<b>\d\d?)(?:(?P=joint)(?P<c>20\d\d|\d\d))?)(?![\w/%-]|\.\d)"
)
_BEFORE_A_SLASHED = re.compile(
    r"\b(?:on|by|since|from|until|till|before|after|dated?|due|for|ordered|bought|purchased|paid|delivered|arriv\w+"
    r"|and|to|is|was)\W*$",
    re.IGNORECASE,
)


def _any(choices: Any) -> dict[str, Any]:
    return {"NORM": {"IN": sorted(choices)}}


_MONTH, _WEEKDAY = _any(MONTH_NAMES), _any(WEEKDAY_NAMES)
_DAY = {"NORM": {"REGEX": r"^(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?$"}}
_DAY_TH = {"NORM": {"REGEX": r"^(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)$"}}
_COUNT = {"NORM": {"REGEX": rf"^(?:\d{{1,3}}|{'|'.join(_COUNTS)})$"}}
_UNITS = {"NORM": {"REGEX": r"^(?:day|week|month|year)s?$"}}
_YEAR = {"NORM": {"REGEX": r"^20\d\d$"}}
_SOMETIMES, _COMMA = {"OP": "?"}, {"NORM": ",", "OP": "?"}

_PATTERNS: dict[str, list[list[dict[str, Any]]]] = {
    "weekday": [[_WEEKDAY]],
    "relative_weekday": [[_any(_RELATIVE), _WEEKDAY]],
    "weekday_of_week": [
        [_WEEKDAY, _any(["last", "this", "next"]), {"NORM": "week"}],
        [_WEEKDAY, {"NORM": "of"}, _any(["last", "this", "next"]), {"NORM": "week"}],
    ],
    "ago": [
        [_COUNT, _UNITS, {"NORM": "ago"}],
        [
            {"NORM": "a", **_SOMETIMES},
            {"NORM": "couple"},
            {"NORM": "of", **_SOMETIMES},
            _UNITS,
            {"NORM": "ago"},
        ],
    ],
    "ahead": [
        [{"NORM": "in"}, _COUNT, _UNITS],
        [{"NORM": "in"}, {"NORM": "a"}, {"NORM": "couple"}, {"NORM": "of", **_SOMETIMES}, _UNITS],
    ],
    "relative_period": [[_any(_RELATIVE), _any(["week", "weekend", "month", "year"])]],
    "relative_month": [[_any(["last", "this", "next"]), _MONTH]],
    "month_day": [
        [_MONTH, {"NORM": "the", **_SOMETIMES}, _DAY],
        [_MONTH, _DAY, _COMMA, _YEAR],
        [{"NORM": "the", **_SOMETIMES}, _DAY, {"NORM": "of", **_SOMETIMES}, _MONTH],
        [{"NORM": "the", **_SOMETIMES}, _DAY, {"NORM": "of", **_SOMETIMES}, _MONTH, _COMMA, _YEAR],
    ],
    "month": [[_MONTH], [_MONTH, _YEAR]],
    "day_of_month": [[{"NORM": "the"}, _DAY_TH]],
    "day_of_relative_month": [
        [{"NORM": "the"}, _DAY_TH, {"NORM": "of"}, _any(["last", "this", "next"]), {"NORM": "month"}]
    ],
}


class DateFinder:
    """Finds dates in docs whose norms are lower case, as seen from the day of the message."""

    def __init__(self, nlp: Language, normalise: Callable[[Doc], Doc]) -> None:
        self._strings = nlp.vocab.strings
        self._matcher = Matcher(nlp.vocab)
        for rule, patterns in _PATTERNS.items():
            self._matcher.add(rule, patterns)
        self._phrases = PhraseMatcher(nlp.vocab, attr="NORM")
        for phrase in (*SPOKEN_DAYS, *days.HOLIDAYS):
            self._phrases.add(phrase, [normalise(nlp.make_doc(phrase))])

    def mentions(self, doc: Doc, day: date) -> Iterator[Mention]:
        """A day as "2026-11-17", a period as "2026-11-09/2026-11-15", first and last day included."""
        for match, start, end in self._phrases(doc):
            span = doc[start:end]
            yield from _mention(span, _phrase(self._strings[match], span, day))
        for match, start, end in self._matcher(doc):
            span = doc[start:end]
            yield from _mention(span, _RULES[self._strings[match]](span, day))
        for written in _NUMERIC.finditer(doc.text):
            if found := _numeric(doc, written, day):
                yield Mention("date", written.start(), written.end(), found.isoformat())


def _mention(span: Span, found: Found) -> Iterator[Mention]:
    if isinstance(found, date):
        yield Mention("date", span.start_char, span.end_char, found.isoformat())
    elif found:
        value = f"{found[0].isoformat()}/{found[1].isoformat()}"
        yield Mention("date", span.start_char, span.end_char, value)


def _norms(span: Span) -> list[str]:
    return [token.norm_ for token in span]


def _before(span: Span) -> str:
    return span.doc[span.start - 1].norm_ if span.start else ""


def _after(span: Span) -> str:
    return span.doc[span.end].norm_ if span.end < len(span.doc) else ""


def _phrase(phrase: str, span: Span, day: date) -> Found:
    if phrase in SPOKEN_DAYS:
        return day + timedelta(SPOKEN_DAYS[phrase])
    if _after(span) in _NOT_AFTER_A_HOLIDAY:
        return None
    return days.nearest(day, days.HOLIDAYS[phrase], is_past=is_past(span) or False)


def _weekday(span: Span, day: date) -> Found:
    name = span[0].norm_
    if name in _SHORT_WEEKDAYS and _before(span) not in _BEFORE_A_DAY:
        return None
    return days.weekday(day, WEEKDAY_NAMES[name], is_past=bool(is_past(span)))


def _relative_weekday(span: Span, day: date) -> Found:
    relative, wanted = _RELATIVE[span[0].norm_], WEEKDAY_NAMES[span[-1].norm_]
    if relative < 0:
        return days.weekday(day, wanted, is_past=True)
    if span[0].norm_ == "coming":
        return days.weekday(day, wanted, is_past=False)
    return days.weekday_of_week(day, wanted, relative)


def _weekday_of_week(span: Span, day: date) -> Found:
    return days.weekday_of_week(day, WEEKDAY_NAMES[span[0].norm_], _RELATIVE[span[-2].norm_])


def _counted(span: Span, day: date, sign: int) -> Found:
    norms = _norms(span)
    count = next(
        _COUNTS.get(norm) or int(norm) for norm in reversed(norms) if norm in _COUNTS or norm.isdigit()
    )
    unit = next(match[1] for norm in norms if (match := _UNIT.fullmatch(norm)))
    if count * COUNTED_DAYS[unit] > _FARTHEST_YEARS * COUNTED_DAYS["year"]:
        return None
    return days.later(day, sign * count, unit)


def _relative_period(span: Span, day: date) -> Found:
    relative, unit = _RELATIVE[span[0].norm_], span[1].norm_
    period: dict[str, Callable[[date, int], days.Period]] = {
        "week": days.week,
        "weekend": days.weekend,
        "month": days.month,
        "year": days.year,
    }
    return period[unit](day, relative)


def _relative_month(span: Span, day: date) -> Found:
    wanted = MONTH_NAMES[span[1].norm_]
    year = day.year
    if span[0].norm_ == "last":
        year -= wanted >= day.month
    elif span[0].norm_ == "next":
        year += wanted <= day.month
    return days.month(date(year, wanted, 1), 0)


def _month_day(span: Span, day: date) -> Found:
    norms = _norms(span)
    month = next(MONTH_NAMES[norm] for norm in norms if norm in MONTH_NAMES)
    numbers = [int(re.sub(r"\D", "", norm)) for norm in norms if norm[0].isdigit()]
    if len(numbers) > 1:
        return days.valid(numbers[1], month, numbers[0])
    return days.nearest(day, lambda year: days.valid(year, month, numbers[0]), is_past=is_past(span))


def _month(span: Span, day: date) -> Found:
    name, years = span[0].norm_, [int(token.text) for token in span[1:]]
    if name in _SHORT_MONTHS and not years and _before(span) not in _BEFORE_A_MONTH:
        return None
    if years:
        return days.month(date(years[0], MONTH_NAMES[name], 1), 0)
    first = days.nearest(
        day, lambda year: date(year, MONTH_NAMES[name], 1), is_past=is_past(span) is not False
    )
    return days.month(first, 0) if first else None


def _day_of_month(span: Span, day: date) -> Found:
    if _before(span) not in _BEFORE_A_DAY or (span.end < len(span.doc) and _after(span) not in _AFTER_A_DAY):
        return None
    return days.day_of_month(day, int(span[1].norm_[:-2]), is_past=is_past(span) is not False)


def _day_of_relative_month(span: Span, day: date) -> Found:
    first, _ = days.month(day, _RELATIVE[span[-2].norm_])
    return days.valid(first.year, first.month, int(span[1].norm_[:-2]))


_RULES: dict[str, Callable[[Span, date], Found]] = {
    "weekday": _weekday,
    "relative_weekday": _relative_weekday,
    "weekday_of_week": _weekday_of_week,
    "ago": lambda span, day: _counted(span, day, -1),
    "ahead": lambda span, day: _counted(span, day, 1),
    "relative_period": _relative_period,
    "relative_month": _relative_month,
    "month_day": _month_day,
    "month": _month,
    "day_of_month": _day_of_month,
    "day_of_relative_month": _day_of_relative_month,
}


def _numeric(doc: Doc, written: re.Match[str], day: date) -> date | None:
    """2026-11-09; 11/09 and 11/09/26, month first where that can be; 9.11.2026, day first."""
    if written["y"]:
        return days.valid(int(written["y"]), int(written["m"]), int(written["d"]))
    first, second, joint = int(written["a"]), int(written["b"]), written["joint"]
    is_month_first = joint != "." and first <= 12
    month, of_month = (first, second) if is_month_first else (second, first)
    if written["c"]:
        return days.valid(int(written["c"]) % 100 + 2000, month, of_month)
    if joint != "/" or not _BEFORE_A_SLASHED.search(doc.text[: written.start()]):
        return None
    past = is_past(doc.char_span(written.start(), written.end(), alignment_mode="expand"))
    return days.nearest(day, lambda year: days.valid(year, month, of_month), is_past=past)
