"""The step that settles which of the shopper's returns and exchanges is meant."""

import re
from collections.abc import Sequence
from typing import ClassVar

from actions.engine.flow import Ask, CarefulStep, Outcome, Progress, Refuse
from actions.engine.moods import turns_down
from actions.language.items import name_items
from actions.language.lexicon import Item
from actions.language.orders import goods_named
from actions.language.said import LATEST, Said
from actions.turn.shop import Turn
from actions.wording.formats import contents
from actions.wording.quick_replies import quick_reply
from commerce.orders.numbers import normalise_number
from commerce.returns.models import ReturnKind
from commerce.returns.status import ReturnState, returns_of
from commerce.returns.withdraw import OPEN

MOST_CHOICES = 5
_SLOT = "chosen_return"
_RMA = re.compile(r"\bRMA[\s-]*([2-9A-HJ-NP-Z]{8})\b", re.IGNORECASE)
_KINDS = {
    ReturnKind.EXCHANGE: re.compile(r"\bexchange|\bswap", re.IGNORECASE),
    ReturnKind.RETURN: re.compile(r"\breturn", re.IGNORECASE),
}


class WhichReturn(CarefulStep):
    """By its number, its items, its order, its kind, its place in the list, or the only one that is open."""

    slots: ClassVar[tuple[str, ...]] = (_SLOT,)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose, or ask with the open ones as quick replies, the newest first."""
        returns = await returns_of(turn.session, turn.shopper)
        known = {each.rma_number: each for each in returns}
        named = rma_in(turn.said)
        if named and named not in known:
            return Refuse("utter_return_not_found", {"rma_number": named})
        if named:
            turn.set(_SLOT, named)
        contradicts = turn.said.intent in {"correct", "deny"}
        if turn.get(_SLOT) in known and (named or not contradicts):
            return None
        candidates = [each for each in returns if each.status in OPEN]
        if not candidates:
            return Refuse("utter_left_as_it_is" if turns_down(turn.said.text) else "utter_no_open_return")
        meant = pointed_at(turn, progress, candidates)
        is_told_of = progress.asked in (None, *self.slots) and len(meant) == len(candidates)
        unfound = unfound_in(turn, returns) if is_told_of else None
        if unfound:
            turn.say("utter_unfound_return", what=unfound)
        if len(meant) == 1 and not unfound:
            turn.set(_SLOT, meant[0].rma_number)
            return None
        turn.set(_SLOT, None)
        return self._ask(progress, meant)

    def hears(self, said: Said, progress: Progress) -> bool:
        """A number, or a place in the list."""
        if progress.asked not in self.slots:
            return False
        return rma_in(said) is not None or (said.position is not None and said.is_mere_answer)

    @staticmethod
    def _ask(progress: Progress, returns: Sequence[ReturnState]) -> Ask:
        shown = returns[:MOST_CHOICES]
        progress.memory["offered_returns"] = [each.rma_number for each in shown]
        return Ask(
            _SLOT,
            "utter_request_chosen_return",
            again="utter_request_chosen_return_again",
            buttons=[
                quick_reply(f"{items_of(each)} ({each.rma_number})", "inform", rma_number=each.rma_number)
                for each in shown
            ],
        )


def pointed_at(turn: Turn, progress: Progress, returns: Sequence[ReturnState]) -> Sequence[ReturnState]:
    """Which of `returns` the words may mean; all of them when they say nothing of that."""
    said = turn.said
    if said.is_silent or said.is_payload:
        return returns
    number, present = normalise_number(str(said.first("order_number") or "")), turn.get(_SLOT)
    others = [each for each in returns if each.rma_number != present] if said.wants_other and present else []
    kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(said.text)]
    return (
        _with_named_items(said.text, returns)
        or [each for each in returns if each.order_number == number]
        or others
        or _at_place(said, progress, returns)
        or [each for each in returns if [each.kind] == kinds]
        or returns
    )


def unfound_in(turn: Turn, returns: Sequence[ReturnState]) -> str | None:
    """Goods that the message names and that are in none of `returns`."""
    if turn.said.is_payload or turn.said.is_silent:
        return None
    named = goods_named(turn.said.text, _items(returns))
    return named.unknown.shown if named.unknown and not named.mentions else None


def _at_place(said: Said, progress: Progress, returns: Sequence[ReturnState]) -> Sequence[ReturnState]:
    """The one at the place named in the list that was shown; none when no place was named."""
    if said.position is None:
        return []
    if said.position == LATEST:
        return returns[:1]
    shown = progress.memory.get("offered_returns") or [each.rma_number for each in returns]
    return [each for each in returns if each.rma_number in shown[said.position - 1 : said.position]]


def rma_in(said: Said) -> str | None:
    """The number of a return that is said or pressed."""
    if pressed := said.first("rma_number"):
        return str(pressed)
    written = _RMA.search(said.text)
    return f"RMA-{written[1].upper()}" if written else None


def items_of(state: ReturnState) -> str:
    """What a return holds: `Desk Lamp and 2 × Mug`."""
    return contents(state.items)


def _with_named_items(text: str, returns: Sequence[ReturnState]) -> list[ReturnState]:
    named = name_items(text, _items(returns))
    if named is None:
        return []
    keys = {*named.chosen, *(key for each in named.unclear for key in each.keys)}
    places = {int(key.partition("/")[0]) for key in keys}
    return [returns[place] for place in sorted(places)] if len(places) < len(returns) else []


def _items(returns: Sequence[ReturnState]) -> list[Item]:
    return [
        Item(f"{place}/{number}", item.title, item.options, item.quantity)
        for place, state in enumerate(returns)
        for number, item in enumerate(state.items)
    ]
