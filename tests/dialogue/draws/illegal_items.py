"""Which changes of items, returns and exchanges the store refuses, rule by rule."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.rules import (
    CHANGED,
    CHANGED_BEFORE,
    FINAL_SALE,
    LONG_AGO,
    RETURNED_BEFORE,
    Refused,
    Rule,
    Rules,
    Wish,
)
from tests.dialogue.draws.shopper import Answer
from tests.dialogue.draws.swaps import Swap
from tests.dialogue.draws.wordings import changed_options, item_as_said, options_as_said, plural
from tests.retail_store import Files, Row, minor, number_of, paid

_ASK = "utter_request_new_variants"


def item_rules(rules: Rules) -> list[Rule]:
    """Changing items of an order that is not packed yet."""
    dice = rules.dice

    def wish(which: str) -> str:
        return dice.choice([f"change an item in {which}", f"i want to change the items of {which}"])

    late, delivered = {"utter_change_order_items_too_late"}, {"utter_rather_exchange_items"}
    versions = Versions(rules, "change", "pending", parts=6)
    changed = rules.orders("pending", part=5, parts=6)
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, late),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, delivered),
        lambda: rules.of_state("already changed the items", changed, wish, CHANGED, before=CHANGED_BEFORE),
        lambda: rules.strangers(wish),
        *versions.rules(),
    ]


def return_rules(rules: Rules) -> list[Rule]:
    """Sending items back."""
    dice, files = rules.dice, rules.store.files

    def wish(which: str) -> str:
        return dice.choice(
            [f"i want to return something from {which}", f"can i send back something? {which}"]
        )

    def elsewhere() -> Iterator[Refused]:
        """To a method on file that did not pay the order and holds no balance."""
        says = {"utter_refund_destination_not_allowed", "utter_refund_to_not_allowed"}
        for order in rules.orders("delivered", part=2, parts=4):
            methods = files.methods(order)
            wrong = [
                each for each in methods if each["type"] != "gift_card" and each["id"] not in paid(order)
            ]
            if wrong:
                answers = answering.about_items(dice, order, [0])
                answers |= answering.about_return(dice, "damaged", "used")
                answers |= answering.about_method(dice, wrong[0], methods)
                opening = f"return {item_as_said(dice, order, 0)} from order {number_of(order)}"
                yield rules.refused("refund elsewhere", order, opening, says, answers=answers)

    versions = Versions(rules, "return", "delivered", parts=4)
    return [*_parcel_rules(rules, wish, 0, 4), elsewhere, lambda: versions.too_many(3)]


def exchange_rules(rules: Rules) -> list[Rule]:
    """Exchanging items."""
    dice = rules.dice

    def wish(which: str) -> str:
        return dice.choice(
            [f"i want to exchange something from {which}", f"can i exchange something? {which}"]
        )

    versions = Versions(rules, "exchange", "delivered", parts=7)
    return [*_parcel_rules(rules, wish, 5, 7), *versions.rules()]


def _parcel_rules(rules: Rules, wish: Wish, part: int, parts: int) -> list[Rule]:
    """The rules about what may come back at all, which returns and exchanges share."""
    dice = rules.dice

    def all_of_it(order: Row) -> Mapping[str, Answer]:
        return {"utter_request_items": lambda heard: "all of it"}

    def of_parcel(rule: str, place: int, says: str, before: str) -> Rule:
        orders = rules.orders("delivered", part=part + place, parts=parts)
        return lambda: rules.of_state(rule, orders, wish, {says}, answers=all_of_it, before=before)

    def final_sale() -> Iterator[Refused]:
        taken = {order["number"] for order in rules.store.orders[rules.operation]}
        for order in rules.store.files.in_status("delivered"):
            place = next((n for n, line in enumerate(order["lines"]) if line["title"] == FINAL_SALE), None)
            if place is not None and order["number"] not in taken:
                what = item_as_said(dice, order, place)
                opening = wish(f"order {number_of(order)}").replace("something", what)
                answers = answering.about_items(dice, order, [place])
                yield rules.refused("final sale", order, opening, {"utter_item_final_sale"}, answers=answers)

    away, gone = rules.orders("processed"), rules.orders("cancelled")
    not_here, called_off = {"utter_item_not_delivered"}, {"utter_order_is_cancelled"}
    return [
        lambda: rules.of_state("on its way", away, wish, not_here, answers=all_of_it),
        lambda: rules.of_state("cancelled", gone, wish, called_off, answers=all_of_it),
        lambda: rules.strangers(wish),
        of_parcel("returned before", 0, "utter_item_already_returned", RETURNED_BEFORE),
        of_parcel("window closed", 1, "utter_return_window_closed", LONG_AGO),
        final_sale,
    ]


@dataclass(frozen=True)
class Versions:
    """The rules about what items may become, and how many; each draws from a part of the orders."""

    of: Rules
    verb: str
    status: str
    parts: int

    def rules(self) -> list[Rule]:
        """All of them."""
        return [
            lambda: self._asked("sold out", 0, f"{_ASK}_sold_out", self._sold_out),
            lambda: self._asked("the same", 1, f"{_ASK}_same", self._present),
            lambda: self._asked("no such version", 2, f"{_ASK}_none", self._unheard_of),
            lambda: self.not_covered(3),
            lambda: self.too_many(4),
        ]

    def not_covered(self, part: int) -> Iterator[Refused]:
        """A difference that is to be paid with a gift card that does not hold so much."""
        dice, files = self.of.dice, self.of.store.files
        says: Collection[str] = {"utter_method_short", "utter_no_settle_with"}
        for order in self.of.orders(self.status, part=part, parts=self.parts):
            swap = _too_dear(files, order)
            if swap:
                [(place, new)] = swap.wanted.items()
                swap.said[place] = options_as_said(dice, changed_options(order["lines"][place], new))
                item = item_as_said(dice, order, place)
                opening = f"{self.verb} {item} to {swap.said[place]} in order {number_of(order)}"
                answers = answering.about_swap(dice, swap, files.methods(order))
                for flow in ("change_order_items", "exchange_items"):
                    answers[f"utter_{flow}_summary"] = lambda heard: "no, take my gift card for it"
                yield self.of.refused("not covered", order, opening, says, answers=answers)

    def too_many(self, part: int) -> Iterator[Refused]:
        """More of an item than were bought."""
        dice = self.of.dice
        for order in self.of.orders(self.status, part=part, parts=self.parts):
            title = order["lines"][0]["title"]
            if sum(line["title"] == title for line in order["lines"]) == 1:
                what = f"{dice.choice(['three', '3', '4'])} {plural(title.lower())}"
                opening = f"i'd like to {self.verb} {what} from order {number_of(order)}"
                answers: dict[str, Answer] = {"utter_request_items": lambda heard, what=what: what}
                says = {"utter_request_how_many_at_most", "utter_request_how_many_only_one"}
                yield self.of.refused("too many", order, opening, says, answers=answers)

    def _asked(
        self, rule: str, part: int, says: str, target: Callable[[Row, int], str | None]
    ) -> Iterator[Refused]:
        """The first item of each order for which there is a version that may not be had."""
        dice = self.of.dice
        for order in self.of.orders(self.status, part=part, parts=self.parts):
            targets = ((place, target(order, place)) for place in range(len(order["lines"])))
            place, said = next(((place, said) for place, said in targets if said), (0, None))
            if said is not None:
                item = item_as_said(dice, order, place)
                opening = dice.choice(
                    [
                        f"i want to {self.verb} {item} to {said} in order {number_of(order)}",
                        f"i'd like to {self.verb} {item} from order {number_of(order)}",
                    ]
                )
                answers = answering.about_items(dice, order, [place])
                answers |= {_ASK: lambda heard, said=said: said}
                yield self.of.refused(rule, order, opening, {says}, answers=answers)

    def _sold_out(self, order: Row, place: int) -> str | None:
        line = order["lines"][place]
        gone = self.of.store.files.others(line["sku"], available=False)
        return options_as_said(self.of.dice, changed_options(line, gone[0])) if gone else None

    def _present(self, order: Row, place: int) -> str | None:
        """What it is already, in words that no other version fits."""
        line = order["lines"][place]
        first = dict(list(line["options"].items())[:2])
        siblings = self.of.store.files.siblings[line["sku"]]
        alike = [
            each
            for each in siblings
            if each["sku"] != line["sku"] and first.items() <= each["options"].items()
        ]
        return None if alike else options_as_said(self.of.dice, first)

    def _unheard_of(self, order: Row, place: int) -> str | None:
        has_colour = "color" in order["lines"][place]["options"]
        return self.of.dice.choice(["turquoise", "orange", "violet"]) if has_colour else None


def _too_dear(files: Files, order: Row) -> Swap | None:
    """A version that costs more than the gift card holds that would pay for it."""
    cards = [each for each in files.methods(order) if each["type"] == "gift_card"]
    for place, line in enumerate(order["lines"]):
        for new in files.others(line["sku"]):
            difference = minor(new["price"]) - minor(line["unit_price"])
            if cards and difference > minor(cards[0]["balance"]):
                return Swap(order, {place: new}, difference, cards[0])
    return None
