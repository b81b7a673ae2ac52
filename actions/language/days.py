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

_SINCE = re.compile(r"\bsince\b(?!.{0,30}\b(?:not|n't|no|never)\b)", re.IGNORECASE)


def periods_said(said: Said) -> list[Period]:
    """The day or period that was said, as first and last day; a day in figures also the other way round."""
    value = said.first("date")
    if value is None:
        return []
    first, _, last = str(value).partition("/")
    begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
    if _SINCE.search(said.text):
        return [(begins, date.max)]
    return [(begins, ends), *((day, day) for day in _turned_round(said.text, begins) if not last)]


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
