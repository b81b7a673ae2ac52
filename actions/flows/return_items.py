"""Send delivered items back for their money."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Progress, Step
from actions.replies.money import points_told, refunds_told
from actions.steps.delivered import RETURN_REFUSALS, delivered_orders, label_link, review_told
from actions.steps.elsewhere import Elsewhere, Overdue, is_not_packed
from actions.steps.identity import Verified
from actions.steps.lines import line_ids, lines_that_may_come_back, spoken_order
from actions.steps.rather import Rather, rather_than_return
from actions.steps.return_reasons import ItemConditions, ReturnReasons, StillThere, condition_of
from actions.steps.which_items import WhichItems
from actions.steps.which_method import Methods, WhichMethod, method_id
from actions.steps.which_order_of_items import WhichOrderOfItems
from actions.turn.shop import Turn
from actions.wording.formats import counted, joined
from commerce.changes import preview
from commerce.customers.payment_methods import PaymentMethodNotFound, payment_methods
from commerce.errors import CommerceError
from commerce.orders.numbers import display_number
from commerce.returns.eligibility import refund_destinations
from commerce.returns.models import ReturnReason, ReturnStatus
from commerce.returns.refusals import RefundDestinationNotAllowed
from commerce.returns.request import PlannedReturnLine, RequestReturn, ReturnItem, ReturnOpened, ReturnPlan


async def refund_methods(turn: Turn) -> Methods:
    """Where the refund of items of the order may go."""
    order = await spoken_order(turn)
    offered = await refund_destinations(turn.session, turn.shopper, order.number)
    original = [order.payment_method_id] if order.payment_method_id else []
    allowed = {each.id for each in offered}
    on_file = await payment_methods(turn.session, turn.shopper)
    return Methods(offered, original, barred=[each for each in on_file if each.id not in allowed])


class ReturnItems(ChangeFlow):
    """Opens a return of a verified shopper, item by item and quantity."""

    name: ClassVar[str] = "return_items"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed"})
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        **RETURN_REFUSALS,
        PaymentMethodNotFound: "utter_method_gone",
        RefundDestinationNotAllowed: "utter_refund_destination_not_allowed",
    }
    steps: ClassVar[tuple[Step, ...]] = (
        Rather(rather_than_return),
        StillThere(),
        Verified(),
        WhichOrderOfItems(delivered_orders),
        Elsewhere("cancel_order", is_not_packed),
        Overdue(),
        WhichItems(lines_that_may_come_back, RETURN_REFUSALS),
        ReturnReasons(),
        ItemConditions(),
        WhichMethod("refund_to", refund_methods, tells_missing=True),
    )

    async def tells_sum(self, turn: Turn, progress: Progress) -> bool:
        """Tell what the chosen items are worth, whatever else is still open."""
        if await super().tells_sum(turn, progress):
            return True
        if not turn.get("items"):
            return False
        methods = await refund_methods(turn)
        change = self._change(turn, turn.get("refund_to") or method_id(methods.offered[0]))
        plan = await preview(turn.context, change)
        turn.say("utter_refund_so_far", amount=str(plan.refund))
        return True

    def change(self, turn: Turn) -> RequestReturn:
        """What comes back, why, in which condition, and where the money goes."""
        return self._change(turn, turn.get("refund_to"))

    @staticmethod
    def _change(turn: Turn, refund_to: str) -> RequestReturn:
        reasons, told = turn.get("return_reasons") or {}, turn.get("item_condition")
        items = tuple(
            ReturnItem(
                line_id,
                quantity,
                ReturnReason(reason := reasons.get(str(line_id), ReturnReason.OTHER)),
                condition_of(reason, told),
            )
            for line_id, quantity in line_ids(turn.get("items")).items()
        )
        return RequestReturn(turn.get("chosen_order"), items, refund_to)

    def facts(self, turn: Turn, plan: ReturnPlan | ReturnOpened) -> dict[str, Any]:
        """What comes back, for how much, to where and when; with a number and a label once it is open."""
        if isinstance(plan, ReturnOpened):
            label = label_link(turn, plan.rma_number)
            return self.facts(turn, plan.plan) | {"rma_number": plan.rma_number, "label": label}
        return {
            "number": display_number(plan.order_number),
            "items": _items(turn, plan.lines),
            "refunds": _refund(turn, plan),
            "points": points_told(turn, plan.points_clawed_back),
            "review": review_told(turn, plan.verdict),
        }

    def told(self, done: ReturnOpened) -> str:
        """Another answer where a person decides first."""
        is_reviewed = done.plan.verdict.status is ReturnStatus.MANUAL_REVIEW
        return "utter_return_items_in_review" if is_reviewed else "utter_return_items_done"


def _items(turn: Turn, lines: tuple[PlannedReturnLine, ...]) -> str:
    """The items, with their amounts when there are several and their reasons, said once when it is one."""
    reasons = {line.reason for line in lines}
    told = [_line(turn, line, has_reason=len(reasons) > 1, has_amount=len(lines) > 1) for line in lines]
    return joined(told) if len(reasons) > 1 else f"{joined(told)}, {_reason(turn, reasons.pop())}"


def _line(turn: Turn, line: PlannedReturnLine, *, has_reason: bool, has_amount: bool) -> str:
    options = f" ({', '.join(line.options.values())})" if line.options else ""
    amount = f" {line.refund}" if has_amount else ""
    reason = f" {_reason(turn, line.reason)}" if has_reason else ""
    return f"{counted(line.title, line.quantity)}{options}{amount}{reason}"


def _reason(turn: Turn, reason: ReturnReason) -> str:
    return turn.words.phrase(f"utter_reason_{reason.value}")


def _refund(turn: Turn, plan: ReturnPlan) -> str:
    return refunds_told(turn, plan.refunds) if plan.refunds else turn.words.phrase("utter_refund_nothing")
