"""The step that settles which of the shopper's orders is meant."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from actions.flows.flow import Ask, Outcome, Progress, Refuse
from actions.quick_replies import quick_reply
from actions.said import LATEST, Said
from actions.shop import Turn
from actions.wording import short_contents
from actions.words import Button
from commerce.clock import Clock
from commerce.orders.models import OrderStatus
from commerce.orders.numbers import display_number, matching_numbers, normalise_number
from commerce.orders.queries import OrderSummary, order_of_parcel, recent_orders

MOST_CHOICES = 5
RECENTLY = timedelta(days=30)
_CODE = re.compile(r"\b(?=[A-Z]*\d)[A-Z0-9]{10,35}\b")  # what may be a parcel's, whoever carries it
_NAMING = ("order_number", "tracking_number", "date")
_CONTRADICTIONS = frozenset({"correct", "deny"})

_NOT_FOUND = "utter_order_not_found"

Relevant = Callable[[Sequence[OrderSummary], Clock], Sequence[OrderSummary]]


def still_interesting(orders: Sequence[OrderSummary], clock: Clock) -> Sequence[OrderSummary]:
    """Orders that are under way; else those of the last 30 days; else the latest."""
    under_way = [order for order in orders if order.is_under_way]
    recently = clock.now() - RECENTLY
    return under_way or [order for order in orders if order.ended_after(recently)] or orders[:1]


def still_pending(orders: Sequence[OrderSummary], clock: Clock) -> Sequence[OrderSummary]:
    """Orders that nobody has begun to pack."""
    del clock
    return [order for order in orders if order.status is OrderStatus.PENDING]


class WhichOrder:
    """By number or part of it, a parcel's, place ("the last one"), item, day, the talk, or the only one.

    `relevant` tells which orders a request without a name may be about. Somebody else's order and one that
    does not exist are answered alike.
    """

    slots: ClassVar[tuple[str, ...]] = ("chosen_order",)

    def __init__(self, relevant: Relevant) -> None:
        self._relevant = relevant

    def relevant_to(self, turn: Turn, orders: Sequence[OrderSummary]) -> Sequence[OrderSummary]:
        """Which of the orders a request without a name may be about."""
        return self._relevant(orders, turn.clock)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose, or ask with the orders as quick replies, the most recent first."""
        if turn.get("chosen_order") and not self._is_about_another(turn):
            return None
        orders = await recent_orders(turn.session, turn.shopper.known_customer())
        if self._is_some_other_number(turn, progress, orders):
            return None
        if not orders:
            turn.set("order_number", None)
            return Refuse("utter_no_orders")
        if named := await self._by_tracking(turn) or self._named(turn, progress):
            return self._by_number(turn, progress, orders, named)
        return self._choose(turn, progress, self._pointed_at(turn, progress, orders))

    def hears(self, said: Said, progress: Progress) -> bool:
        """A number or the end of one, an item, a place in the list."""
        if progress.asked not in self.slots:
            return False
        if said.is_short and any(said.names(title) for title in progress.memory.get("titles", ())):
            return True
        names = any(said.first(entity) for entity in _NAMING)
        return bool(names or said.digit_groups or said.position is not None) and said.is_mere_answer

    def _is_about_another(self, turn: Turn) -> bool:
        said = turn.said
        if number := said.first("order_number"):
            return normalise_number(str(number)) != turn.get("chosen_order")
        if said.first("tracking_number"):
            return True
        points = said.wants_other or said.position is not None or said.first("product")
        return said.intent in _CONTRADICTIONS and bool(points)

    def _is_some_other_number(self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary]) -> bool:
        """Whether digits alone, in the answer to another question, are none of their orders: a postcode."""
        said = str(turn.said.first("order_number") or "")
        is_answer = bool(turn.get("chosen_order")) and progress.asked not in (None, *self.slots)
        return is_answer and said.isdigit() and not matching_numbers(said, [each.number for each in orders])

    @staticmethod
    async def _by_tracking(turn: Turn) -> str | None:
        """The order whose parcel has the tracking number that was said; that number itself where none has."""
        said = turn.said.first("tracking_number")
        codes = [str(said)] if said else _CODE.findall(turn.said.leftover.upper())
        if not codes or turn.said.is_payload:
            return None
        found = await order_of_parcel(turn.session, turn.shopper.known_customer(), codes)
        return found or (str(said) if said else None)

    @staticmethod
    def _named(turn: Turn, progress: Progress) -> str | None:
        """The number that was said, in this message or, if it still waits to be looked up, before it."""
        said = turn.said.first("order_number")
        is_settled = turn.get("chosen_order") or progress.question == _NOT_FOUND
        if said or (is_settled and not turn.said.is_silent):
            return said
        return progress.memory.get("named_order")

    def _by_number(
        self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary], written: str
    ) -> Outcome:
        found = matching_numbers(written, [order.number for order in orders])
        if found:
            return self._choose(turn, progress, [order for order in orders if order.number in found])
        turn.set("order_number", None)
        return Ask(
            "chosen_order",
            _NOT_FOUND,
            again="utter_order_not_found_again",
            values={"number": display_number(written)},
            buttons=self._options(progress, self.relevant_to(turn, orders) or orders),
        )

    def _pointed_at(
        self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary]
    ) -> Sequence[OrderSummary]:
        """The orders that the words, or the talk so far, may mean: one if that is clear, several if not."""
        by_number = {order.number: order for order in orders}
        offered = [by_number[number] for number in progress.memory.get("options", ()) if number in by_number]
        likely = offered or self.relevant_to(turn, orders) or orders
        present = by_number.get(turn.get("order_number") or "")
        if named := _in_words(turn.said, orders, likely, turn.clock):
            return named
        if turn.said.wants_other:
            rest = [order for order in likely if order is not present]
            return rest or [order for order in orders if order is not present] or orders
        if present and (present in likely or turn.is_fresh("order_number")):
            return [present]
        return likely

    def _choose(self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary]) -> Outcome:
        if len(orders) == 1:
            turn.set("chosen_order", orders[0].number)
            turn.set("order_number", orders[0].number)
            return None
        turn.set("chosen_order", None)
        turn.set("order_number", None)
        return Ask(
            "chosen_order",
            "utter_request_which_order",
            again="utter_request_which_order_again",
            buttons=self._options(progress, orders),
        )

    @staticmethod
    def _options(progress: Progress, orders: Sequence[OrderSummary]) -> list[Button]:
        shown = orders[:MOST_CHOICES]
        progress.memory["options"] = [order.number for order in shown]
        progress.memory["titles"] = sorted({title for order in shown for title in order.titles})
        return [
            quick_reply(
                f"{display_number(order.number)}: {short_contents(order.titles)}",
                "inform",
                order_number=order.number,
            )
            for order in shown
        ]


