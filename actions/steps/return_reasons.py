"""The steps of a return that take why each item comes back and in what state it is."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Ask, CarefulStep, Outcome, Progress, Refuse
from actions.language.parts import said_of_each
from actions.language.problems import problem_in
from actions.language.reasons import condition_in, corrects, is_gone, reason_in, tells_condition
from actions.language.said import Said
from actions.steps.lines import chosen_of, item_of, spoken_order
from actions.steps.own_words import gives_reason
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.orders.contents import name_among
from commerce.orders.models import OrderLine
from commerce.orders.problem_reports import ProblemKind
from commerce.returns.models import ItemCondition, ReturnReason

_ORDER_OF_REASONS = list(ReturnReason)
_ORDER_OF_CONDITIONS = [ItemCondition.UNOPENED, ItemCondition.LIKE_NEW, ItemCondition.USED]


class StillThere:
    """Refuses what the shopper has no longer: "I lost it" is no reason to send it back."""

    slots: ClassVar[tuple[str, ...]] = ()

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        del progress
        said = turn.said
        is_told = not (said.is_payload or said.is_silent) and is_gone(said.text)
        return Refuse("utter_lost_cannot_return") if is_told else None

    def hears(self, said: Said, progress: Progress) -> bool:
        """That the item is gone, at any question."""
        return progress.asked is not None and not said.is_payload and is_gone(said.text)


class ReturnReasons(CarefulStep):
    """Why each item comes back: asked once for all that have no reason yet, unless they were told apart.

    Not `is_asked`: taken where it is said, and not asked for.
    """

    slots: ClassVar[tuple[str, ...]] = ("return_reasons",)

    def __init__(self, *, is_asked: bool = True) -> None:
        self._is_asked = is_asked

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take the reasons said, of each item its own."""
        order = await spoken_order(turn)
        lines = chosen_of(turn, order)
        reasons = _still_valid(turn.get("return_reasons") or {}, lines)
        asked = progress.asked == "return_reasons"
        reasons |= self._heard(turn.said, lines, reasons, asked=asked)
        turn.set("return_reasons", reasons or None)
        missing = [line for key, line in lines.items() if key not in reasons]
        if not missing or not self._is_asked:
            return None
        items = [item_of(line) for line in order.lines]
        titles = joined([name_among(item_of(line), items) for line in missing])
        question = "utter_request_return_reasons"
        return Ask(
            "return_reasons", question, again=f"{question}_again", values={"items": titles}, about=titles
        )

    def hears(self, said: Said, progress: Progress) -> bool:
        """Any reason, in own words."""
        is_reason = reason_in(said.text) is not None or gives_reason(said)
        return progress.asked in self.slots and is_reason

    def claims(self, said: Said, progress: Progress) -> bool:
        """A reason that sounds like leaving it: "I changed my mind"."""
        return (
            progress.asked in self.slots
            and reason_in(said.text) is not None
            and not said.is_payload
            and not said.leaves
        )

    def _heard(
        self, said: Said, lines: Mapping[str, OrderLine], known: Mapping[str, str], *, asked: bool
    ) -> dict[str, str]:
        open_keys = [key for key in lines if key not in known]
        pressed = said.first("return_reason")
        if pressed in list(ReturnReason):
            return dict.fromkeys(open_keys, str(pressed))
        if said.is_payload or said.is_silent:
            return {}
        parts = said_of_each(said.text, [item_of(line) for line in lines.values()])
        told = {key: reason for key, part in parts.items() if (reason := reason_in(part))}
        if said.intent != "correct":
            told = {key: reason for key, reason in told.items() if key in open_keys}
        if told or not asked or not open_keys:
            return {key: reason.value for key, reason in told.items()}
        return dict.fromkeys(open_keys, answer) if (answer := self._answer(said)) else {}

    @staticmethod
    def _answer(said: Said) -> str | None:
        """A place in the list of reasons; other words are another reason."""
        if said.position is not None and 1 <= said.position <= len(_ORDER_OF_REASONS):
            return _ORDER_OF_REASONS[said.position - 1].value
        is_answer = gives_reason(said) and problem_in(said.text) is not ProblemKind.LOST_PARCEL
        return ReturnReason.OTHER.value if is_answer else None


def _still_valid(reasons: Mapping[str, str], lines: Mapping[str, OrderLine]) -> dict[str, str]:
    """The reasons of the chosen lines; when quite other ones were meant, so was the reason given."""
    kept = {key: reason for key, reason in reasons.items() if key in lines}
    if not kept and len(set(reasons.values())) == 1:
        return dict.fromkeys(lines, next(iter(reasons.values())))
    return kept


class ItemConditions(CarefulStep):
    """The state of the items: asked once for all of those whose reason does not tell it."""

    slots: ClassVar[tuple[str, ...]] = ("item_condition",)

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Take what the message says of the items' state."""
        heard = self._heard(turn.said, asked=progress.asked == "item_condition")
        if heard is not None and (turn.get("item_condition") is None or self.claims(turn.said, progress)):
            turn.is_heard |= turn.get("item_condition") is not None
            turn.set("item_condition", heard)
            progress.memory["condition"] = heard
        reasons = turn.get("return_reasons") or {}
        is_told = all(reason == ReturnReason.DAMAGED.value for reason in reasons.values())
        if is_told or turn.get("item_condition") is not None:
            return None
        question = "utter_request_item_condition"
        return Ask("item_condition", question, again=f"{question}_again")

    def hears(self, said: Said, progress: Progress) -> bool:
        """Any of the states."""
        return progress.asked in self.slots and condition_in(said.text) is not None

    def claims(self, said: Said, progress: Progress) -> bool:
        """Another state than was told, at any later question: "it is opened, actually"."""
        told = progress.memory.get("condition")
        if told is None or said.is_payload or said.is_silent or "?" in said.text:
            return False
        is_plain = said.intent == "correct" or tells_condition(said.text) or corrects(said.text)
        return is_plain and condition_in(said.text) not in (None, told)

    @staticmethod
    def _heard(said: Said, *, asked: bool) -> str | None:
        pressed = said.first("item_condition")
        if pressed in list(ItemCondition):
            return str(pressed)
        if said.is_payload or said.is_silent:
            return None
        if asked and said.position is not None and 1 <= said.position <= len(_ORDER_OF_CONDITIONS):
            return _ORDER_OF_CONDITIONS[said.position - 1].value
        is_told = asked or said.intent == "correct" or tells_condition(said.text) or corrects(said.text)
        found = condition_in(said.text) if is_told else None
        return found.value if found else None


def condition_of(reason: str, told: str | None) -> ItemCondition:
    """The state of an item: what its reason says of it, else what was told of all."""
    if reason == ReturnReason.DAMAGED.value or told is None:
        return ItemCondition.DAMAGED
    return ItemCondition(told)
