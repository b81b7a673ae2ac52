"""What a refused draw is, and what the draws of all rules share."""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.shopper import Answer
from tests.dialogue.draws.store import ImportedStore
from tests.dialogue.draws.wordings import greeted
from tests.retail_store import Row, number_of

# How a rule comes to stand against an order: set before the talk.
CHANGED_BEFORE = "UPDATE orders SET items_changed_at = now() WHERE number = :number"
RETURNED_BEFORE = (
    "UPDATE order_lines SET returned_quantity = quantity"
    " WHERE order_id = (SELECT id FROM orders WHERE number = :number)"
)
LONG_AGO = "UPDATE orders SET delivered_at = now() - interval '90 days' WHERE number = :number"
FINAL_SALE = "Perfume"

FLOWS = {
    "cancel": "cancel_order", "address": "change_order_address", "payment": "change_order_payment",
    "items": "change_order_items", "return": "return_items", "exchange": "exchange_items",
}  # fmt: skip

NOT_THEIRS = {"utter_order_not_found"}
CHANGED = {"utter_order_items_already_changed"}
Wish = Callable[[str], str]  # the request in words, with the order as it is called
Rule = Callable[[], Iterator["Refused"]]


@dataclass(frozen=True)
class Refused:
    """One request: the shopper's first message and answers, and the responses that say why it may not be."""

    rule: str
    order: Row
    customer_id: str
    opening: str
    answers: Mapping[str, Answer]
    says: Collection[str]
    before: str = ""  # what makes the rule stand against the order


@dataclass(frozen=True)
class Rules:
    """What the rules of one operation draw from."""

    store: ImportedStore
    dice: random.Random
    operation: str

    def orders(self, *statuses: str, part: int = 0, parts: int = 1) -> Sequence[Row]:
        """The operation's orders; with `parts`, those of one rule, which no other rule sees."""
        orders = self.store.refused(self.operation, *statuses)[part::parts]
        return [each for each in orders if all(line["title"] != FINAL_SALE for line in each["lines"])]

    def refused(self, rule: str, order: Row, opening: str, says: Collection[str], **more: Any) -> Refused:
        answers = answering.about_order(self.dice, order) | answering.about_flow(FLOWS[self.operation])
        answers |= more.pop("answers", {})
        customer = more.pop("customer_id", order["customer_id"])
        return Refused(rule, order, customer, greeted(self.dice, opening), answers, says, **more)

    def strangers(self, wish: Wish) -> Iterator[Refused]:
        """Asked by a customer whose order it is not."""
        orders = self.store.files.in_status("pending", "delivered")
        while True:
            theirs, own = self.dice.sample(orders, 2)
            if theirs["customer_id"] != own["customer_id"]:
                says, customer = NOT_THEIRS, own["customer_id"]
                which = f"order {number_of(theirs)}"
                yield self.refused("somebody else's", theirs, wish(which), says, customer_id=customer)

    def of_state(
        self,
        rule: str,
        orders: Sequence[Row],
        wish: Wish,
        says: Collection[str],
        *,
        answers: Callable[[Row], Mapping[str, Answer]] = lambda order: {},
        before: str = "",
    ) -> Iterator[Refused]:
        """Named by their number, because a request without one is taken to be about another order."""
        for order in orders:
            which = f"order {self.dice.choice(['#', ''])}{number_of(order)}"
            yield self.refused(rule, order, wish(which), says, answers=answers(order), before=before)
