"""The step that settles which of the shopper's orders is meant."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from actions.engine.flow import Ask, Outcome, Progress, Refuse
from actions.language.goods import goods_in
from actions.language.lexicon import Item
from actions.language.order_facts import Unfound
from actions.language.order_places import before_last
from actions.language.orders import goods_named
from actions.language.orders_meant import (
    Manner,
    Meant,
    answers_each,
    is_place_among_all,
    items_of,
    of_order,
    orders_meant,
    speaks_of_each,
)
from actions.language.parcels import is_about_a_parcel, tracking_codes
from actions.language.said import Said
from actions.steps.own_words import points_at_one
from actions.turn.requests import WAITING
from actions.turn.shop import Turn
from actions.wording.formats import on_day, short_contents
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.clock import Clock
from commerce.orders.numbers import display_number, matching_numbers, normalise_number
from commerce.orders.queries import OrderSummary, order_of_parcel, recent_orders

MOST_CHOICES = 5
RECENTLY = timedelta(days=30)
_NAMING = ("order_number", "tracking_number", "date")
_POINTED_AT_IN = "cancel_order"  # elsewhere "the blue one" is one of its items, or a version
_CONTRADICTIONS = frozenset({"correct", "deny"})

_NOT_FOUND, _NOT_SO = "utter_order_not_found", "utter_order_not_so"
_ABOUT_GOODS = frozenset({"find_product", "check_availability", "show_product_details", "recommend_product"})

_ORDER = re.compile(r"\b(?:orders?|purchase|one)\b", re.IGNORECASE)
_TOO = re.compile(r"\b(?:too|also|as well|both|plus|likewise|same (?:for|with|to))\b", re.IGNORECASE)

Relevant = Callable[[Sequence[OrderSummary], Clock], Sequence[OrderSummary]]


def still_interesting(orders: Sequence[OrderSummary], clock: Clock) -> Sequence[OrderSummary]:
    """Orders that are under way; else those of the last 30 days; else the latest."""
    under_way = [order for order in orders if order.is_under_way]
    recently = clock.now() - RECENTLY
    return under_way or [order for order in orders if order.ended_after(recently)] or orders[:1]


_PLAINLY = Manner()


class WhichOrder:
    """By number or part of it, a parcel's, goods, facts, place ("the last one"), the talk, or the only one.

    `relevant` tells which orders a request without a name may be about. Where something is named that is in
    none of them, no other is taken for it. Somebody else's order and one that does not exist are answered
    alike. Of several that are meant each is served in turn.
    """

    slots: ClassVar[tuple[str, ...]] = ("chosen_order",)

    def __init__(self, relevant: Relevant, manner: Manner = _PLAINLY) -> None:
        self._relevant = relevant
        self._manner = manner

    def relevant_to(self, turn: Turn, orders: Sequence[OrderSummary]) -> Sequence[OrderSummary]:
        """Which of the orders a request without a name may be about."""
        return self._relevant(orders, turn.clock)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose, or ask with the orders as quick replies, the most recent first."""
        is_settled = turn.get("chosen_order") and not self._is_about_another(turn)
        points = progress.flow == _POINTED_AT_IN and points_at_one(turn.said.text)
        if is_settled and not points:
            return None
        orders = await recent_orders(turn.session, turn.shopper.known_customer())
        if is_settled:
            another = self._another_one(turn, orders)
            return self._choose(turn, progress, orders, another) if another else None
        if self._is_some_other_number(turn, progress, orders):
            return None
        if not orders:
            turn.set("order_number", None)
            return Refuse("utter_no_orders")
        code = await self._by_tracking(turn)
        is_each = speaks_of_each(turn.said, is_answer=progress.asked in self.slots)
        if not (code or is_each) and (named := self._named(turn, progress)):
            return self._by_number(turn, progress, orders, named)
        meant = _of_parcel(orders, code) if code else self._pointed_at(turn, progress, orders)
        return self._choose(turn, progress, orders, meant)

    def hears(self, said: Said, progress: Progress) -> bool:
        """A number or the end of one, an item, a place in the list."""
        if progress.asked not in self.slots:
            return False
        if (said.is_short and self._speaks_of_goods(said, progress)) or answers_each(said):
            return True
        if said.is_short and is_place_among_all(said.text):
            return True
        names = any(said.first(entity) for entity in _NAMING)
        return bool(names or said.digit_groups or said.position is not None) and said.is_mere_answer

    @staticmethod
    def _speaks_of_goods(said: Said, progress: Progress) -> bool:
        titles = progress.memory.get("order_titles", ())
        named = goods_named(said.text, [Item(title, title) for title in titles], is_answer=True)
        return bool(named.mentions) or (named.unknown is not None and said.intent in _ABOUT_GOODS)

    def _is_about_another(self, turn: Turn) -> bool:
        said = turn.said
        if number := said.first("order_number"):
            return normalise_number(str(number)) != turn.get("chosen_order")
        is_placed = not said.is_payload and before_last(said.text) is not None
        if said.first("tracking_number") or is_placed or (said.wants_other and _TOO.search(said.text)):
            return True
        counts = said.position is not None and _ORDER.search(said.text)  # "the 2nd floor" is no order
        points = said.wants_other or counts or self._names_goods(said)
        return said.intent in _CONTRADICTIONS and bool(points)

    def _another_one(self, turn: Turn, orders: Sequence[OrderSummary]) -> Meant | None:
        """The order that "the keyboard one" means, where it is not that which was chosen."""
        meant = orders_meant(turn.said, orders, orders, turn.clock, self._manner, is_answer=True)
        is_another = len(meant.orders) == 1 and meant.orders[0].number != turn.get("chosen_order")
        return meant if is_another else None

    def _names_goods(self, said: Said) -> bool:
        return bool(said.first("product") or goods_in(said.text, only_sure=True))

    def _is_some_other_number(self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary]) -> bool:
        """Whether digits alone, in the answer to another question, are none of their orders: a postcode."""
        said = str(turn.said.first("order_number") or "")
        is_answer = bool(turn.get("chosen_order")) and progress.asked not in (None, *self.slots)
        return is_answer and said.isdigit() and not matching_numbers(said, [each.number for each in orders])

    @staticmethod
    async def _by_tracking(turn: Turn) -> str | None:
        """The order whose parcel has the tracking number that was said; that number itself where none has."""
        codes = tracking_codes(turn.said)
        if not codes:
            return None
        found = await order_of_parcel(turn.session, turn.shopper.known_customer(), codes)
        return found or (codes[0] if is_about_a_parcel(turn.said) else None)

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
        numbers = [order.number for order in orders]
        all_written = [str(each) for each in turn.said.entities.get("order_number", ())] or [written]
        found = [match for each in dict.fromkeys(all_written) for match in [matching_numbers(each, numbers)]]
        if found[0]:
            is_each = len(found) > 1 and all(len(each) == 1 for each in found)
            meant = {number for each in (found if is_each else found[:1]) for number in each}
            chosen = [order for order in orders if order.number in meant]
            return self._choose(turn, progress, orders, Meant(chosen, is_each=is_each))
        turn.set("order_number", None)
        return Ask(
            "chosen_order",
            _NOT_FOUND,
            again="utter_order_not_found_again",
            values={"number": display_number(written)},
            buttons=self._options(progress, self.relevant_to(turn, orders) or orders),
        )

    def _not_so(
        self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary], unfound: Unfound
    ) -> Ask:
        turn.set("chosen_order", None)
        progress.memory["unfound"] = [unfound.kind, unfound.shown]
        return Ask(
            "chosen_order",
            _NOT_SO,
            again=f"{_NOT_SO}_again",
            values={"what": unfound_told(turn, unfound)},
            buttons=self._options(progress, self.relevant_to(turn, orders) or orders),
        )

    def _pointed_at(self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary]) -> Meant:
        """The orders that the words, or the talk so far, may mean: one if that is clear, several if not."""
        said = turn.said
        by_number = {order.number: order for order in orders}
        offered = [by_number[number] for number in progress.memory.get("options", ()) if number in by_number]
        likely = offered or self.relevant_to(turn, orders) or orders
        present = by_number.get(turn.get("order_number") or "")
        is_answer = progress.asked in self.slots
        meant = orders_meant(said, orders, likely, turn.clock, self._manner, is_answer=is_answer)
        others = [order for order in meant.orders if order is not present]
        if said.wants_other and not meant.is_each and (others or not (meant.orders or meant.unfound)):
            rest = others or [order for order in likely if order is not present]
            rest = rest or [order for order in orders if order is not present]
            is_added = present and turn.get("chosen_order") and len(rest) == 1 and _TOO.search(said.text)
            return Meant([present, *rest] if present and is_added else rest or orders, is_each=bool(is_added))
        if meant.orders or meant.unfound:
            return meant
        kept = progress.memory.get("unfound")
        if kept and (said.is_silent or not is_answer):
            return Meant(unfound=Unfound(*kept))
        if present and (present in likely or turn.is_fresh("order_number")):
            return Meant([present])
        return Meant(likely)

    def _choose(
        self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary], meant: Meant
    ) -> Outcome:
        if meant.unfound:
            return self._not_so(turn, progress, orders, meant.unfound)
        if len(meant.orders) == 1 or (meant.is_each and meant.orders):
            first, *others = meant.orders[:MOST_CHOICES]
            self._let_wait(turn, progress, first, others)
            turn.set("chosen_order", first.number)
            turn.set("order_number", first.number)
            progress.memory.pop("unfound", None)
            return None
        turn.set("chosen_order", None)
        turn.set("order_number", None)
        return Ask(
            "chosen_order",
            "utter_request_which_order",
            again="utter_request_which_order_again",
            buttons=self._options(progress, meant.orders),
        )

    @staticmethod
    def _let_wait(
        turn: Turn, progress: Progress, first: OrderSummary, others: Sequence[OrderSummary]
    ) -> None:
        """Serve the request of the other orders too, one after the other."""
        if not others:
            return
        opening = Said.stored(progress.opening) if progress.opening else turn.said
        if opening.is_payload:
            opening = Said(progress.flow, f"/{progress.flow}")
        waiting = [
            replace(of_order(opening, each.number), intent=progress.flow).storable() for each in others
        ]
        turn.set(WAITING, [*waiting, *(turn.get(WAITING) or [])])
        turn.say("utter_one_by_one", number=display_number(first.number))

    @staticmethod
    def _options(progress: Progress, orders: Sequence[OrderSummary]) -> list[Button]:
        shown = orders[:MOST_CHOICES]
        progress.memory["options"] = [order.number for order in shown]
        progress.memory["order_titles"] = sorted({title for order in shown for title in order.titles})
        return [
            quick_reply(
                f"{display_number(order.number)}: {short_contents(items_of([order]))}",
                "inform",
                order_number=order.number,
            )
            for order in shown
        ]


def _of_parcel(orders: Sequence[OrderSummary], code: str) -> Meant:
    found = [order for order in orders if order.number == code]
    return Meant(found, None if found else Unfound("parcel", code))


def unfound_told(turn: Turn, unfound: Unfound) -> str:
    """What was named and is in none of the orders, in the store's words."""
    shown = unfound.shown
    if unfound.kind == "date":
        first, last = (date.fromisoformat(each) for each in shown.split("/"))
        today = turn.clock.today()
        last = min(last, max(first, today))
        shown = on_day(first, today) if first == last else f"{on_day(first, today)} to {on_day(last, today)}"
    return turn.words.phrase(f"utter_unfound_{unfound.kind}", what=shown)
