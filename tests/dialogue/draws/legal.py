"""Requests the store's rules allow, drawn at random: what is asked in the chat, and the same of the core."""

import random
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commerce.changes import Change
from commerce.customers.payment_methods import STORE_CREDIT
from commerce.order_changes.address import ChangeAddress
from commerce.order_changes.cancel import CancelOrder
from commerce.order_changes.items import ChangeItems, ItemChange
from commerce.order_changes.payment import ChangePayment
from commerce.orders.models import CancelReason
from commerce.returns.exchange import ExchangeItem, RequestExchange
from commerce.returns.models import ItemCondition, ReturnReason
from commerce.returns.request import RequestReturn, ReturnItem
from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.shopper import Answer
from tests.dialogue.draws.store import ImportedStore, of_different_customers, other_methods
from tests.dialogue.draws.swaps import swap_as_said, swaps
from tests.dialogue.draws.wordings import (
    CANCEL_REASONS,
    address_as_typed,
    greeted,
    items_as_said,
    method_as_said,
    order_as_said,
)
from tests.retail_store import Row, number_of, paid


@dataclass(frozen=True)
class Draw:
    """One request: the shopper's first message, their answers, and the change that it asks for."""

    order: Row
    opening: str
    answers: Mapping[str, Answer]
    change: Change[Any, Any, Any]  # the same request of the core
    done: Collection[str]  # the responses that say it was done


def cancels(store: ImportedStore, dice: random.Random) -> Iterator[Draw]:
    """Cancels with or without a reason in the first message."""
    for order in of_different_customers(store.orders["cancel"]):
        reason = dice.choice(list(CANCEL_REASONS))
        why, which = dice.choice(CANCEL_REASONS[reason]), order_as_said(dice, order)
        told = "" if reason == "other" else f" {why}"
        opening = dice.choice(
            [
                f"i want to cancel {which}",
                f"please cancel {which}",
                f"can you cancel {which}?{told}",
                f"cancel {which}",
                f"i'd like to call off {which}, {why}"
                if reason != "other"
                else f"i'd like to call off {which}",
                "i need to cancel an order",
            ]
        )
        command = CancelOrder(number_of(order), CancelReason(reason))
        yield Draw(
            order,
            greeted(dice, opening),
            answering.about_order(dice, order)
            | {"utter_request_cancel_reason": lambda heard, why=why: why}
            | answering.agreeing(dice, "cancel_order"),
            command,
            {"utter_cancel_order_done"},
        )


def addresses(store: ImportedStore, dice: random.Random) -> Iterator[Draw]:
    """Sends orders to where other customers live."""
    homes = [customer["address"] for customer in store.files.customers.values()]
    for order in of_different_customers(store.orders["address"]):
        new = dice.choice([home for home in homes if home != order["shipping_address"]])
        typed, which = address_as_typed(dice, new), order_as_said(dice, order)
        opening = dice.choice(
            [
                f"can you send {which} to another address?",
                f"i need to change the shipping address of {which}",
                f"please ship {which} to {typed} instead",
                f"i moved, change the delivery address of {which} to {typed}",
                f"the address on {which} is wrong, it should be {typed}",
                "i entered the wrong delivery address for my order",
            ]
        )
        fields = {
            "line1": new["address1"], "line2": new["address2"], "city": new["city"],
            "region": new["state"], "postcode": new["zip"], "country": new["country"],
        }  # fmt: skip
        command = ChangeAddress(number_of(order), fields)
        yield Draw(
            order,
            greeted(dice, opening) if typed not in opening else opening,
            answering.about_order(dice, order)
            | answering.about_address(new, typed)
            | answering.agreeing(dice, "change_order_address"),
            command,
            {"utter_change_order_address_done"},
        )


async def payments(store: ImportedStore, dice: random.Random) -> AsyncIterator[Draw]:
    """Pays orders with another method on file that covers them."""
    for order in of_different_customers(store.orders["payment"]):
        can = [each["id"] for each in await store.covering(order, sum(paid(order).values()))]
        fit = [each for each in other_methods(store.files, order) if each["id"] in can]
        if not fit:
            continue
        new = dice.choice(fit)
        said, which = method_as_said(dice, new, store.files.methods(order)), order_as_said(dice, order)
        opening = dice.choice(
            [
                f"i want to pay {which} with {said} instead",
                f"can you charge {said} for {which}?",
                f"change the payment method of {which}",
                f"switch the payment for {which} to {said}",
                f"i used the wrong card for {which}" if "number" in which else f"use {said} for {which}",
                "i'd like to change how i pay for my order",
            ]
        )
        command = ChangePayment(number_of(order), new["id"])
        yield Draw(
            order,
            greeted(dice, opening),
            answering.about_order(dice, order)
            | answering.about_method(dice, new, store.files.methods(order))
            | answering.agreeing(dice, "change_order_payment"),
            command,
            {"utter_change_order_payment_done"},
        )


