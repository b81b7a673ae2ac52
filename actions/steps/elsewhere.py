"""The step that hands a request on when the order's state makes it the matter of another flow."""

from collections.abc import Mapping
from typing import ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Outcome, Progress, Redirect
from actions.language.said import Said
from actions.steps.lines import spoken_order
from actions.turn.shop import Turn
from commerce.orders.models import OrderStatus


class Elsewhere:
    """Says so in the words of `utter_rather_<flow>` and hands on; not once the yes was asked for."""

    slots: ClassVar[tuple[str, ...]] = ()

    def __init__(self, flows: Mapping[OrderStatus, str]) -> None:
        self._flows = flows

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        if progress.asked == ChangeFlow.confirmation and not turn.is_correction:
            return None
        order = await spoken_order(turn)
        flow = self._flows.get(order.status)
        if flow is None:
            return None
        turn.say(f"utter_rather_{flow}", number=order.display_number)
        return Redirect(flow)

    def hears(self, said: Said, progress: Progress) -> bool:
        """It asks nothing."""
        del said, progress
        return False
