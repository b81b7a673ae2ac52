"""Requests that one of the store's rules forbids, drawn at random, rule by rule."""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.legal import Swap
from tests.dialogue.draws.shopper import Answer
from tests.dialogue.draws.store import ImportedStore
from tests.dialogue.draws.wordings import (
    CANCEL_REASONS,
    address_as_typed,
    changed_options,
    greeted,
    item_as_said,
    method_as_said,
    options_as_said,
    plural,
)
from tests.retail_store import Row, covers, minor, number_of, paid

# How a rule comes to stand against an order: set before the talk.
CHANGED_BEFORE = "UPDATE orders SET items_changed_at = now() WHERE number = :number"
RETURNED_BEFORE = (
    "UPDATE order_lines SET returned_quantity = quantity"
    " WHERE order_id = (SELECT id FROM orders WHERE number = :number)"
)
LONG_AGO = "UPDATE orders SET delivered_at = now() - interval '90 days' WHERE number = :number"
FINAL_SALE = "Perfume"

_NOT_THEIRS = {"utter_order_not_found"}
_CHANGED = {"utter_order_items_already_changed"}
_NEW_ADDRESS = {
    "address1": "77 Birch Lane",
    "address2": "Unit 4",
    "city": "Denver",
    "state": "CO",
    "zip": "80205",
}


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
    """Draws refusals of one operation, each rule in turn."""

    store: ImportedStore
    dice: random.Random
    operation: str

    def draws(self) -> Iterator[Refused]:
        """One of each rule, then another of each, for as long as there are orders."""
        turns = [rule() for rule in _RULES[self.operation](self)]
        while turns:
            for turn in list(turns):
                draw = next(turn, None)
                if draw is None:
                    turns.remove(turn)
                else:
                    yield draw

    def orders(self, *statuses: str, part: int = 0, parts: int = 1) -> Sequence[Row]:
        """The operation's orders; with `parts`, those of one rule, which no other rule sees."""
        return self.store.refused(self.operation, *statuses)[part::parts]

    def refused(self, rule: str, order: Row, opening: str, says: Collection[str], **more: Any) -> Refused:
        answers = answering.about_order(self.dice, order) | more.pop("answers", {})
        customer = more.pop("customer_id", order["customer_id"])
        return Refused(rule, order, customer, greeted(self.dice, opening), answers, says, **more)

    def strangers(self, wish: Callable[[str], str]) -> Iterator[Refused]:
        """Asked by a customer whose order it is not."""
        orders = self.store.files.in_status("pending", "delivered")
        while True:
            theirs, own = self.dice.sample(orders, 2)
            if theirs["customer_id"] != own["customer_id"]:
                says, customer = _NOT_THEIRS, own["customer_id"]
                which = f"order {number_of(theirs)}"
                yield self.refused("somebody else's", theirs, wish(which), says, customer_id=customer)

    def of_state(
        self,
        rule: str,
        orders: Sequence[Row],
        wish: Callable[[str], str],
        says: Collection[str],
        answers: Callable[[Row], Mapping[str, Answer]] = lambda order: {},
        before: str = "",
    ) -> Iterator[Refused]:
        """Named by their number, because a request without one is taken to be about another order."""
        for order in orders:
            which = f"order {self.dice.choice(['#', ''])}{number_of(order)}"
            yield self.refused(rule, order, wish(which), says, answers=answers(order), before=before)


def _cancel(rules: Rules) -> list[Callable[[], Iterator[Refused]]]:
    dice, late = rules.dice, {"utter_cancel_order_too_late"}

    def wish(which: str) -> str:
        why = dice.choice(CANCEL_REASONS["no_longer_needed"])
        return dice.choice([f"cancel {which}", f"i want to cancel {which}", f"please cancel {which}, {why}"])

    gone = {"utter_cancel_order_too_late", "utter_order_cancelled_already"}
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, late),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, late),
        lambda: rules.of_state("cancelled", rules.orders("cancelled"), wish, gone),
        lambda: rules.of_state(
            "changed before", rules.orders("pending"), wish, _CHANGED, before=CHANGED_BEFORE
        ),
        lambda: rules.strangers(wish),
    ]


