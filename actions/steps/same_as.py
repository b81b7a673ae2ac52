"""Values lent by another order, and changes that are of the account as well as of an order."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from actions.engine.flow import AsksNothing, Outcome, Progress, Redirect
from actions.language.orders_meant import Meant
from actions.language.said import Said
from actions.language.same_as import source_in, source_order, without_source
from actions.steps.which_order import WhichOrder
from actions.steps.which_return import rma_in
from actions.turn.requests import WAITING
from actions.turn.shop import Turn
from commerce.orders.queries import OrderSummary, recent_orders
from commerce.returns.status import returns_of

_LENT = "lent_by"
_ACCOUNT = r"my (?:account|profile|file)"
_ADDRESS_THERE = (
    rf"\baddress(?:es)?\s+(?:(?:that|which)\s+)?(?:(?:is|you have)\s+)?(?:in|on|from|of)\s+{_ACCOUNT}\b"
)
_OF_ACCOUNT = re.compile(
    rf"\b(?:make|set)\b.*\bdefault\b|\b(?:as|to be|be|into) (?:my|the) (?:new )?(?:default|main|usual)\b"
    r"|\b(?:change|update|set|edit|correct) (?:my|the) (?:default|main|account|profile|home)"
    r" (?:\w+ )?address\b"
    rf"|\bdefault address (?:to|be|should)\b|\b(?:in|on|to) {_ACCOUNT}\b",
    re.IGNORECASE,
)
_OF_ORDERS = re.compile(
    r"\bfor (?:all(?: of)?|both(?: of)?|every|each)(?: my| the)?(?: \w+)? orders?\b"
    r"|\bfor my (?:pending|open|other) orders?\b",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    rf"(?<![\s,;])[\s,;]*+\b(?:(?:and|also|both)\s+){{0,3}}"
    rf"(?:(?:in|on|to|for) {_ACCOUNT}|{_OF_ORDERS.pattern})"
    r"(?:[\s,]+(?:and|too|also)\b)*",
    re.IGNORECASE,
)


def without_scope(text: str) -> str:
    """The words without those that say where an address is to be changed: "in my account"."""
    kept = re.sub(_ADDRESS_THERE, "account address", text, flags=re.IGNORECASE)
    return _SCOPE.sub(" ", kept).strip(" ,;") if _SCOPE.search(kept) else text


def is_of_account(text: str) -> bool:
    """Whether the change of an address that is asked for is of the account's, not of an order's."""
    return bool(_OF_ACCOUNT.search(re.sub(_ADDRESS_THERE, " ", text, flags=re.IGNORECASE)))


async def lender(turn: Turn, kind: str) -> OrderSummary | None:
    """The order whose "address" or "method" the message names as the new value; None when it names none."""
    said = turn.said
    if said.is_payload or said.is_silent or source_in(said.text, kind) is None:
        return None
    orders = await recent_orders(turn.session, turn.shopper.verified_customer())
    if rma_number := rma_in(said):
        returns = await returns_of(turn.session, turn.shopper)
        numbers = [each.order_number for each in returns if each.rma_number == rma_number]
        return next((order for order in orders if order.number in numbers), None)
    return source_order(said, kind, orders, turn.clock, but=turn.get("chosen_order"))


class WhichOrderGets(WhichOrder):
    """As `which_order`, where another order may be named only for the `kind` of value that it lends."""

    lends: ClassVar[str] = "address"

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Choose the order that gets the value."""
        said, turn.said = turn.said, without_source(turn.said, self.lends)
        if turn.said is not said:
            self._forget_named(turn, progress, said)
        try:
            return await super().take(turn, progress)
        finally:
            turn.said = said

    @staticmethod
    def _forget_named(turn: Turn, progress: Progress, said: Said) -> None:
        lending = {str(number) for number in said.entities.get("order_number", ())}
        lending -= {str(number) for number in turn.said.entities.get("order_number", ())}
        progress.memory[_LENT] = sorted(lending)
        if progress.memory.get("named_order") in lending:
            progress.memory.pop("named_order")
        if turn.get("order_number") in lending:
            turn.set("order_number", None)

    def _pointed_at(self, turn: Turn, progress: Progress, orders: Sequence[OrderSummary]) -> Meant:
        lending = progress.memory.get(_LENT, ())
        others = [order for order in orders if order.number not in lending]
        return super()._pointed_at(turn, progress, others or orders)


class WhichOrderIsPaid(WhichOrderGets):
    """As `which_order`, where another order may be named only for what paid it."""

    lends: ClassVar[str] = "method"


class InAccount(AsksNothing):
    """Hands a change of address on that is of the account: "in my account", "as my default address"."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; only the words that began it count."""
        said = turn.said
        is_opening = progress.asked is None and not (said.is_payload or said.is_silent)
        return Redirect("change_profile") if is_opening and is_of_account(said.text) else None


class AndForOrders(AsksNothing):
    """Lets the orders wait that get the account's new address too: "and for all my orders"."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask; what is said of orders waits for the account's change."""
        said = turn.said
        is_opening = progress.asked is None and not (said.is_payload or said.is_silent)
        if is_opening and is_of_account(said.text) and (orders := _OF_ORDERS.search(said.text)):
            text = f"{without_scope(said.text)} {orders.group()}"
            wanted = replace(said, intent="change_order_address", text=text, requests=())
            turn.set(WAITING, [wanted.storable(), *(turn.get(WAITING) or [])])
        return None
