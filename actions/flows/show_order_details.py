"""One order in full: where it is, items with prices, where it goes, how it was paid."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.language.items import name_items
from actions.replies.order import dates, parcels, refunds
from actions.replies.order_card import order_card
from actions.steps.identity import Known
from actions.steps.lines import item_of
from actions.steps.orders_together import OrdersTogether
from actions.steps.rather import Rather, rather_than_details
from actions.steps.which_order import WhichOrder, still_interesting
from actions.turn.shop import Turn
from actions.wording.formats import item_with_options, joined, on_day, payment_method
from commerce.money import Money
from commerce.orders.models import Order
from commerce.orders.queries import get_order
from commerce.orders.status import report_order

_COSTS = re.compile(
    r"\b(?:costs?|price[sd]?|worth|pay|paid|total|come to|add up|altogether|together|sum|how much)\b",
    re.IGNORECASE,
)


class ShowOrderDetails(Flow):
    """Shows everything about one order that its shopper may read."""

    name: ClassVar[str] = "show_order_details"
    steps: ClassVar[tuple[Step, ...]] = (
        Rather(rather_than_details),
        Known(),
        OrdersTogether(),
        WhichOrder(still_interesting),
    )

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """The details in the text, so that a channel without cards has them too."""
        del progress
        number = turn.get("chosen_order")
        order = await get_order(turn.session, turn.shopper.known_customer(), number)
        if _tell_cost(turn, order):
            turn.remember("order_number", order.number)
            return None
        report = await report_order(turn.session, order, clock=turn.clock)
        turn.say(
            "utter_order_details",
            number=order.display_number,
            order_number=order.number,
            status=turn.words.phrase(f"utter_standing_{report.standing.value}"),
            details="\n".join(
                [*dates(turn, report), *parcels(turn, report), *_details(turn, order), *refunds(turn, report)]
            ),
            cards=[order_card(turn.clock, report)],
        )
        turn.remember("order_number", order.number)
        return None


def _tell_cost(turn: Turn, order: Order) -> bool:
    """Tell what the items that are named cost, with their sum; whether that was asked."""
    said = turn.said
    if said.is_payload or said.is_silent or not _COSTS.search(said.text):
        return False
    naming = name_items(said.text, [item_of(line) for line in order.lines], _chosen_before(turn))
    meant = [line for line in order.lines if naming and str(line.id) in naming.chosen]
    if not meant or len(meant) == len(order.lines):
        return False
    parts = [f"{item_with_options(line)} {Money(line.paid_minor, order.currency)}" for line in meant]
    total = Money(sum(line.paid_minor for line in meant), order.currency)
    turn.say("utter_items_cost", items=joined(parts), total=str(total))
    return True


def _chosen_before(turn: Turn) -> Mapping[str, int]:
    """The items of the request that this question interrupts: "the other items" are the rest."""
    paused = turn.get("paused_flows") or []
    return (paused[-1]["slots"].get("items") or {}) if paused else {}


def _details(turn: Turn, order: Order) -> Iterator[str]:
    phrase, currency = turn.words.phrase, order.currency
    for line in order.lines:
        yield f"{item_with_options(line)}: {Money(line.paid_minor, currency)}"
    if order.shipping_minor:
        yield phrase("utter_order_shipping_cost", amount=str(Money(order.shipping_minor, currency)))
    yield phrase("utter_order_total", amount=str(order.total))
    if order.payment_method:
        yield phrase("utter_order_paid_with", method=payment_method(order.payment_method, turn.shopper.level))
    if order.placed_at:
        today = turn.clock.today()
        yield phrase("utter_order_placed_on", day=on_day(turn.clock.day_of(order.placed_at), today))
    yield phrase("utter_order_goes_to", place=order.address.seen_by(turn.shopper.level))
