"""Items of an order that become other variants, and what settles the difference."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from commerce.customers.payment_methods import STORE_CREDIT
from tests.dialogue.draws.store import ImportedStore, of_different_customers
from tests.dialogue.draws.wordings import (
    changed_options,
    item_as_said,
    items_as_said,
    joined,
    options_as_said,
)
from tests.retail_store import Row, minor


@dataclass
class Swap:
    """Lines of an order by place, with the variant each becomes and what settles the difference."""

    order: Row
    wanted: dict[int, Row]
    difference: int  # in minor units; positive is owed
    method: Row | None = None  # what settles it
    said: dict[int, str] = field(default_factory=dict)  # each wish in words

    @property
    def method_id(self) -> str | None:
        return self.method["id"] if self.method and self.difference else None


async def swaps(store: ImportedStore, dice: random.Random, operation: str) -> AsyncIterator[Swap]:
    """For some lines of each order another variant that can be had, with a method that covers it."""
    for order in of_different_customers(store.orders[operation]):
        swap = Swap(order, {}, 0)
        for place, line in enumerate(order["lines"]):
            others = store.files.others(line["sku"])
            is_twin = any(each["sku"] == line["sku"] for each in order["lines"][:place])
            if others and not is_twin and (not swap.wanted or dice.random() < 0.35):
                new = dice.choice(others)
                swap.wanted[place] = new
                swap.difference += minor(new["price"]) - minor(line["unit_price"])
                swap.said[place] = options_as_said(dice, changed_options(line, new))
        can = await store.covering(order, max(0, swap.difference))
        if swap.difference < 0:
            can = [*can, {"id": STORE_CREDIT, "type": "store_credit"}]
        if swap.wanted and can:
            swap.method = dice.choice(can)
            yield swap


def swap_as_said(dice: random.Random, swap: Swap) -> str:
    """The items with what they become, or the items alone."""
    if dice.random() < 0.35:
        return items_as_said(dice, swap.order, swap.wanted)
    link = dice.choice(["to", "for one in", "for the one in"])
    return joined(
        [f"{item_as_said(dice, swap.order, place)} {link} {wish}" for place, wish in swap.said.items()]
    )
