"""The step that asks whether the whole order is meant where single items of it were named."""

import re
from typing import ClassVar

from actions.engine.deeds import DEEDS
from actions.engine.flow import Ask, ClaimingStep, Outcome, Progress, Redirect, Refuse
from actions.language.agreement import agrees, declines
from actions.language.items import Naming
from actions.language.lexicon import Item
from actions.language.said import Said
from actions.language.single_items import only_some, single_items
from actions.steps.lines import item_of, spoken_order, storable
from actions.turn.shop import Turn
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from commerce.orders.contents import name_among
from commerce.orders.numbers import display_number

_SLOT = "whole_order"
_CANCEL = DEEDS["cancel_order"][""]
_WHOLE = re.compile(
    r"\b(?:whole|entire|full|complete|all|everything|both)\b(?!.*\b(?:but|except|not)\b)", re.IGNORECASE
)
_SWAP = re.compile(r"\b(?:swap|change|exchange|switch|replace|another version|different)\b", re.IGNORECASE)
_YES, _SWAPPED, _NO = "yes", "swap", "no"


class WholeOrder(ClaimingStep):
    """Says that an order is cancelled as a whole, where one of its items is to go, and asks whether to."""

    slots: ClassVar[tuple[str, ...]] = (_SLOT,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask unless an item was named."""
        order = await spoken_order(turn)
        items = [item_of(line) for line in order.lines]
        progress.memory["order_items"] = [storable(item) for item in items]
        if answer := self._answer(turn.said, progress):
            if answer == _SWAPPED:
                progress.opening = _swap(order.number, progress.memory.get("taken_out", "")).storable()
                return Redirect("change_order_items")
            if answer == _NO:
                return Refuse("utter_nothing_changed")
            turn.set(_SLOT, answer)
        elif naming := self._named(turn.said, progress, items):
            turn.set(_SLOT, None)
            progress.memory["taken_out"] = _told(naming, items)
            return _question(order.number, progress.memory["taken_out"])
        if progress.asked == _SLOT and turn.get(_SLOT) is None:
            return _question(order.number, progress.memory.get("taken_out", ""))
        return None

    def hears(self, said: Said, progress: Progress) -> bool:
        """Its buttons, a yes or no, the whole of it, or a swap."""
        return self._answer(said, progress) is not None

    def claims(self, said: Said, progress: Progress) -> bool:
        """An answer, and single items that are named at any later question."""
        if self._answer(said, progress):
            return True
        items = [Item(**each) for each in progress.memory.get("order_items", [])]
        return progress.asked is not None and self._named(said, progress, items) is not None

    @staticmethod
    def _answer(said: Said, progress: Progress) -> str | None:
        if progress.asked != _SLOT or said.is_silent:
            return None
        if pressed := said.first(_SLOT):
            return str(pressed)
        if said.is_payload:
            return {"affirm": _YES, "deny": _NO}.get(said.intent)
        return _typed(said.text)

    @staticmethod
    def _named(said: Said, progress: Progress, items: list[Item]) -> Naming | None:
        is_told = not (said.is_payload or said.is_silent) and progress.asked != _SLOT
        if not is_told:
            return None
        later = only_some(said.text, items) if progress.asked is not None else None
        return single_items(said.text, items) or later


def _typed(text: str) -> str | None:
    if "?" in text:
        return None
    if agrees(text, _CANCEL) or _WHOLE.search(text):
        return _YES
    if _SWAP.search(text):
        return _SWAPPED
    return _NO if declines(text, _CANCEL) else None


def _told(naming: Naming, items: list[Item]) -> str:
    """`the Mug`; empty where no item was named."""
    meant = [name_among(item, items) for item in items if item.key in naming.chosen]
    return f"the {joined(meant)}" if meant else ""


def _swap(number: str, taken_out: str) -> Said:
    """The request to swap what was to be taken out."""
    return Said("change_order_items", f"swap {taken_out or 'an item'}", {"order_number": (number,)})


def _question(number: str, taken_out: str) -> Ask:
    return Ask(
        _SLOT,
        "utter_request_whole_order",
        again="utter_request_whole_order_again",
        values={"number": display_number(number), "items": taken_out or "some of the items"},
        buttons=[
            quick_reply("Cancel the whole order", "inform", **{_SLOT: _YES}),
            quick_reply("Swap it instead", "inform", **{_SLOT: _SWAPPED}),
            quick_reply("Leave it as it is", "inform", **{_SLOT: _NO}),
        ],
    )
