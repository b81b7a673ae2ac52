"""What a shopper answers to the questions that a request may raise, by the names of the questions."""

import random
import re
from collections.abc import Collection, Sequence

from tests.dialogue.draws.shopper import Answer, Heard, pressed
from tests.dialogue.draws.swaps import Swap
from tests.dialogue.draws.wordings import (
    CONDITIONS,
    RETURN_REASONS,
    YES,
    item_as_said,
    items_as_said,
    method_as_said,
    number_as_typed,
    options_as_said,
    wording,
)
from tests.retail_store import Row

Answers = dict[str, Answer]


def agreeing(dice: random.Random, flow: str) -> Answers:
    """A yes to the summary, in words or pressed."""

    def answer(heard: Heard) -> str | tuple[str, str]:
        if dice.random() < 0.2:
            return pressed(heard, lambda title: title.startswith("Yes"))
        return dice.choice(YES)

    return {f"utter_{flow}_summary": answer} | about_flow(flow)


def about_flow(flow: str) -> Answers:
    """Which of the bot's guesses is the right one, where it guesses at what is wanted."""

    def meant(heard: Heard) -> tuple[str, str]:
        found = [each for each in heard.quick_replies.items() if each[1].startswith(f"/{flow}")]
        assert found, f"{flow} is not among the bot's guesses"
        return found[0]

    return {"utter_did_you_mean": meant}


def about_order(dice: random.Random, order: Row) -> Answers:
    """Which order: its number; the second time the quick reply, where there is one."""

    def again(heard: Heard) -> str | tuple[str, str]:
        if any(title.startswith(order["number"]) for title in heard.quick_replies):
            return pressed(heard, lambda title: title.startswith(order["number"]))
        return order["number"]

    return {
        "utter_request_which_order": lambda heard: number_as_typed(dice, order),
        "utter_request_which_order_again": again,
    }


def about_address(address: Row, typed: str) -> Answers:
    """The whole address, or the part that is asked for."""
    parts = {
        "whole": typed, "line1": f"{address['address1']}, {address['address2']}", "city": address["city"],
        "region": address["state"], "postcode": address["zip"], "country": "USA",
    }  # fmt: skip
    return {f"utter_request_address_{part}": lambda heard, said=said: said for part, said in parts.items()}


def about_method(dice: random.Random, method: Row, among: Sequence[Row]) -> Answers:
    """The method in words; the second time its quick reply."""
    asks = ("new_payment_method", "settle_with", "settle_with_refund", "refund_to")
    said: Answers = {
        f"utter_request_{ask}": lambda heard: method_as_said(dice, method, among) for ask in asks
    }
    again: Answers = {
        f"utter_request_{ask}_again": lambda heard: _method_pressed(heard, method) for ask in asks
    }
    return said | again


def _method_pressed(heard: Heard, method: Row) -> tuple[str, str]:
    shown = {"paypal": "PayPal", "gift_card": "Gift card", "store_credit": "Store credit"}
    title = shown.get(method["type"]) or f"ending in {method['last_four']}"
    return pressed(heard, lambda each: title in each)


def about_return(dice: random.Random, reason: str, condition: str) -> Answers:
    """Why it comes back and in what state."""
    return {
        "utter_request_return_reasons": wording(dice, *RETURN_REASONS[reason]),
        "utter_request_item_condition": wording(dice, *CONDITIONS[condition]),
    }


def about_items(dice: random.Random, order: Row, places: Collection[int]) -> Answers:
    """Which order and which of its items."""

    def which(heard: Heard) -> str | tuple[str, str]:
        """One of a few alike: of those offered, the first that is meant."""
        meant = [place for place in places if _is_shown(order["lines"][place], heard)]
        assert meant, f"none of {[order['lines'][place]['title'] for place in places]} was asked about"
        return item_as_said(dice, order, meant[0])

    def which_again(heard: Heard) -> str | tuple[str, str]:
        meant = [place for place in places if _is_shown(order["lines"][place], heard)]
        return pressed(heard, lambda title: _names(title, order["lines"][meant[0]]))

    return about_order(dice, order) | {
        "utter_request_items": lambda heard: items_as_said(dice, order, places),
        "utter_request_which_item": which,
        "utter_request_which_item_again": which_again,
        "utter_request_how_many": wording(dice, "just one", "1", "one"),
    }


def about_swap(dice: random.Random, swap: Swap, methods: Sequence[Row]) -> Answers:
    """Which order, which items, what each becomes, and what settles the difference."""
    order = swap.order

    def place_asked(heard: Heard) -> int:
        """The item that the question names: `T-Shirt (blue, M)`, or its title alone."""
        asked = heard.facts["item"]
        fitting = [place for place in swap.wanted if _names(asked, order["lines"][place])]
        assert fitting, f"{asked} was not to be swapped"
        return fitting[0]

    def version(heard: Heard) -> str:
        return swap.said[place_asked(heard)]

    def all_options(heard: Heard) -> str | tuple[str, str]:
        new = swap.wanted[place_asked(heard)]
        for title, payload in heard.quick_replies.items():
            if new["sku"] in payload:
                return title, payload
        return options_as_said(dice, new["options"])

    asks = ("", "_several", "_same", "_none", "_again")
    return (
        about_items(dice, order, list(swap.wanted))
        | (about_method(dice, swap.method, methods) if swap.method else {})
        | {f"utter_request_new_variants{ask}": all_options for ask in asks}
        | {"utter_request_new_variants": version}
    )


def _is_shown(line: Row, heard: Heard) -> bool:
    return any(_names(title, line) for title in heard.quick_replies)


def _names(shown: str, line: Row) -> bool:
    """Whether the bot's words for an item, its telling options in brackets, fit the line."""
    match = re.fullmatch(r"(?P<title>.+?)(?: \((?P<options>.*)\))?", shown)
    assert match is not None
    values = set(line["options"].values())
    options = match["options"].split(", ") if match["options"] else []
    return match["title"] == line["title"] and all(option in values for option in options)