async def item_changes(store: ImportedStore, dice: random.Random) -> AsyncIterator[Draw]:
    """Changes items of orders that are not packed yet."""
    async for swap in swaps(store, dice, "items"):
        lines = await store.lines(swap.order)
        items = tuple(ItemChange(lines[place].id, new["sku"]) for place, new in swap.wanted.items())
        command = ChangeItems(number_of(swap.order), items, swap.method_id)
        which = order_as_said(dice, swap.order)
        wish = swap_as_said(dice, swap)
        opening = dice.choice(
            [
                f"change {wish} in {which}",
                f"i'd like to change {wish} in {which}, it's not shipped yet",
                f"in {which} please swap {wish}",
                f"can you change some items in {which}?",
                f"i picked the wrong options in {which}, change {wish}",
                "i want to change something in my order",
            ]
        )
        yield Draw(
            swap.order,
            greeted(dice, opening),
            answering.about_swap(dice, swap, store.files.methods(swap.order))
            | answering.agreeing(dice, "change_order_items"),
            command,
            {"utter_change_order_items_done"},
        )


async def exchanges(store: ImportedStore, dice: random.Random) -> AsyncIterator[Draw]:
    """Exchanges delivered items."""
    async for swap in swaps(store, dice, "exchange"):
        lines = await store.lines(swap.order)
        items = tuple(ExchangeItem(lines[place].id, 1, new["sku"]) for place, new in swap.wanted.items())
        command = RequestExchange(number_of(swap.order), items, swap.method_id)
        which = order_as_said(dice, swap.order)
        wish = swap_as_said(dice, swap)
        opening = dice.choice(
            [
                f"i want to exchange {wish} from {which}",
                f"can i exchange {wish}? it's {which}",
                f"exchange {wish}",
                f"i'd like to exchange something from {which}",
                f"{which} arrived, could i exchange {wish}",
                "i need to exchange an item",
            ]
        )
        yield Draw(
            swap.order,
            greeted(dice, opening),
            answering.about_swap(dice, swap, store.files.methods(swap.order))
            | answering.agreeing(dice, "exchange_items"),
            command,
            {"utter_exchange_items_done", "utter_exchange_items_in_review"},
        )


async def returns(store: ImportedStore, dice: random.Random) -> AsyncIterator[Draw]:
    """Sends some or all items of delivered orders back."""
    for order in of_different_customers(store.orders["return"]):
        places = chosen_places(dice, order)
        reason, condition = dice.choice(list(ReturnReason)), dice.choice(list(ItemCondition)[:3])
        [original] = paid(order)
        methods = store.files.methods(order)
        allowed = [each for each in methods if each["id"] == original or each["type"] == "gift_card"]
        to = dice.choice([*allowed, {"id": STORE_CREDIT, "type": "store_credit"}])
        state = ItemCondition.DAMAGED if reason is ReturnReason.DAMAGED else condition
        lines = await store.lines(order)
        items = tuple(ReturnItem(lines[place].id, 1, reason, state) for place in places)
        command = RequestReturn(number_of(order), items, to["id"])
        yield Draw(
            order,
            greeted(dice, return_opening(dice, order, places)),
            answering.about_items(dice, order, places)
            | answering.about_return(dice, reason.value, condition.value)
            | answering.about_method(dice, to, methods)
            | answering.agreeing(dice, "return_items"),
            command,
            {"utter_return_items_done", "utter_return_items_in_review"},
        )


def chosen_places(dice: random.Random, order: Row) -> list[int]:
    """Some lines; of two that nothing tells apart the first is taken first, as the store does."""
    count = dice.randint(1, len(order["lines"]))
    places = dice.sample(range(len(order["lines"])), count)
    skus = [order["lines"][place]["sku"] for place in sorted(places)]
    chosen = []
    for sku in skus:
        chosen.append(
            next(n for n, line in enumerate(order["lines"]) if line["sku"] == sku and n not in chosen)
        )
    return sorted(chosen)


def return_opening(dice: random.Random, order: Row, places: Collection[int]) -> str:
    which, what = order_as_said(dice, order), items_as_said(dice, order, places)
    return dice.choice(
        [
            f"i want to return {what} from {which}",
            f"can i send back {what}? it's {which}",
            f"i'd like to return something from {which}",
            f"return {what}",
            f"how do i send {what} from {which} back, i want to return it",
            "i want to make a return",
        ]
    )
