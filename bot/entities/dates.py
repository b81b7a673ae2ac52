"""Days and periods as people name them, read from spaCy tokens; the value is ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc, Span

from bot.entities import days
from bot.entities.date_patterns import COUNTS, NAMED_DAYS, PATTERNS, RELATIVE
from bot.entities.mention import Mention
from bot.entities.numeric_dates import numeric_dates
from bot.entities.tense import is_past
from bot.entities.vocabulary import (
    COUNTED_DAYS,
    MONTH_NAMES,
    SPOKEN_DAYS,
    WEEKDAY_NAMES,
    words,
)

Found = date | days.Period | None

_UNIT = re.compile(r"(day|week|fortnight|month|year)s?")
_SHORT_UNITS = {"wk": "week", "mth": "month", "mnth": "month", "yr": "year"}
_SHORT_WEEKDAYS = words("mon wed sat sun")  # words, too
_SHORT_MONTHS = words("may march mar dec sep jan")
_BEFORE_A_DAY = words("on by until till til since from before after for due next last this and between to")
_BEFORE_A_MONTH = words("in since from until till by before after during mid early late of")
_AFTER_A_DAY = words(
    "and but to so or i it of at in by for is was are were still please because since nothing with from "
    "until till they we you my the , . ! ? ; ) -"
)
_NOT_BEFORE_A_BARE_DAY = words("next last this the due for and to between")
_NOT_AFTER_A_HOLIDAY = words(
    "tree trees present presents gift gifts card cards lights decorations sale sales deal deals"
)
_FARTHEST_YEARS = 30


class DateFinder:
    """Finds dates in docs whose norms are lower case, as seen from the day of the message."""

    def __init__(self, nlp: Language, normalise: Callable[[Doc], Doc]) -> None:
        self._strings = nlp.vocab.strings
        self._matcher = Matcher(nlp.vocab)
        for rule, patterns in PATTERNS.items():
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
        yield from numeric_dates(doc, day)


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
    return days.nearest(day, days.HOLIDAYS[phrase], is_past=is_past(span))


def _weekday(span: Span, day: date) -> Found:
    name = span[0].norm_
    if name in _SHORT_WEEKDAYS and _before(span) not in _BEFORE_A_DAY:
        return None
    is_begin = _before(span) == "from" and _after(span) not in ("on", "onwards", "to", "until", "till")
    return days.weekday(day, WEEKDAY_NAMES[name], is_past=is_begin or bool(is_past(span)))


def _relative_weekday(span: Span, day: date) -> Found:
    relative, wanted = RELATIVE[span[0].norm_], WEEKDAY_NAMES[span[-1].norm_]
    if relative < 0:
        return days.weekday(day, wanted, is_past=True)
    if span[0].norm_ == "coming":
        return days.weekday(day, wanted, is_past=False)
    return days.weekday_of_week(day, wanted, relative)


def _weekday_of_week(span: Span, day: date) -> Found:
    return days.weekday_of_week(day, WEEKDAY_NAMES[span[0].norm_], RELATIVE[span[-2].norm_])


def _counted(span: Span, day: date, sign: int) -> Found:
    norms = _norms(span)
    count = next(
        COUNTS.get(norm) or int(norm) for norm in reversed(norms) if norm in COUNTS or norm.isdigit()
    )
    unit = _unit(norms)
    if count * COUNTED_DAYS[unit] > _FARTHEST_YEARS * COUNTED_DAYS["year"]:
        return None
    return days.later(day, sign * count, unit)


def _unit(norms: list[str]) -> str:
    words_said = (_SHORT_UNITS.get(norm.rstrip("s"), norm) for norm in norms)
    return next(match[1] for word in words_said if (match := _UNIT.fullmatch(word)))


def _half_ago(span: Span, day: date) -> Found:
    """ "half a year ago", "a week and a half ago": whole months of a year, days of what is shorter."""
    norms = _norms(span)
    unit = _unit(norms)
    whole = 0 if norms[0] == "half" else COUNTS.get(norms[0]) or int(norms[0])
    months, of_days = {
        "year": (12, 0),
        "month": (1, 30),
        "fortnight": (0, 14),
        "week": (0, 7),
        "day": (0, 1),
    }[unit]
    if unit == "year":
        return days.later(day, -(12 * whole + months // 2), "month")
    begin = days.later(day, -whole, unit)
    return days.later(begin, -round(of_days / 2), "day")


def _weekdays_ago(span: Span, day: date) -> Found:
    norms = _norms(span)
    count = COUNTS.get(norms[0]) or int(norms[0])
    name = norms[1] if norms[1] in WEEKDAY_NAMES else norms[1][:-1]
    return days.later(days.weekday(day, WEEKDAY_NAMES[name], is_past=True), 1 - count, "week")


def _before_last(span: Span, day: date) -> Found:
    name = span[-3].norm_
    if name in WEEKDAY_NAMES:
        return days.later(days.weekday(day, WEEKDAY_NAMES[name], is_past=True), -1, "week")
    return _PERIOD_OF[name](day, -2)


def _latest(span: Span, day: date) -> Found:
    """ "the last 30 days", up to the day of the message."""
    begin = _counted(span, day, -1)
    return (begin, day) if isinstance(begin, date) else None


_PERIOD_OF: dict[str, Callable[[date, int], days.Period]] = {
    "week": days.week,
    "weekend": days.weekend,
    "month": days.month,
    "year": days.year,
}


def _relative_period(span: Span, day: date) -> Found:
    return _PERIOD_OF[span[1].norm_](day, RELATIVE[span[0].norm_])


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
    numbers = numbers or [NAMED_DAYS[norm] for norm in norms if norm in NAMED_DAYS]
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
    if len(span) == 1 and _before(span) in {"", *_NOT_BEFORE_A_BARE_DAY}:
        return None
    return days.day_of_month(day, int(span[-1].norm_[:-2]), is_past=is_past(span) is not False)


def _weekday_day(span: Span, day: date) -> Found:
    """ "Friday the 20th": the nearest 20th that is a Friday, on the side that the message speaks of."""
    wanted, of_month = WEEKDAY_NAMES[span[0].norm_], int(span[-1].norm_[:-2])
    past = is_past(span)
    return days.weekday_of_month(day, wanted, of_month, is_past=past)


def _day_of_relative_month(span: Span, day: date) -> Found:
    first, _ = days.month(day, RELATIVE[span[-2].norm_])
    return days.valid(first.year, first.month, int(span[1].norm_[:-2]))


_RULES: dict[str, Callable[[Span, date], Found]] = {
    "weekday": _weekday,
    "relative_weekday": _relative_weekday,
    "weekday_of_week": _weekday_of_week,
    "ago": lambda span, day: _counted(span, day, -1),
    "half_ago": _half_ago,
    "weekdays_ago": _weekdays_ago,
    "before_last": _before_last,
    "latest": _latest,
    "ahead": lambda span, day: _counted(span, day, 1),
    "relative_period": _relative_period,
    "relative_month": _relative_month,
    "month_day": _month_day,
    "weekday_day": _weekday_day,
    "month": _month,
    "year": lambda span, _: days.year(date(int(span[-1].text), 1, 1), 0),
    "day_of_month": _day_of_month,
    "day_of_relative_month": _day_of_relative_month,
}
