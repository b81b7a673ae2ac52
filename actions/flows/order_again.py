"""Put what can still be had of an earlier order into the cart."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import Outcome, Progress, Step
from actions.language.mood import Mood, asks_once_more
from actions.language.said import Said
from actions.steps.identity import Verified
from actions.steps.rather import Rather, rather_than_order_again
from actions.steps.sent_again import SentAgain
from actions.steps.which_order import WhichOrder
from actions.turn.shop import Turn
from actions.turn.shopping import speak_of_sku
from actions.wording.formats import joined
from commerce.changes import preview
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.order_changes.again import AgainLine, AgainPlan, NothingAvailable, OrderAgain
from commerce.orders.numbers import display_number
from commerce.orders.queries import OrderSummary
from commerce.orders.refusals import OrderNotFound


def _any(orders: Sequence[OrderSummary], clock: Clock) -> Sequence[OrderSummary]:
    del clock
    return orders


async def _check(turn: Turn) -> AgainPlan:
    return await preview(turn.context, OrderAgain(turn.get("chosen_order")))


class OrderAgainFlow(ChangeFlow):
    """Fills a verified shopper's cart with the items of an order."""

    name: ClassVar[str] = "order_again"
    steps: ClassVar[tuple[Step, ...]] = (
        Rather(rather_than_order_again),
        Verified(),
        SentAgain(),
        WhichOrder(_any),
        Possible(_check),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        NothingAvailable: "utter_nothing_available",
        OrderNotFound: "utter_order_gone",
    }

    def mood(self, said: Said) -> Mood:
        """What is to be told again is not to be ordered again."""
        is_question = not said.is_payload and asks_once_more(said.text)
        return Mood.ASKS_WHETHER if is_question else super().mood(said)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """As for every change; what should be another way is changed in the cart afterwards."""
        is_asked = progress.asked == self.confirmation and not turn.said.is_silent
        if is_asked and not self.is_agreed(turn.said, progress):
            turn.say("utter_order_again_as_it_was")
        return await super().finish(turn, progress)

    async def follow_up(self, turn: Turn, done: AgainPlan) -> Outcome:
        """Let "make it two" be of what was put in, where that is one thing."""
        if len(done.lines) == 1:
            speak_of_sku(turn, done.lines[0].sku)
        return await super().follow_up(turn, done)

    def change(self, turn: Turn) -> OrderAgain:
        """The order."""
        return OrderAgain(turn.get("chosen_order"))

    def facts(self, turn: Turn, plan: AgainPlan) -> dict[str, Any]:
        """The items at today's prices, and what cannot be had."""
        missing = joined([_item(line) for line in plan.missing])
        return {
            "number": display_number(plan.order_number),
            "items": joined([f"{_item(line)} at {line.unit_price}" for line in plan.lines]),
            "total": str(plan.total),
            "missing": turn.words.phrase("utter_order_again_missing", items=missing) if missing else "",
        }


def _item(line: AgainLine) -> str:
    options = ", ".join(line.options.values())
    named = f"{line.title} ({options})" if options else line.title
    return named if line.quantity == 1 else f"{line.quantity} × {named}"
