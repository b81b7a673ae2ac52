"""Where is my order."""

from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.replies.order import tell_order
from actions.steps.identity import Known
from actions.steps.which_order import WhichOrder, still_interesting
from actions.turn.shop import Turn
from commerce.orders.queries import get_order
from commerce.orders.status import report_order


class CheckOrderStatus(Flow):
    """Tells where one order is."""

    name: ClassVar[str] = "check_order_status"
    also: ClassVar[tuple[str, ...]] = ("track_late_order",)
    steps: ClassVar[tuple[Step, ...]] = (Known(), WhichOrder(still_interesting))

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say where it is and what can be done next."""
        del progress
        number = turn.get("chosen_order")
        order = await get_order(turn.session, turn.shopper.known_customer(), number)
        await tell_order(turn, await report_order(turn.session, order, clock=turn.clock))
        return None
