"""Which orders are meant by where they went, for whom, what they cost, what paid them, and their days."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from actions.language.addresses import parse_field
from actions.language.days import Period, periods_said
from actions.language.goods_words import PEOPLE
from actions.language.methods import named_methods, unknown_method
from actions.language.order_places import by_extreme
from actions.language.order_states import orders_by_state
from actions.language.said import Said
from actions.language.spelling import stems
from commerce.clock import Clock
from commerce.money import Money
from commerce.orders.queries import OrderSummary

_WENT_TO = re.compile(
    r"\b(?:went|goes|going|gone|shipp?(?:ed|ing)?|sen[dt]|sending|deliver(?:ed|ing)?|addressed|headed|heading)\s+"
    r"(?:out\s+)?(?:to|for)\s+(?P<place>[A-Z][A-Za-z.'-]*(?:\s+[A-Z][A-Za-z.'-]*){0,3})"
)
_PAID_WITH = re.compile(
    r"\b(?:pa(?:y|id)|charged|bought|ordered|purchased|used)\b.{0,25}?\b(?:with|by|on|to|from|using|through|via)\b"
    r"(?P<after>.{0,40})|\b(?:did|have|had)\s+i\s+(?:ever\s+)?used?\s+(?P<used>.{0,40})|\b(?:the|my)\s+(?P<before>\w+(?:\s\w+)?)\s+(?:order|purchase)\b",
    re.IGNORECASE,
)
_FOR_SOMEBODY = re.compile(r"\bfor\s+(?:my|our|his|her|their)\s+(?P<who>[a-z-]+)", re.IGNORECASE)
_OF_ORDERS = re.compile(r"\b(?:orders?|purchases?|parcels?|packages?|ones?)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:ordered|placed?|bought|buy|purchased?|made|did i order)\b"
    r"|\b(?:orders?|purchases?|one|parcel|package)\s+(?:from|of|on|in|during|since)\b",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"\b(?:by|until|till|before|need(?:ed)?|due|expected|arriving|tomorrow)\b", re.IGNORECASE
)
_ARRIVED = re.compile(
    r"\b(?:came|arrived|delivered|got|received|turned up|showed up|reached me|picked up)\b", re.IGNORECASE
)
_CANCELLED = re.compile(r"\bcancell?ed\b", re.IGNORECASE)
_SHARE_OF_AGE = 6  # people are a sixth off when they say how long ago something was


@dataclass(frozen=True)
class Unfound:
    """What was named and is in none of the orders; `utter_unfound_<kind>` words it."""

    kind: str
    shown: str


Found = tuple[Sequence[OrderSummary], Unfound | None]
_NOTHING: Found = ((), None)


def orders_by_facts(said: Said, orders: Sequence[OrderSummary], clock: Clock, *, is_changing: bool) -> Found:
    """The orders of which all holds that is said of them, and the first fact that holds for none.

    `is_changing`: the message may state a new place or payment method, so these find nothing.
    """
    finders: list[Callable[[], Found]] = [
        lambda: _by_amount(said, left),
        lambda: _by_date(said, left, clock),
        lambda: (orders_by_state(said.text, left, clock.today()) if not said.first("date") else (), None),
    ]
    if not is_changing:
        finders += [lambda: _by_place(said.text, left), lambda: _by_method(said.text, left)]
        finders += [lambda: _by_person(said.text, left)]
    finders.append(lambda: (by_extreme(said.text, left), None))
    left, is_told = orders, False
    for find in finders:
        found, unfound = find()
        if unfound:
            return (), unfound
        is_told |= bool(found)
        left = found or left
    return (left, None) if is_told else _NOTHING


def _by_place(text: str, orders: Sequence[OrderSummary]) -> Found:
    said = f" {' '.join(stems(text))} "
    if found := [each for each in orders if f" {' '.join(stems(each.address.city))} " in said]:
        return found, None
    told = _WENT_TO.search(text)
    if told is None:
        return _NOTHING
    region = parse_field("region", told["place"]).get("region", "").upper()
    found = [each for each in orders if each.address.region.upper() in (region, told["place"].upper())]
    return (found, None) if found else ((), Unfound("place", told["place"]))


def _by_method(text: str, orders: Sequence[OrderSummary]) -> Found:
    told = _PAID_WITH.search(text)
    if told is None:
        return _NOTHING
    said = told["after"] or told["used"] or told["before"] or ""
    paying = {order.method.id: order.method for order in orders if order.method}
    meant = {method.id for method in named_methods(said, list(paying.values()))}
    if meant:
        return [order for order in orders if order.method and order.method.id in meant], None
    name = unknown_method(said, list(paying.values()))
    return ((), Unfound("method", name.title())) if name else _NOTHING


def _by_person(text: str, orders: Sequence[OrderSummary]) -> Found:
    """Whom an order is for is not on file; it goes elsewhere than most of the shopper's orders."""
    named = [each["who"].lower() for each in _FOR_SOMEBODY.finditer(text)]
    people = [who for who in named if PEOPLE.intersection(stems(who))]
    if not people or len(orders) < 2:
        return _NOTHING
    places = [str(order.address) for order in orders]
    usual = max(places, key=places.count)
    elsewhere = [order for order in orders if str(order.address) != usual]
    return (elsewhere, None) if elsewhere else ((), Unfound("person", people[0]))


