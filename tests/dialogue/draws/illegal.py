"""Requests that one of the store's rules forbids, drawn at random, rule by rule."""

import random
from collections.abc import Callable, Iterator, Mapping

from tests.dialogue.draws.illegal_items import exchange_rules, item_rules, return_rules
from tests.dialogue.draws.illegal_orders import address_rules, cancel_rules, payment_rules
from tests.dialogue.draws.rules import Refused, Rule, Rules
from tests.dialogue.draws.store import ImportedStore

RULES: Mapping[str, Callable[[Rules], list[Rule]]] = {
    "cancel": cancel_rules,
    "address": address_rules,
    "payment": payment_rules,
    "items": item_rules,
    "return": return_rules,
    "exchange": exchange_rules,
}


def refusals(store: ImportedStore, dice: random.Random, operation: str) -> Iterator[Refused]:
    """One of each rule, then another of each, for as long as there are orders."""
    turns = [rule() for rule in RULES[operation](Rules(store, dice, operation))]
    while turns:
        for turn in list(turns):
            draw = next(turn, None)
            if draw is None:
                turns.remove(turn)
            else:
                yield draw
