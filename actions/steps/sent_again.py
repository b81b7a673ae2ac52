"""The step that knows a parcel to be overdue where it is to be sent again: that is nothing to pay for."""

import re

from actions.engine.flow import AsksNothing, Outcome, Progress, Redirect
from actions.turn.shop import Turn
from commerce.orders.problem_reports import ProblemKind
from commerce.orders.queries import recent_orders

_SENDS_AGAIN = re.compile(
    r"\b(?:send|ship|post|dispatch|deliver)\b.{0,25}\b(?:again|once more|a new one|another one)\b"
    r"|\bre-?(?:send|ship|deliver|dispatch)\b",
    re.IGNORECASE,
)


class SentAgain(AsksNothing):
    """Nothing to ask; whoever misses a parcel that is overdue reports it."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Hand on, when the flow begins."""
        said = turn.said
        is_opening = progress.asked is None and not (said.is_payload or said.is_silent)
        if not is_opening or not _SENDS_AGAIN.search(said.text):
            return None
        orders = await recent_orders(turn.session, turn.shopper.known_customer())
        if not any(order.is_late(turn.clock.today()) for order in orders):
            return None
        return Redirect("report_problem", {"problem": (ProblemKind.LOST_PARCEL.value,)})
