"""The step that says so where one product is to be swapped for another: swaps are between its versions."""

from actions.engine.flow import AsksNothing, Outcome, Progress, Refuse
from actions.language.orders import goods_named
from actions.language.spelling import stems
from actions.language.swapped_goods import goods_of_others, swap_in
from actions.steps.lines import item_of, spoken_order
from actions.turn.shop import Turn
from commerce.catalogue.naming import products_with_words

_WISHED = "new_variants"


class OnlyVersions(AsksNothing):
    """Nothing to ask; the request is over where it begins so, else the question for the version stays."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Look at the words that began it, and at the answer to which version is wished."""
        said, is_answer = turn.said, progress.asked == _WISHED
        if said.is_payload or said.is_silent or progress.asked not in (None, _WISHED):
            return None
        swap = swap_in(said.text, is_answer=is_answer)
        order = await spoken_order(turn) if swap else None
        if swap is None or order is None:
            return None
        lines = [line for line in order.lines if not is_answer or str(line.id) in _asked(progress)]
        found = goods_of_others(swap, [item_of(line) for line in lines])
        chosen = turn.get("items") or {}
        others = [item_of(line) for line in order.lines if str(line.id) in chosen]
        if found is None or (is_answer and goods_named(found[0], others).mentions):
            return None  # another one of those that are swapped
        if not (found[1] or await _is_sold(turn, found[0])):
            return None
        if not is_answer:
            return Refuse("utter_swaps_only_versions", {"other": found[0]})
        turn.say("utter_swaps_only_versions", other=found[0])
        return None


def _asked(progress: Progress) -> tuple[str, ...]:
    asked = progress.memory.get("asked_variant")
    return (asked,) if asked else ()


async def _is_sold(turn: Turn, goods: str) -> bool:
    """Whether the store has a product of that kind, so that the words are surely no version's."""
    (*_, head) = stems(goods) or [""]
    products = await products_with_words(turn.session, [head])
    return any(stems(each.title)[-1:] == [head] for each in products)