def _by_amount(said: Said, orders: Sequence[OrderSummary]) -> Found:
    value: Any = said.first("money")
    if not isinstance(value, Mapping):
        return _NOTHING
    amount = int(value["amount_minor"])
    exact = [order for order in orders if order.total.amount_minor == amount]
    rounded = [
        order for order in orders if amount % 100 == 0 and order.total.amount_minor // 100 * 100 == amount
    ]
    if exact or rounded or not orders or not _OF_ORDERS.search(said.text):
        return exact or rounded, None
    return (), Unfound("amount", str(Money(amount, value["currency"] or orders[0].total.currency)))


def _by_date(said: Said, orders: Sequence[OrderSummary], clock: Clock) -> Found:
    """The orders placed, else those that ended, on the day or in the period that was said."""
    periods = periods_said(said)
    if not periods:
        return _NOTHING
    begins, ends = periods[0]
    if found := _within(orders, periods, clock, said.text):
        return found, None
    if begins > clock.today() and _PLACED.search(said.text) and not _DEADLINE.search(said.text):
        before = [(each, each) for each in _last_such_days(begins, clock.today())]
        return _within(orders, before, clock), None
    if begins > clock.today() or not _PLACED.search(said.text) or _DEADLINE.search(said.text):
        return _NOTHING
    off = timedelta(days=max(1, (clock.today() - ends).days // _SHARE_OF_AGE))
    if begins == ends and (near := _within(orders, [(begins - off, ends + off)], clock)):
        return near, None
    return (), Unfound("date", f"{begins.isoformat()}/{ends.isoformat()}")


def _last_such_days(day: date, today: date) -> list[date]:
    """The same weekday, or the same day of the year, the last time: nothing was placed on a day to come."""
    week = timedelta(days=7)
    of_month = 28 if (day.month, day.day) == (2, 29) else day.day
    return [*([day - week] if day - today <= week else []), day.replace(year=day.year - 1, day=of_month)]


def _within(
    orders: Sequence[OrderSummary], periods: Sequence[Period], clock: Clock, text: str = ""
) -> Sequence[OrderSummary]:
    """Those that arrived or were cancelled then where `text` says so; else those placed, or ended, then."""

    def falls(moment: datetime | None) -> bool:
        return moment is not None and any(begins <= clock.day_of(moment) <= ends for begins, ends in periods)

    placed = [order for order in orders if falls(order.placed_at)]
    arrived = [order for order in orders if falls(order.delivered_at)]
    cancelled = [order for order in orders if falls(order.cancelled_at)]
    if _CANCELLED.search(text):
        return cancelled or placed
    return (arrived or placed) if _ARRIVED.search(text) else (placed or arrived + cancelled)
