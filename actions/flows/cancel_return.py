"""Withdraw a return or an exchange whose parcel has not arrived."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Step
from actions.replies.money import refunds_told
from actions.steps.identity import Verified
from actions.steps.rather import Rather, rather_than_cancelled_return
from actions.steps.which_return import WhichReturn
from actions.turn.shop import Turn
from actions.wording.formats import counted, joined
from commerce.errors import CommerceError
from commerce.orders.numbers import display_number
from commerce.orders.refusals import RefundExceedsPayments
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen
from commerce.returns.withdraw import CancelReturn, CancelReturnPlan


class CancelReturnFlow(ChangeFlow):
    """Cancels a return of a verified shopper, who keeps the items."""

    name: ClassVar[str] = "cancel_return"
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        ReturnNotFound: "utter_return_not_found",
        ReturnNotOpen: "utter_return_not_open",
        RefundExceedsPayments: "utter_refund_exceeds_payments",
    }
    steps: ClassVar[tuple[Step, ...]] = (Rather(rather_than_cancelled_return), Verified(), WhichReturn())

    def change(self, turn: Turn) -> CancelReturn:
        """The return that is withdrawn."""
        return CancelReturn(turn.get("chosen_return"))

    def facts(self, turn: Turn, plan: CancelReturnPlan) -> dict[str, Any]:
        """What stays, which refund is not sent, and which charge goes back."""
        return {
            "kind": plan.kind.value,
            "rma_number": plan.rma_number,
            "number": display_number(plan.order_number),
            "items": joined([counted(line.name, line.quantity) for line in plan.lines]),
            "money": _money(turn, plan),
        }


def _money(turn: Turn, plan: CancelReturnPlan) -> str:
    parts = []
    if plan.refund_withdrawn.amount_minor:
        parts.append(turn.words.phrase("utter_refund_withdrawn", amount=str(plan.refund_withdrawn)))
    if plan.refunds:
        parts.append(turn.words.phrase("utter_charge_goes_back", refunds=refunds_told(turn, plan.refunds)))
    return "".join(parts)
