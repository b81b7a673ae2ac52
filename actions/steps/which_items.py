"""The step that settles which items of the order are meant, and how many of each."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from actions.engine.flow import Ask, CarefulStep, Done, Outcome, Progress, Refuse
from actions.engine.refusal_facts import refusal_facts
from actions.language.items import Naming, Unclear, name_items, speaks_of_items
from actions.language.lexicon import Item
from actions.language.orders import goods_named
from actions.language.reasons import reason_in
from actions.language.said import SILENCE, Said
from actions.language.swapped_goods import without_noun
from actions.steps.how_many import ITEMS, ask_how_many, is_recount, recounted
from actions.steps.lines import Line, Lines, storable
from actions.steps.unfound_goods import begin_with_others, goods_of_another_order, unfound_goods
from actions.turn.requests import hand_on
from actions.turn.shop import Turn
from actions.wording.formats import joined
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.errors import CommerceError
from commerce.orders.contents import name_among
from commerce.orders.numbers import display_number

_ALL = "all"
_IT = re.compile(r"\b(it|them|that|this|these|those|instead)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(instead|rather)\b", re.IGNORECASE)
# What a correction such as "keep the lamp" or "cancel the mug" may be taken for.
_MAY_CORRECT = frozenset(
    {
        "inform", "affirm", "deny", "correct", "nlu_fallback", "out_of_scope", "never_mind", "cancel_return",
        "cancel_order", "report_problem", "find_product", "view_cart", "thank", "praise", "complain",
        "add_to_cart", "remove_from_cart", "place_order", "show_product_details", "check_availability",
    }
)  # fmt: skip


class WhichItems(CarefulStep):
    """By name, option, place, price, number or exception, in any message; asks where that may mean several.

    `lines` are the order's; those with a refusal are told why, in the words that `refusals` has for it.
    `is_swap`: what a message says after "for" or "to" is the new thing.
    """

    slots: ClassVar[tuple[str, ...]] = (ITEMS,)

    def __init__(
        self, lines: Lines, refusals: Mapping[type[CommerceError], str], *, is_swap: bool = False
    ) -> None:
        self._lines = lines
        self._refusals = refusals
        self._is_swap = is_swap

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose, or ask with the lines or the numbers as quick replies."""
        lines = await self._lines(turn)
        open_lines = [line for line in lines if line.refusal is None]
        before = self._chosen(turn, progress, open_lines)
        items = [line.item for line in lines]
        progress.memory["named_lines"] = [storable(item) for item in items]
        naming = self._heard(turn, progress, lines, before) or self._spoken_of(turn, progress, open_lines)
        turn.is_heard |= naming is not None
        if naming is None and (other := await goods_of_another_order(turn, progress, items)):
            hand_on(turn, Said(progress.flow, other), progress.flow)
            return Done()
        unfound = unfound_goods(turn.said, progress, items, is_swap=self._is_swap)
        if unfound:
            number = display_number(turn.get("chosen_order"))
            turn.say("utter_unfound_item", what=unfound, number=number)
        if naming is None and unfound and not before:
            return self._ask_which([line.item for line in open_lines or lines], is_corrected=True)
        if naming is None:
            naming = Naming(before or _only_one(open_lines), self._pending(progress, open_lines))
        return self._settle(turn, progress, lines, naming, had=bool(before))

    def hears(self, said: Said, progress: Progress) -> bool:
        """Anything that names an item of the order."""
        if progress.asked not in self.slots or said.is_payload:
            return False
        return name_items(said.text, self._items(progress), is_swap=self._is_swap, is_answer=True) is not None

    def claims(self, said: Said, progress: Progress) -> bool:
        """Words that take an item in or leave one out, such as "actually keep the lamp", or recount it."""
        items = self._items(progress)
        if is_recount(said, progress, items):
            return True
        may = not said.is_payload and (said.intent == progress.flow or said.intent in _MAY_CORRECT)
        is_answer = progress.asked == "return_reasons" and reason_in(said.text) is not None
        by_quality = progress.is_summarised and (
            not self._is_swap or len(progress.memory.get("chosen_items", ())) > 1
        )
        return may and speaks_of_items(said.text, items, is_answer=is_answer, by_quality=by_quality)

    def holds(self, text: str, progress: Progress) -> bool:
        """Whether `text` names one of the chosen items."""
        naming = name_items(text, self._items(progress))
        named = {*naming.chosen, *(key for each in naming.unclear for key in each.keys)} if naming else set()
        return not named.isdisjoint(progress.memory.get("chosen_items", ()))

    def _heard(
        self, turn: Turn, progress: Progress, lines: Sequence[Line], chosen: Mapping[str, int]
    ) -> Naming | None:
        said = turn.said
        if said.is_silent:
            return None
        if said.is_payload:
            return self._pressed(turn, progress, lines, chosen)
        if naming := recounted(said, progress, self._items(progress), chosen):
            turn.said = SILENCE  # the number is no place in the list of a later step
            return naming
        if progress.asked == ITEMS:
            return self._answer(turn, progress, chosen)
        is_told = progress.asked is None or self.claims(said, progress)
        if is_told or self._settled_the_order(said, progress):
            return self._name(turn, progress, chosen, is_answer=False)
        return None

    def _settled_the_order(self, said: Said, progress: Progress) -> bool:
        """Whether goods answered which order is meant: "the goggles" are the items too."""
        is_answer = progress.asked == "chosen_order"
        return is_answer and bool(goods_named(said.text, self._items(progress)).mentions)

    @staticmethod
    def _spoken_of(turn: Turn, progress: Progress, lines: Sequence[Line]) -> Naming | None:
        """The items of the flow that this one interrupts: "can I exchange it instead?" takes their place."""
        paused = list(turn.get("paused_flows") or [])
        if progress.asked is not None or not paused or not _IT.search(turn.said.text):
            return None
        slots = paused[-1]["slots"]
        if slots.get("chosen_order") != turn.get("chosen_order"):
            return None
        chosen = {key: count for key, count in (slots.get(ITEMS) or {}).items() if key in _keys(lines)}
        if chosen and _INSTEAD.search(turn.said.text):
            turn.set("paused_flows", paused[:-1] or None)
        return Naming(chosen) if chosen else None

    def _pressed(
        self, turn: Turn, progress: Progress, lines: Sequence[Line], chosen: Mapping[str, int]
    ) -> Naming | None:
        pressed, count = turn.said.first("item"), turn.said.first("quantity")
        open_lines = [line for line in lines if line.refusal is None]
        pending = self._pending(progress, open_lines)
        if pressed == _ALL:
            return Naming({line.key: line.item.quantity for line in open_lines})
        if count is not None and pending and len(pending[0].keys) == 1:
            return Naming({**chosen, pending[0].keys[0]: int(count)}, pending[1:])
        found = [line for line in lines if line.key == pressed]
        if not found:
            return None
        rest = pending[1:] if pending and pressed in pending[0].keys else pending
        if found[0].item.quantity == 1 or (pending and pending[0].count):
            return Naming({**chosen, found[0].key: 1}, rest)
        return Naming(dict(chosen), (Unclear((found[0].key,)), *rest))

    def _answer(self, turn: Turn, progress: Progress, chosen: Mapping[str, int]) -> Naming | None:
        """What answers the question that is open: among the items it was about, else among all."""
        items = self._items(progress)
        pending = _unstored(progress.memory.get("unclear"))
        if pending:
            asked = [item for item in items if item.key in pending[0].keys]
            naming = name_items(turn.said.text, asked, is_swap=self._is_swap, is_answer=True)
            if naming is not None and (naming.chosen or naming.unclear):
                unclear = (*naming.unclear, *pending[1:])
                return Naming({**chosen, **naming.chosen}, unclear, naming.excess)
        return self._name(turn, progress, chosen, is_answer=True)

    def _name(
        self, turn: Turn, progress: Progress, chosen: Mapping[str, int], *, is_answer: bool
    ) -> Naming | None:
        items, text = self._items(progress), without_noun(turn.said.text)
        return name_items(text, items, chosen, is_swap=self._is_swap, is_answer=is_answer)

    def _settle(
        self, turn: Turn, progress: Progress, lines: Sequence[Line], naming: Naming, *, had: bool
    ) -> Outcome:
        by_key = {line.key: line for line in lines}
        refused = [by_key[key] for key in naming.chosen if by_key[key].refusal]
        chosen = {key: count for key, count in naming.chosen.items() if not by_key[key].refusal}
        unclear = _still_unclear(naming, by_key, chosen)
        if not (chosen or unclear or refused or had):
            chosen = _only_one(lines)
        if not any(line.refusal is None for line in lines) or (refused and not chosen and not unclear):
            raise next(line.refusal for line in [*refused, *lines] if line.refusal)
        for line in refused:
            if line.refusal is not None:
                turn.say(
                    self._refusals[type(line.refusal)], **refusal_facts(line.refusal, turn.clock.today())
                )
        turn.set(ITEMS, chosen or None)
        progress.memory["chosen_items"] = list(chosen)
        progress.memory["unclear"] = [[list(each.keys), each.count] for each in unclear]
        if unclear:
            return self._ask_about(unclear[0], naming, [line.item for line in lines])
        if chosen:
            return None
        if had:
            begin_with_others(turn, progress, [line.item for line in lines], is_swap=self._is_swap)
            return Refuse("utter_keeps_everything")
        return self._ask_which([line.item for line in lines if line.refusal is None])

    def _ask_which(self, items: Sequence[Item], *, is_corrected: bool = False) -> Ask:
        if len(items) == 1 and not is_corrected:
            return ask_how_many(items[0], Naming())
        return Ask(
            ITEMS,
            "utter_request_items",
            again="utter_request_items_again",
            values={"items": joined([name_among(item, items) for item in items])},
            buttons=[*_buttons(items), quick_reply("All of it", "inform", item=_ALL)],
        )

    @staticmethod
    def _ask_about(unclear: Unclear, naming: Naming, items: Sequence[Item]) -> Ask:
        meant = [item for item in items if item.key in unclear.keys]
        if len(meant) == 1:
            return ask_how_many(meant[0], naming)
        titles = {item.title for item in meant}
        return Ask(
            ITEMS,
            "utter_request_which_item",
            again="utter_request_which_item_again",
            values={"title": titles.pop() if len(titles) == 1 else "item"},
            buttons=_buttons(meant),
            about=" ".join(unclear.keys),
        )

    @staticmethod
    def _items(progress: Progress) -> list[Item]:
        return [Item(**each) for each in progress.memory.get("named_lines", [])]

    def _chosen(self, turn: Turn, progress: Progress, lines: Sequence[Line]) -> dict[str, int]:
        """What was chosen before; of another order, what is the same in this one ("no, order 12346")."""
        chosen = dict(turn.get(ITEMS) or {})
        known = {item.key: item for item in self._items(progress)}
        if not chosen or set(chosen) & set(_keys(lines)) or not set(chosen) <= set(known):
            return {key: count for key, count in chosen.items() if key in _keys(lines)}
        same = {key: [line for line in lines if line.item.title == known[key].title] for key in chosen}
        if any(len(found) != 1 or found[0].item.quantity < chosen[key] for key, found in same.items()):
            return {}
        return {found[0].key: chosen[key] for key, found in same.items()}

    @staticmethod
    def _pending(progress: Progress, open_lines: Sequence[Line]) -> tuple[Unclear, ...]:
        known = _keys(open_lines)
        return tuple(
            each for each in _unstored(progress.memory.get("unclear")) if set(each.keys) <= set(known)
        )


