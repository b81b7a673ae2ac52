"""The receipt of an order, by a link that expires."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.flow import Done, Flow, Outcome, Progress, Step
from actions.steps.identity import Known
from actions.steps.which_order import WhichOrder, still_interesting
from actions.turn.shop import Turn
from actions.wording.formats import on_day
from commerce.errors import CommerceError
from commerce.links.documents import DocumentKind, DocumentRef
from commerce.orders.numbers import display_number
from commerce.orders.queries import get_order
from commerce.orders.refusals import OrderNotFound


class GetInvoice(Flow):
    """Gives a link to the receipt of one order."""

    name: ClassVar[str] = "get_invoice"
    steps: ClassVar[tuple[Step, ...]] = (Known(), WhichOrder(still_interesting))
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {OrderNotFound: "utter_order_gone"}

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Show the link and say how long it works."""
        del progress
        customer_id, number = turn.shopper.known_customer(), turn.get("chosen_order")
        order = await get_order(turn.session, customer_id, number)
        kind = DocumentKind.RECEIPT
        receipt = DocumentRef(kind, order.number, customer_id, turn.shopper.level)
        url = turn.shop.links.url(receipt, clock=turn.clock)
        shown = display_number(order.number)
        hours = int(kind.lifetime.total_seconds()) // 3600
        facts = [{"label": "Total", "value": str(order.total)}]
        if order.placed_at is not None:
            day = on_day(turn.clock.day_of(order.placed_at), turn.clock.today())
            facts.insert(0, {"label": "Ordered", "value": day})
        card = {
            "title": f"Receipt for {shown}",
            "facts": facts,
            "link": {"title": turn.words.phrase("utter_open_receipt"), "url": url},
        }
        turn.say("utter_receipt", number=shown, order_number=order.number, hours=hours, cards=[card])
        return Done()