def _address(rules: Rules) -> list[Callable[[], Iterator[Refused]]]:
    dice, packed = rules.dice, {"utter_order_packed"}

    def wish(which: str) -> str:
        to = address_as_typed(dice, _NEW_ADDRESS)
        return dice.choice([f"change the address of {which}", f"please send {which} to {to} instead"])

    def typed(rule: str, part: int, says: str, address: Callable[[Row], str]) -> Iterator[Refused]:
        for order in rules.orders("pending", part=part, parts=4):
            to = address(order)
            which = f"order {number_of(order)}"
            opening = dice.choice([f"send {which} to {to}", f"change the address of {which}"])
            answers = {"utter_request_address_whole": lambda heard, to=to: to}
            yield rules.refused(rule, order, opening, {says}, answers=answers)

    def here(order: Row) -> str:
        return address_as_typed(dice, order["shipping_address"])

    def short(order: Row) -> str:
        return f"{dice.randint(2, 900)} Oak Street, Denver, CO {dice.randint(100, 9999)}"

    def abroad(order: Row) -> str:
        return f"{dice.randint(2, 90)} Ulitsa Lenina, 101000 Moscow, Russia"

    changed = rules.orders("pending", part=3, parts=4)
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, packed),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, packed),
        lambda: rules.of_state("changed before", changed, wish, _CHANGED, before=CHANGED_BEFORE),
        lambda: rules.strangers(wish),
        lambda: typed("the same address", 0, "utter_same_address", here),
        lambda: typed("no such postcode", 1, "utter_wrong_address_postcode", short),
        lambda: typed("not served", 2, "utter_request_address_not_served", abroad),
    ]


def _payment(rules: Rules) -> list[Callable[[], Iterator[Refused]]]:
    dice, packed = rules.dice, {"utter_order_packed"}
    none_left = "utter_no_new_payment_method"

    def wish(which: str) -> str:
        return dice.choice([f"i want to pay {which} with my paypal", f"change the payment method of {which}"])

    def named(
        rule: str, part: int, says: Collection[str], method: Callable[[Row], str | None]
    ) -> Iterator[Refused]:
        for order in rules.orders("pending", part=part, parts=4):
            if said := method(order):
                opening = dice.choice(
                    [
                        f"charge {said} for order {number_of(order)}",
                        f"i'd like to pay order {number_of(order)} with {said}",
                    ]
                )
                answers = {"utter_request_new_payment_method": lambda heard, said=said: said}
                yield rules.refused(rule, order, opening, says, answers=answers)

    def paying(order: Row) -> str:
        methods = rules.store.files.methods(order)
        return next(method_as_said(dice, each, methods) for each in methods if each["id"] in paid(order))

    def poor(order: Row) -> str | None:
        total = sum(paid(order).values())
        methods = rules.store.files.methods(order)
        found = [each for each in methods if not covers(each, total) and each["id"] not in paid(order)]
        return method_as_said(dice, found[0], methods) if found else None

    def unknown(order: Row) -> str:
        return dice.choice(["my amex", "my american express", "my discover card"])

    changed = rules.orders("pending", part=3, parts=4)
    pays = {"utter_pays_already", "utter_same_payment_method", none_left}
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, packed),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, packed),
        lambda: rules.of_state("changed before", changed, wish, _CHANGED, before=CHANGED_BEFORE),
        lambda: rules.strangers(wish),
        lambda: named("pays already", 0, pays, paying),
        lambda: named("does not cover", 1, {"utter_method_short", none_left}, poor),
        lambda: named("not on file", 2, {"utter_method_not_on_file", none_left}, unknown),
    ]


