"""What have I ordered."""

from datetime import date, timedelta
from typing import ClassVar

from actions.engine.flow import Flow, Outcome, Progress, Step
from actions.language.days import Period, period_that_fits, periods_said
from actions.language.orders_meant import Manner, items_of, orders_meant
from actions.language.said import Said
from actions.steps.identity import Known
from actions.steps.which_order import unfound_told
from actions.turn.shop import Turn
from actions.wording.formats import on_day, short_contents
from actions.wording.quick_replies import quick_reply
from commerce.orders.numbers import display_number
from commerce.orders.queries import OrderSummary, recent_orders

_SHOWN, _SHOWN_OF_DAYS = 5, 10


class ListOrders(Flow):
    """Lists the latest orders, or those that are described, each with a quick reply that shows it."""

    name: ClassVar[str] = "list_orders"
    steps: ClassVar[tuple[Step, ...]] = (Known(),)

    async def finish(self, turn: Turn, progress: Progress) -> Outcome:
        """One line an order, the most recent first."""
        orders = await recent_orders(turn.session, turn.shopper.known_customer())
        if not orders:
            turn.say("utter_no_orders")
            return None
        said = Said.stored(progress.opening) if progress.opening else turn.said
        meant = orders_meant(said, orders, (), turn.clock, Manner())
        if meant.unfound:
            turn.say("utter_unfound", what=unfound_told(turn, meant.unfound))
        period = period_that_fits(periods_said(said), meant.orders, turn.clock)
        shown = (meant.orders or orders)[: _SHOWN_OF_DAYS if period else _SHOWN]
        turn.say(
            "utter_orders_of_days" if period else "utter_order_list",
            when=_when(period, turn.clock.today()) if period else "",
            orders="\n".join(_line(turn, order) for order in shown),
            buttons=[
                quick_reply(display_number(order.number), "check_order_status", order_number=order.number)
                for order in shown[:_SHOWN]
            ],
        )
        return None


def _when(period: Period, today: date) -> str:
    """`from Tue 24 Nov`, `from September`, `from Mon 9 Nov to Sun 15 Nov`."""
    first, last = period[0], today if period[1] == date.max else period[1]
    if first == last:
        return f"from {on_day(first, today)}"
    if first.day == 1 and (last + timedelta(days=1)).day == 1 and first.month == last.month:
        return f"from {first:%B}" if first.year == today.year else f"from {first:%B %Y}"
    return f"from {on_day(first, today)} to {on_day(last, today)}"


def _line(turn: Turn, order: OrderSummary) -> str:
    today = turn.clock.today()
    return turn.words.phrase(
        "utter_order_list_line",
        number=display_number(order.number),
        placed=f" ({on_day(turn.clock.day_of(order.placed_at), today)})" if order.placed_at else "",
        items=short_contents(items_of([order])),
        status=turn.words.phrase(f"utter_standing_{order.status.value}"),
    )