def _still_unclear(naming: Naming, by_key: Mapping[str, Line], chosen: dict[str, int]) -> list[Unclear]:
    """What has to be asked once the lines that cannot be chosen are out; what is left alone is taken."""
    found = []
    for each in naming.unclear:
        keys = tuple(key for key in each.keys if by_key[key].refusal is None)
        is_single = len(keys) == 1 and by_key[keys[0]].item.quantity == 1
        if is_single and (len(each.keys) > 1 or keys[0] not in naming.excess):
            chosen[keys[0]] = 1
        elif keys:
            found.append(Unclear(keys, each.count if len(keys) > 1 else None))
    return found


def _only_one(lines: Sequence[Line]) -> dict[str, int]:
    is_single = len(lines) == 1 and lines[0].item.quantity == 1
    return {lines[0].key: 1} if is_single else {}


def _keys(lines: Sequence[Line]) -> list[str]:
    return [line.key for line in lines]


def _buttons(items: Sequence[Item]) -> list[Button]:
    return [quick_reply(name_among(item, items), "inform", item=item.key) for item in items]


def _unstored(unclear: Sequence[tuple[Sequence[str], int | None]] | None) -> tuple[Unclear, ...]:
    return tuple(Unclear(tuple(keys), count) for keys, count in unclear or ())