def _swapped(
    rules: Rules, verb: str, status: str, parts: int
) -> dict[str, Callable[[int], Iterator[Refused]]]:
    """The rules about what items may become, which changes and exchanges share."""
    dice, files = rules.dice, rules.store.files

    def asked(
        rule: str, part: int, says: Collection[str], target: Callable[[Row, int], str | None]
    ) -> Iterator[Refused]:
        for order in rules.orders(status, part=part, parts=parts):
            for place in range(len(order["lines"])):
                if said := target(order, place):
                    item = item_as_said(dice, order, place)
                    opening = dice.choice(
                        [
                            f"{verb} {item} to {said} in order {number_of(order)}",
                            f"i'd like to {verb} {item} from order {number_of(order)}",
                        ]
                    )
                    answers = answering.about_items(dice, order, [place])
                    answers |= {"utter_request_new_variants": lambda heard, said=said: said}
                    yield rules.refused(rule, order, opening, says, answers=answers)
                    break

    def sold_out(order: Row, place: int) -> str | None:
        line = order["lines"][place]
        gone = files.others(line["sku"], available=False)
        return options_as_said(dice, changed_options(line, gone[0])) if gone else None

    def present(order: Row, place: int) -> str | None:
        line = order["lines"][place]
        first = dict(list(line["options"].items())[:2])
        alike = [v for v in files.others(line["sku"]) if first.items() <= v["options"].items()]
        return None if alike else options_as_said(dice, first)

    def unheard_of(order: Row, place: int) -> str | None:
        options = order["lines"][place]["options"]
        return dice.choice(["turquoise", "orange", "violet"]) if "color" in options else None

    def too_dear(rule: str, part: int, says: Collection[str]) -> Iterator[Refused]:
        for order in rules.orders(status, part=part, parts=parts):
            swap = _too_dear(files, order)
            if swap:
                [place] = swap.wanted
                swap.said[place] = options_as_said(
                    dice, changed_options(order["lines"][place], swap.wanted[place])
                )
                item = item_as_said(dice, order, place)
                opening = f"{verb} {item} to {swap.said[place]} in order {number_of(order)}"
                answers = answering.about_swap(dice, swap, files.methods(order))
                yield rules.refused(rule, order, opening, says, answers=answers)

    def too_many(rule: str, part: int, says: Collection[str]) -> Iterator[Refused]:
        for order in rules.orders(status, part=part, parts=parts):
            line = order["lines"][0]
            if sum(each["title"] == line["title"] for each in order["lines"]) == 1:
                what = f"{dice.choice(['three', '3', '4'])} {plural(line['title'].lower())}"
                opening = f"{verb} {what} in order {number_of(order)}"
                yield rules.refused(rule, order, opening, says)

    ask = "utter_request_new_variants"
    return {
        "sold out": lambda part: asked("sold out", part, {f"{ask}_sold_out"}, sold_out),
        "the same": lambda part: asked("the same", part, {f"{ask}_same"}, present),
        "no such version": lambda part: asked("no such version", part, {f"{ask}_none"}, unheard_of),
        "not covered": lambda part: too_dear(
            "not covered", part, {"utter_method_short", "utter_no_settle_with"}
        ),
        "too many": lambda part: too_many("too many", part, {"utter_request_how_many_at_most"}),
    }


def _too_dear(files: Any, order: Row) -> Swap | None:
    """A version that costs more than the gift card holds that would pay for it."""
    cards = [each for each in files.methods(order) if each["type"] == "gift_card"]
    for place, line in enumerate(order["lines"]):
        for new in files.others(line["sku"]):
            difference = minor(new["price"]) - minor(line["unit_price"])
            if cards and difference > minor(cards[0]["balance"]):
                return Swap(order, {place: new}, difference, cards[0])
    return None


def _items(rules: Rules) -> list[Callable[[], Iterator[Refused]]]:
    dice = rules.dice

    def wish(which: str) -> str:
        return dice.choice([f"change an item in {which}", f"i want to change the items of {which}"])

    swapped = _swapped(rules, "change", "pending", 6)
    late, delivered = {"utter_change_order_items_too_late"}, {"utter_rather_exchange_items"}
    changed = rules.orders("pending", part=5, parts=6)
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, late),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, delivered),
        lambda: rules.of_state("changed before", changed, wish, _CHANGED, before=CHANGED_BEFORE),
        lambda: rules.strangers(wish),
        *(lambda part=part, draw=draw: draw(part) for part, draw in enumerate(swapped.values())),
    ]


