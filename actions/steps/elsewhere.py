"""The step that hands a request on when the order's state makes it the matter of another flow."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from actions.engine.change import ChangeFlow
from actions.engine.flow import AsksNothing, Outcome, Progress, Redirect
from actions.steps.lines import spoken_order
from actions.turn.shop import Turn
from commerce.orders.eligibility import is_early
from commerce.orders.models import Order, OrderStatus
from commerce.orders.status import report_order
from commerce.problems.offers import trouble_of


async def is_not_packed(turn: Turn, order: Order) -> bool:
    """Tell whether the order waits to be packed, so that nothing of it has to come back."""
    return await is_early(turn.context, order)


async def has_arrived(_: Turn, order: Order) -> bool:
    """Tell whether the order was delivered, so that nothing of it can be changed on its way."""
    return order.status is OrderStatus.DELIVERED


class Elsewhere(AsksNothing):
    """Says so in the words of `utter_rather_<flow>` and hands on; not once the yes was asked for."""

    def __init__(self, flow: str, is_its: Callable[[Turn, Order], Awaitable[bool]]) -> None:
        self._flow = flow
        self._is_its = is_its

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        if progress.asked == ChangeFlow.confirmation and not turn.is_correction:
            return None
        order = await spoken_order(turn)
        facts = await self._facts(turn, order)
        if facts is None:
            return None
        turn.say(f"utter_rather_{self._flow}", number=order.display_number)
        return Redirect(self._flow, facts)

    async def _facts(self, turn: Turn, order: Order) -> Mapping[str, tuple[Any, ...]] | None:
        """What the other flow is told besides; None where the request stays here."""
        return {} if await self._is_its(turn, order) else None


class Overdue(Elsewhere):
    """As `Elsewhere`, for an order that should have arrived and has not: that is the problem to see to."""

    def __init__(self) -> None:
        self._flow = "report_problem"

    async def _facts(self, turn: Turn, order: Order) -> Mapping[str, tuple[Any, ...]] | None:
        trouble = trouble_of(await report_order(turn.session, order, clock=turn.clock))
        return {"order_number": (order.number,), "problem": (trouble.value,)} if trouble else None
