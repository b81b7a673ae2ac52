"""Which orders a message means by a day: placed, arrived or cancelled then, in figures either way round."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from actions.said import Said
from commerce.clock import Clock
from commerce.orders.queries import OrderSummary

Period = tuple[date, date]

_PLACED = re.compile(
    r"\b(?:ordered|placed|bought|buy|purchased?|paid|orders?\s+(?:from|of))\b", re.IGNORECASE
)
_ARRIVED = re.compile(
    r"\b(?:came|come|arrived?|delivered|got here|received?|turned up|showed up|reached me)\b", re.IGNORECASE
)
_CANCELLED = re.compile(r"\bcancel+ed\b", re.IGNORECASE)
_IN_FIGURES = re.compile(
    r"(?<![\d/.-])(?P<first>\d\d?)[/-](?P<second>\d\d?)(?P<year>[/-](?:20\d\d|\d\d))?(?![\d/-])"
)


def periods_said(said: Said) -> list[Period]:
    """The day or period that was said, as first and last day; a day in figures also the other way round."""
    value = said.first("date")
    if value is None:
        return []
    first, _, last = str(value).partition("/")
    begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)
    return [(begins, ends), *((day, day) for day in _turned_round(said.text, begins) if not last)]


def orders_of_days(said: Said, orders: Sequence[OrderSummary], clock: Clock) -> list[OrderSummary]:
    """The orders that were placed on the day or in the period that was said, or else ended then.

    Those that arrived or were cancelled then, where the message speaks of that.
    """
    periods = periods_said(said)

    def falls(moment: datetime | None) -> bool:
        return moment is not None and any(begins <= clock.day_of(moment) <= ends for begins, ends in periods)

    if not _PLACED.search(said.text):
        if _ARRIVED.search(said.text):
            return [order for order in orders if falls(order.delivered_at)]
        if _CANCELLED.search(said.text):
            return [order for order in orders if falls(order.cancelled_at)]
    placed = [order for order in orders if falls(order.placed_at)]
    return placed or [order for order in orders if falls(order.delivered_at) or falls(order.cancelled_at)]


def period_that_fits(periods: Sequence[Period], orders: Sequence[OrderSummary], clock: Clock) -> Period:
    """The first of `periods` in which something happened to one of `orders`; the first one if none fits."""
    moments = [each for order in orders for each in (order.placed_at, order.delivered_at, order.cancelled_at)]
    days = [clock.day_of(moment) for moment in moments if moment]
    return next((each for each in periods if any(each[0] <= day <= each[1] for day in days)), periods[0])


def _turned_round(text: str, read: date) -> list[date]:
    """06/11/2026 is the 11th of June to some and the 6th of November to others."""
    for match in _IN_FIGURES.finditer(text):
        month, day = int(match["first"]), int(match["second"])
        if (month, day) == (read.month, read.day) and month != day <= 12:
            years = [read.year] if match["year"] else [read.year, read.year - 1]
            return [date(year, day, month) for year in years]
    return []
