"""Which cancellations, new addresses and other payments the store refuses, rule by rule."""

from collections.abc import Callable, Collection, Iterator

from tests.dialogue.draws import answers as answering
from tests.dialogue.draws.rules import CHANGED, CHANGED_BEFORE, Refused, Rule, Rules
from tests.dialogue.draws.wordings import CANCEL_REASONS, address_as_typed, method_as_said
from tests.retail_store import Row, covers, number_of, paid

_NEW_ADDRESS = {
    "address1": "77 Birch Lane",
    "address2": "Unit 4",
    "city": "Denver",
    "state": "CO",
    "zip": "80205",
}


_INDIAN_ADDRESS = {
    "address1": "7 MG Road", "address2": "", "city": "Bengaluru", "state": "Karnataka", "zip": "560001",
}  # fmt: skip


def cancel_rules(rules: Rules) -> list[Rule]:
    """Cancelling."""
    dice, late = rules.dice, {"utter_cancel_order_too_late"}

    def wish(which: str) -> str:
        why = dice.choice(CANCEL_REASONS["no_longer_needed"])
        return dice.choice([f"cancel {which}", f"i want to cancel {which}", f"please cancel {which}, {why}"])

    gone = {"utter_order_is_cancelled"}
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, late),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, late),
        lambda: rules.of_state("cancelled", rules.orders("cancelled"), wish, gone),
        lambda: rules.of_state(
            "already changed the items", rules.orders("pending"), wish, CHANGED, before=CHANGED_BEFORE
        ),
        lambda: rules.strangers(wish),
    ]


def address_rules(rules: Rules) -> list[Rule]:
    """Sending an order elsewhere."""
    dice, packed = rules.dice, {"utter_order_packed"}

    def wish(which: str) -> str:
        to = address_as_typed(dice, _NEW_ADDRESS)
        return dice.choice([f"change the address of {which}", f"please send {which} to {to} instead"])

    def typed(rule: str, part: int, says: str, address: Callable[[Row], str]) -> Iterator[Refused]:
        for order in rules.orders("pending", part=part, parts=4):
            to = address(order)
            which = f"order {number_of(order)}"
            opening = dice.choice([f"send {which} to {to}", f"change the address of {which}"])
            answers = answering.about_address(_INDIAN_ADDRESS, to)
            yield rules.refused(rule, order, opening, {says}, answers=answers)

    def here(order: Row) -> str:
        return address_as_typed(dice, order["shipping_address"])

    def short(order: Row) -> str:
        return f"{dice.randint(2, 900)} Oak Street, Denver, CO {dice.randint(100, 9999)}"

    def abroad(order: Row) -> str:
        return f"{dice.randint(2, 90)} MG Road, Bengaluru, Karnataka 560001, India"

    changed = rules.orders("pending", part=3, parts=4)
    return [
        lambda: rules.of_state("packed", rules.orders("processed"), wish, packed),
        lambda: rules.of_state("delivered", rules.orders("delivered"), wish, packed),
        lambda: rules.of_state("already changed the items", changed, wish, CHANGED, before=CHANGED_BEFORE),
        lambda: rules.strangers(wish),
        lambda: typed("the same address", 0, "utter_same_address", here),
        lambda: typed("no such postcode", 1, "utter_wrong_address_postcode", short),
        lambda: typed("not served", 2, "utter_request_address_not_served", abroad),
    ]


def payment_rules(rules: Rules) -> list[Rule]:
    """Paying in another way."""
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
        lambda: rules.of_state("already changed the items", changed, wish, CHANGED, before=CHANGED_BEFORE),
        lambda: rules.strangers(wish),
        lambda: named("pays already", 0, pays, paying),
        lambda: named("does not cover", 1, {"utter_method_short", none_left}, poor),
        lambda: named("not on file", 2, {"utter_method_not_on_file", none_left}, unknown),
    ]
