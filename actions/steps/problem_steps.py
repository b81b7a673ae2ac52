"""The steps of a problem that settle what it is, which order and items it is about, and what happened."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Ask, AsksNothing, CarefulStep, HandOver, Outcome, Progress, Redirect, Refuse
from actions.language.items import name_items
from actions.language.parts import said_of_each
from actions.language.problems import problem_in
from actions.language.said import Said
from actions.steps.delivered import delivered_orders
from actions.steps.lines import Line, item_of, spoken_order, with_refusals
from actions.steps.problem_offers import is_of_items, problem_of
from actions.steps.problem_remedy import ASKS
from actions.steps.which_items import WhichItems
from actions.steps.which_order_of_items import WhichOrderOfItems
from actions.turn.requests import WAITING
from actions.turn.shop import Turn
from commerce.orders.models import OrderStatus
from commerce.orders.problem_reports import ProblemKind
from commerce.orders.queries import OrderSummary
from commerce.orders.status import Standing, report_order
from commerce.problems.items import ITEM_PROBLEMS, reportable_lines
from commerce.problems.offers import trouble_of
from commerce.problems.refusals import OrderNotLate, ParcelNotLost

_KINDS_IN_ORDER = (*ITEM_PROBLEMS, ProblemKind.LOST_PARCEL)
_CONTRADICTS = re.compile(r"\b(no|not|actually|rather|sorry|mean|meant|instead)\b", re.IGNORECASE)
# "A toaster instead of the lamp", "without the mug": here the item that is named is the one it is about.
_IN_PLACE_OF = re.compile(r"\b(instead of|in place of|rather than|without)\b", re.IGNORECASE)


class WhatProblem(CarefulStep):
    """Fills `problem`: damaged, wrong or missing items, a parcel that did not come, or one that is late."""

    slots: ClassVar[tuple[str, ...]] = ("problem",)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what is said or pressed, at first or as a correction."""
        if heard := self._heard(turn.said, progress):
            turn.set("problem", heard.value)
            if progress.asked == "problem" and not turn.said.is_payload:
                progress.opening = turn.said.storable()  # later steps hear how it was told
        if turn.get("problem") is not None:
            return None
        return Ask("problem", "utter_request_problem", again="utter_request_problem_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """Anything that tells what is wrong."""
        return progress.asked == "problem" and problem_in(said.text) is not None

    def claims(self, said: Said, progress: Progress) -> bool:
        """Another problem than the one that was understood: "no, it's not broken, it's the wrong one"."""
        is_open = progress.asked in ("problem", "description") or ASKS.search(said.text)
        contradicts = bool(_CONTRADICTS.search(said.text)) and not said.is_payload
        return not is_open and contradicts and problem_in(said.text) is not None

    def _heard(self, said: Said, progress: Progress) -> ProblemKind | None:
        if (pressed := said.first("problem")) in list(ProblemKind):
            return ProblemKind(pressed)
        if said.is_payload or said.is_silent:
            return None
        if progress.asked in (None, "problem") or self.claims(said, progress):
            found = problem_in(said.text)
            is_place = found is None and progress.asked == "problem" and said.position is not None
            return _at_place(said.position) if is_place else found
        return None


def _at_place(position: int | None) -> ProblemKind | None:
    shown = dict(enumerate(_KINDS_IN_ORDER, start=1))
    return shown.get(position or 0)


class WhichTroubledOrder(WhichOrderOfItems):
    """As `which_order_of_items`: something arrived where an item is wrong, else something is on its way."""

    def __init__(self) -> None:
        super().__init__(delivered_orders)

    def relevant_to(self, turn: Turn, orders: Sequence[OrderSummary]) -> Sequence[OrderSummary]:
        """Which orders such a problem may be about."""
        if is_of_items(turn):
            return delivered_orders(orders, turn.clock)
        shipped = [order for order in orders if order.status is OrderStatus.SHIPPED]
        under_way = [order for order in orders if order.is_under_way]
        return shipped or under_way or delivered_orders(orders, turn.clock)


class StillToCome(AsksNothing):
    """Tells where the rest is when something is missed of an order of which a parcel is still on its way."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; goods that have arrived, and are named, may be missing all the same."""
        is_opening = progress.asked is None and not (turn.said.is_payload or turn.said.is_silent)
        is_early = is_opening or progress.asked in WhichTroubledOrder.slots
        if not is_early or problem_of(turn) is not ProblemKind.MISSING_ITEM:
            return None
        text = f"{turn.said.text} {progress.opening.get('text', '')}"
        order = await spoken_order(turn)
        report = await report_order(turn.session, order, clock=turn.clock)
        is_named = name_items(text, [item_of(line) for line in order.lines]) is not None
        is_partial = report.standing is Standing.PARTLY_DELIVERED and not is_named
        return Redirect("check_order_status", {"order_number": (order.number,)}) if is_partial else None


class WhatHappened(AsksNothing):
    """Looks at the delivery where a whole parcel is missed: late, lost, or delivered as the carrier says."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Settle `problem` by what the store knows; refuse or hand over where it knows of none."""
        if is_of_items(turn) or (progress.asked == ChangeFlow.confirmation and not turn.is_correction):
            return None
        order = await spoken_order(turn)
        report = await report_order(turn.session, order, clock=turn.clock)
        told, trouble = problem_of(turn), trouble_of(report)
        if report.standing is Standing.DELIVERED:
            what = turn.words.phrase("utter_problem_not_here", number=order.display_number)
            return HandOver("utter_problem_delivered_not_here", what, {"number": order.display_number})
        facts = {"number": order.display_number, "order_number": order.number, "details": ""}
        if report.standing is Standing.CANCELLED:
            return Refuse("utter_order_cancelled", facts)
        if trouble is None and report.is_made_good:
            return Refuse("utter_problem_already_reported", facts)
        if trouble is None and told is ProblemKind.LATE_ORDER:
            raise OrderNotLate(order.number, order.promised_on)
        if trouble is None:
            raise ParcelNotLost(order.number, report.expected_on)
        if trouble is not told:
            turn.say(f"utter_problem_is_{trouble.value}", number=order.display_number)
            turn.set("problem", trouble.value)
        return None


async def troubled_lines(turn: Turn) -> Sequence[Line]:
    """All lines of the order, with what stands against reporting a problem with each."""
    order = await spoken_order(turn)
    found = await reportable_lines(
        turn.session, turn.shopper, order.number, problem_of(turn), clock=turn.clock
    )
    return with_refusals(order, found)


class TroubledItems(WhichItems):
    """As `which_items`, where the problem is one of items."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose, or ask."""
        if not is_of_items(turn):
            turn.set("items", None)
            return None
        if progress.asked is None and not (turn.said.is_silent or turn.said.is_payload):
            await self._split(turn, progress)
        said = turn.said
        turn.said = replace(said, text=_IN_PLACE_OF.sub(" and ", said.text))
        try:
            return await super().take(turn, progress)
        finally:
            turn.said = said

    async def _split(self, turn: Turn, progress: Progress) -> None:
        """ "The lamp is broken and the mug is missing" are two problems: the second waits for the first."""
        items = [line.item for line in await self._lines(turn)]
        told: dict[ProblemKind, list[str]] = {}
        for part in said_of_each(turn.said.text, items).values():
            kind = problem_in(part)
            if kind in ITEM_PROBLEMS and part not in told.setdefault(kind, []):
                told[kind].append(part)
        if len(told) < 2:
            return
        number = {"order_number": (turn.get("chosen_order"),)}
        first, *others = [
            (kind, Said("report_problem", ", ".join(parts), number)) for kind, parts in told.items()
        ]
        turn.set("problem", first[0].value)
        turn.said = first[1]
        progress.opening = first[1].storable()
        waiting = turn.get(WAITING) or []
        turn.set(WAITING, [*(said.storable() for _, said in others), *waiting])

    def claims(self, said: Said, progress: Progress) -> bool:
        """Not what is told of the problem: there items are named only to tell where it is."""
        return progress.asked != "description" and super().claims(said, progress)
