"""Which day is meant by "last Tuesday" or "the 12th", seen from the day of the message."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

Period = tuple[date, date]
_WEEK = 7
_DAYS_OF = {"day": 1, "week": _WEEK, "fortnight": 2 * _WEEK}


def weekday(day: date, wanted: int, *, is_past: bool) -> date:
    """The latest such weekday before `day`, or the first after it (`wanted` counts from Monday, 0)."""
    if is_past:
        return day - timedelta((day.weekday() - wanted - 1) % _WEEK + 1)
    return day + timedelta((wanted - day.weekday() - 1) % _WEEK + 1)


def weekday_of_week(day: date, wanted: int, weeks: int) -> date:
    """That weekday of the week so many after (or, negative, before) the week of `day`."""
    return day + timedelta(weeks * _WEEK + wanted - day.weekday())


def week(day: date, weeks: int) -> Period:
    """Monday to Sunday of the week so many after that of `day`."""
    return weekday_of_week(day, 0, weeks), weekday_of_week(day, 6, weeks)


def weekend(day: date, weeks: int) -> Period:
    """Saturday and Sunday of the week so many after that of `day`."""
    return weekday_of_week(day, 5, weeks), weekday_of_week(day, 6, weeks)


def month(day: date, months: int) -> Period:
    """The first and last day of the month so many after that of `day`."""
    first = months_later(day.replace(day=1), months)
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it is shorter."""
    years, index = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def year(day: date, years: int) -> Period:
    """The first and last day of the year so many after that of `day`."""
    return date(day.year + years, 1, 1), date(day.year + years, 12, 31)


def later(day: date, count: int, unit: str) -> date:
    """So many ("day", "week", "fortnight", "month", "year") after `day`; before it where `count` is negative.

    Raises OverflowError or ValueError beyond the years of the calendar.
    """
    if unit in _DAYS_OF:
        return day + timedelta(count * _DAYS_OF[unit])
    return months_later(day, count * (12 if unit == "year" else 1))


def nearest(day: date, in_year: Callable[[int], date | None], *, is_past: bool | None) -> date | None:
    """The yearly day that was last or comes next, today among both; the nearer one where is_past is None."""
    candidates = [found for near in (-1, 0, 1) if (found := in_year(day.year + near))]
    before = max((each for each in candidates if each <= day), default=None)
    after = min((each for each in candidates if each >= day), default=None)
    if is_past is not None:
        return before if is_past else after
    return min(filter(None, (before, after)), key=lambda each: abs(each - day), default=None)


def valid(year: int, month: int, day: int) -> date | None:
    """That day, if the calendar has it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of_month(day: date, wanted: int, *, is_past: bool) -> date | None:
    """The latest such day of a month before or on `day`, or the first on or after it."""
    steps = range(0, -13, -1) if is_past else range(13)
    for months in steps:
        first = months_later(day.replace(day=1), months)
        found = valid(first.year, first.month, wanted)
        if found and (found <= day if is_past else found >= day):
            return found
    return None


def weekday_of_month(day: date, wanted: int, of_month: int, *, is_past: bool | None) -> date | None:
    """The nearest such day of a month that is that weekday; behind or ahead where `is_past` says so."""
    months = range(-12, 13) if is_past is None else range(-12, 1) if is_past else range(13)
    firsts = [months_later(day.replace(day=1), each) for each in months]
    found = [valid(first.year, first.month, of_month) for first in firsts]
    return min(
        (each for each in found if each and each.weekday() == wanted),
        key=lambda each: abs(each - day),
        default=None,
    )


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta((weekday - first.weekday()) % _WEEK + _WEEK * (nth - 1))


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's eve": lambda year: date(year, 12, 31),
    "new years eve": lambda year: date(year, 12, 31),
    "new year's day": lambda year: date(year, 1, 1),
    "new years day": lambda year: date(year, 1, 1),
    "valentine's day": lambda year: date(year, 2, 14),
    "valentines day": lambda year: date(year, 2, 14),
    "valentines": lambda year: date(year, 2, 14),
    "good friday": lambda year: easter(year) - timedelta(2),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": lambda year: easter(year) + timedelta(1),
    "mother's day": lambda year: _nth(year, 5, 6, 2),
    "mothers day": lambda year: _nth(year, 5, 6, 2),
    "memorial day": lambda year: _nth(year, 6, 0, 1) - timedelta(_WEEK),
    "father's day": lambda year: _nth(year, 6, 6, 3),
    "fathers day": lambda year: _nth(year, 6, 6, 3),
    "labor day": lambda year: _nth(year, 9, 0, 1),
    "labour day": lambda year: _nth(year, 9, 0, 1),
    "halloween": lambda year: date(year, 10, 31),
    "thanksgiving": lambda year: _nth(year, 11, 3, 4),
    "black friday": lambda year: _nth(year, 11, 3, 4) + timedelta(1),
    "cyber monday": lambda year: _nth(year, 11, 3, 4) + timedelta(4),
    "christmas eve": lambda year: date(year, 12, 24),
    "christmas": lambda year: date(year, 12, 25),
    "christmas day": lambda year: date(year, 12, 25),
    "xmas": lambda year: date(year, 12, 25),
    "xmas eve": lambda year: date(year, 12, 24),
    "boxing day": lambda year: date(year, 12, 26),
}