def _sent_back(
    rules: Rules, wish: Callable[[str], str], part: int, parts: int
) -> list[Callable[[], Iterator[Refused]]]:
    """The rules about what may come back at all, which returns and exchanges share."""
    dice = rules.dice

    def all_of_it(order: Row) -> Mapping[str, Answer]:
        return {"utter_request_items": lambda heard: "all of it"}

    def of_parcel(rule: str, place: int, says: str, before: str) -> Callable[[], Iterator[Refused]]:
        orders = rules.orders("delivered", part=part + place, parts=parts)
        return lambda: rules.of_state(rule, orders, wish, {says}, all_of_it, before)

    def final_sale() -> Iterator[Refused]:
        orders = rules.store.files.in_status("delivered")
        taken = {order["number"] for order in rules.store.orders[rules.operation]}
        for order in orders:
            place = next((n for n, line in enumerate(order["lines"]) if line["title"] == FINAL_SALE), None)
            if place is not None and order["number"] not in taken:
                what = item_as_said(dice, order, place)
                opening = wish(f"order {number_of(order)}").replace("something", what)
                answers = answering.about_items(dice, order, [place])
                yield rules.refused("final sale", order, opening, {"utter_item_final_sale"}, answers=answers)

    not_here = {"utter_item_not_delivered", "utter_order_cancelled_already"}
    return [
        lambda: rules.of_state("on its way", rules.orders("processed"), wish, not_here, all_of_it),
        lambda: rules.of_state("cancelled", rules.orders("cancelled"), wish, not_here, all_of_it),
        lambda: rules.strangers(wish),
        of_parcel("returned before", 0, "utter_item_already_returned", RETURNED_BEFORE),
        of_parcel("window closed", 1, "utter_return_window_closed", LONG_AGO),
        final_sale,
    ]


def _return(rules: Rules) -> list[Callable[[], Iterator[Refused]]]:
    dice, files = rules.dice, rules.store.files

    def wish(which: str) -> str:
        return dice.choice(
            [f"i want to return something from {which}", f"can i send back something? {which}"]
        )

    def elsewhere() -> Iterator[Refused]:
        """To a method on file that did not pay the order and holds no balance."""
        for order in rules.orders("delivered", part=2, parts=4):
            methods = files.methods(order)
            wrong = [
                each for each in methods if each["type"] != "gift_card" and each["id"] not in paid(order)
            ]
            if wrong:
                answers = answering.about_items(dice, order, [0])
                answers |= answering.about_return(dice, "damaged", "used")
                answers |= answering.about_method(dice, wrong[0], methods)
                says = {"utter_refund_destination_not_allowed", "utter_method_not_for_refund"}
                opening = f"return {item_as_said(dice, order, 0)} from order {number_of(order)}"
                yield rules.refused("refund elsewhere", order, opening, says, answers=answers)

    too_many = _swapped(rules, "return", "delivered", 4)["too many"]
    return [*_sent_back(rules, wish, 0, 4), elsewhere, lambda: too_many(3)]


def _exchange(rules: Rules) -> list[Callable[[], Iterator[Refused]]]:
    dice = rules.dice

    def wish(which: str) -> str:
        return dice.choice(
            [f"i want to exchange something from {which}", f"can i exchange something? {which}"]
        )

    swapped = _swapped(rules, "exchange", "delivered", 7)
    return [
        *_sent_back(rules, wish, 5, 7),
        *(lambda part=part, draw=draw: draw(part) for part, draw in enumerate(swapped.values())),
    ]


_RULES: Mapping[str, Callable[[Rules], list[Callable[[], Iterator[Refused]]]]] = {
    "cancel": _cancel,
    "address": _address,
    "payment": _payment,
    "items": _items,
    "return": _return,
    "exchange": _exchange,
}
