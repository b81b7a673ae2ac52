"""The days and periods that a message speaks of; a date in figures may be meant either way round."""

import re
from collections.abc import Sequence
from datetime import date

from actions.language.said import Said
from commerce.clock import Clock
from commerce.orders.queries import OrderSummary

Period = tuple[date, date]

_IN_FIGURES = re.compile(
    r"(?<![\d/.-])(?P<first>\d\d?)[/-](?P<second>\d\d?)(?P<year>[/-](?:20\d\d|\d\d))?(?![\d/-])"
)

_RANGE = re.compile(r"\bbetween\b.+\band\b|\bfrom\b.+\b(?:to|until|till|through)\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b(?!.{0,30}\b(?:not|n't|no|never)\b)", re.IGNORECASE)


def periods_said(said: Said) -> list[Period]:
    """The day or period that was said, as first and last day; a day in figures also the other way round."""
    value = said.first("date")
    if value is None:
        return []
    begins, last = _period(str(value))
    ends = last or begins
    if until := _until(said):
        return [(min(begins, until), max(begins, until))]
    if _SINCE.search(said.text):
        return [(begins, date.max)]
    return [(begins, ends), *((day, day) for day in _turned_round(said.text, begins) if not last)]


def _period(value: str) -> tuple[date, date | None]:
    first, _, last = value.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last) if last else None


def _until(said: Said) -> date | None:
    """The other end of "between November 1 and 10", "from Monday to Friday"."""
    dates = said.entities.get("date", ())
    if len(dates) != 2 or not _RANGE.search(said.text):
        return None
    begins, last = _period(str(dates[1]))
    return last or begins


def period_that_fits(
    periods: Sequence[Period], orders: Sequence[OrderSummary], clock: Clock
) -> Period | None:
    """The first of `periods` in which one of `orders` was placed or ended."""
    moments = [each for order in orders for each in (order.placed_at, order.delivered_at, order.cancelled_at)]
    days = [clock.day_of(moment) for moment in moments if moment]
    return next((each for each in periods if any(each[0] <= day <= each[1] for day in days)), None)


def _turned_round(text: str, read: date) -> list[date]:
    """06/11/2026 is the 11th of June to some and the 6th of November to others."""
    for match in _IN_FIGURES.finditer(text):
        month, day = int(match["first"]), int(match["second"])
        if (month, day) == (read.month, read.day) and month != day <= 12:
            years = [read.year] if match["year"] else [read.year, read.year - 1]
            return [date(year, day, month) for year in years]
    return []
