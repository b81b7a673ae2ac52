"""The step that adds up several orders: "how much did I spend in total", "what do the last two come to"."""

import re
from collections.abc import Sequence

from actions.engine.flow import AsksNothing, Outcome, Progress, Refuse
from actions.language.days import Period, periods_said
from actions.language.said import Said
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.clock import Clock
from commerce.money import Money
from commerce.orders.models import OrderStatus
from commerce.orders.numbers import display_number
from commerce.orders.queries import OrderSummary, recent_orders

_COSTS = re.compile(
    r"\b(?:spen[dt]|spending|costs?|paid|pay|total|sum|come to|add up|worth|together)\b", re.IGNORECASE
)
_ALL = re.compile(
    r"\b(?:have i|did i|i(?:'ve| have)?) (?:ever |already )?spen[dt]\b"
    r"|\b(?:all|every one) of my (?:orders|purchases)\b"
    r"|\ball (?:my|the|those|these) (?:orders|purchases)\b",
    re.IGNORECASE,
)
_LATEST = re.compile(
    r"\b(?:last|latest|past|previous|recent) (?P<count>two|three|four|five|\d) (?:orders|purchases)\b",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5}
_OF_ONE = re.compile(
    r"\b(?:on|for|in) (?:the|my|that|this|it)\b(?! (?:last|past|first|whole|month|year|week))", re.IGNORECASE
)
_MOST_LISTED = 6


class OrdersTogether(AsksNothing):
    """Tells the sum with its parts where the opening words ask for several orders."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        said = turn.said
        is_opening = progress.asked is None and not (said.is_payload or said.is_silent)
        if not is_opening or not _COSTS.search(said.text):
            return None
        orders = await recent_orders(turn.session, turn.shopper.known_customer())
        meant = several_orders(said, orders, turn.clock)
        if len(meant) < 2:
            return None
        parts = [f"{display_number(order.number)} {order.total}" for order in meant[:_MOST_LISTED]]
        if len(meant) > _MOST_LISTED:
            parts.append(f"{len(meant) - _MOST_LISTED} more")
        return Refuse("utter_items_cost", values={"items": joined(parts), "total": joined(_sums(meant))})


def several_orders(said: Said, orders: Sequence[OrderSummary], clock: Clock) -> list[OrderSummary]:
    """The orders that are to be added up; empty where not several are meant. Cancelled ones cost nothing."""
    paid = [order for order in orders if order.status is not OrderStatus.CANCELLED]
    numbers = {str(each) for each in said.entities.get("order_number", ())}
    if len(numbers) > 1:
        return [order for order in orders if order.number in numbers]
    if latest := _LATEST.search(said.text):
        return paid[: _COUNTS.get(latest["count"].lower()) or int(latest["count"])]
    if numbers or not _ALL.search(said.text) or _OF_ONE.search(said.text):
        return []
    periods = periods_said(said)[:1]
    return [each for each in paid if not periods or _is_placed(each, periods[0], clock)]


def _is_placed(order: OrderSummary, period: Period, clock: Clock) -> bool:
    begins, ends = period
    return order.placed_at is not None and begins <= clock.day_of(order.placed_at) <= ends


def _sums(orders: Sequence[OrderSummary]) -> list[str]:
    """One sum for each currency."""
    currencies = dict.fromkeys(order.total.currency for order in orders)
    amounts = {
        currency: sum(each.total.amount_minor for each in orders if each.total.currency == currency)
        for currency in currencies
    }
    return [str(Money(amount, currency)) for currency, amount in amounts.items()]
