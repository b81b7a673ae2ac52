"""Goods that are named and not in the order: those of another order, and those that no order has."""

import re
from collections.abc import Sequence

from actions.engine.flow import Progress
from actions.language.lexicon import Item
from actions.language.orders import goods_named
from actions.language.orders_meant import items_of
from actions.language.said import Said
from actions.steps.how_many import ITEMS
from actions.turn.requests import hand_on
from actions.turn.shop import Turn
from commerce.orders.queries import recent_orders

# Goods, and nothing said of them.
_BARE = re.compile(
    r"\W*(?:(?:no|oh|wait|sorry|actually|rather|instead|oops|whoops|hang on|hold on|not (?:that|this)"
    r"|one|i meant?|make (?:it|that)|it'?s)\W+)*(?P<goods>(?:the|my) [\w'-]+(?: [\w'-]+){0,3}?)"
    r"(?:\W+(?:instead|please|then|rather|order))*\W*",
    re.IGNORECASE,
)


async def goods_of_another_order(turn: Turn, progress: Progress, items: Sequence[Item]) -> str | None:
    """Goods of another of the shopper's orders that are meant instead: "actually the knife"."""
    bare = _BARE.fullmatch(turn.said.text)
    is_later = progress.asked is not None and not (turn.said.is_payload or turn.said.is_silent)
    if bare is None or not is_later or turn.shopper.customer_id is None:
        return None
    named = goods_named(bare["goods"], items)
    if named.mentions or named.unknown is None:
        return None
    orders = await recent_orders(turn.session, turn.shopper.customer_id)
    return bare["goods"] if goods_named(bare["goods"], items_of(orders)).mentions else None


def unfound_goods(said: Said, progress: Progress, items: Sequence[Item], *, is_swap: bool) -> str | None:
    """Goods that are named and not among `items`, returned once.

    `is_swap`: what a message says after "for" or "to" is the new thing.
    """
    is_told_of = progress.asked in (None, ITEMS) and not (said.is_payload or said.is_silent)
    if not is_told_of or said.first("one_of_several"):
        return None
    found = goods_named(said.text, items, is_swap=is_swap, only_sure=not is_swap)
    if found.unknown is None or found.unknown.shown in progress.memory.setdefault("told_unfound", []):
        return None
    progress.memory["told_unfound"].append(found.unknown.shown)
    return found.unknown.shown


def begin_with_others(turn: Turn, progress: Progress, items: Sequence[Item], *, is_swap: bool) -> None:
    """Let goods of another order be asked for next: "not the shirt, the pan"."""
    found = goods_named(turn.said.text, items, is_swap=is_swap)
    if found.unknown is not None:
        hand_on(turn, Said(progress.flow, found.unknown.shown), progress.flow)