def _in_words(
    said: Said, orders: Sequence[OrderSummary], likely: Sequence[OrderSummary], clock: Clock
) -> Sequence[OrderSummary]:
    """The orders that the message names by item, end of number, day or place; none if it does not."""
    named = [order for order in orders if any(said.names(title) for title in order.titles)]
    if named:
        return [order for order in named if order in likely] or named
    quoted = [order for order in orders if order.number.endswith(tuple(said.digit_groups))]
    if quoted:
        return quoted
    if dated := _of_date(said, orders, clock):
        return dated
    if said.position is None:
        return []
    return orders[:1] if said.position == LATEST else likely[said.position - 1 : said.position]


def _of_date(said: Said, orders: Sequence[OrderSummary], clock: Clock) -> Sequence[OrderSummary]:
    """The orders placed, else those that ended, on the day or in the period that was said."""
    if (value := said.first("date")) is None:
        return []
    first, _, last = str(value).partition("/")
    begins, ends = date.fromisoformat(first), date.fromisoformat(last or first)

    def falls(moment: datetime | None) -> bool:
        return moment is not None and begins <= clock.day_of(moment) <= ends

    placed = [order for order in orders if falls(order.placed_at)]
    return placed or [order for order in orders if falls(order.delivered_at) or falls(order.cancelled_at)]
