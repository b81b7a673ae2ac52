"""Why are points missing: each order's points as the ledger has them, and a person where it does not say."""

from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.steps.identity import Verified
from actions.turn.shop import Turn
from actions.wording.formats import on_day, points
from commerce.loyalty.order_points import OrderPoints, PointsOfOrder, points_of_orders
from commerce.orders.numbers import display_number, normalise_number


class ReportMissingPoints(Flow):
    """Explains the points of the order that is named, else of the latest ones, and offers a person."""

    name: ClassVar[str] = "report_missing_points"
    steps: ClassVar[tuple[Step, ...]] = (Verified("utter_offer_account_code"),)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """Say it order by order, and that a person may look into what is not explained."""
        del progress
        number = _named(turn)
        found = await points_of_orders(turn.session, turn.shopper, number, clock=turn.clock)
        if not found:
            if number:
                turn.say("utter_no_points_of_order", number=display_number(number))
            else:
                turn.say("utter_no_orders")
            return None
        lines = [_told(turn, each) for each in found]
        is_open = any(each.state is PointsOfOrder.NONE_ADDED for each in found)
        turn.say(
            "utter_missing_points_open" if is_open else "utter_missing_points_told", told="\n".join(lines)
        )
        turn.remember("offered", self.name)
        return None


def _named(turn: Turn) -> str | None:
    said = turn.said.first("order_number")
    if said is not None:
        return normalise_number(str(said))
    return turn.get("order_number") if turn.is_fresh("order_number") else None


def _told(turn: Turn, order: OrderPoints) -> str:
    told = turn.words.phrase(
        f"utter_order_points_{order.state.value}",
        number=display_number(order.order_number),
        points=points(order.points),
        taken_back=points(order.taken_back),
        day=on_day(turn.clock.day_of(order.at), turn.clock.today()) if order.at else "",
    )
    if order.taken_back and order.state is not PointsOfOrder.TAKEN_BACK:
        told += turn.words.phrase("utter_order_points_less", taken_back=points(order.taken_back))
    return told
