"""Withdraw a return or an exchange whose parcel has not arrived."""

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow
from actions.engine.flow import Step
from actions.replies.money import refunds_told
from actions.steps.identity import Verified
from actions.steps.lines import counted
from actions.steps.rather import Rather, rather_than_cancelled_return
from actions.steps.which_return import WhichReturn
from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.errors import CommerceError
from commerce.orders.numbers import display_number
from commerce.orders.refusals import RefundExceedsPayments
from commerce.returns.refusals import ReturnNotFound, ReturnNotOpen
from commerce.returns.withdraw import CancelReturn, CancelReturnPlan, cancel_return, preview_cancel_return


class CancelReturnFlow(ChangeFlow):
    """Cancels a return of a verified shopper, who keeps the items."""

    name: ClassVar[str] = "cancel_return"
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        ReturnNotFound: "utter_return_not_found",
        ReturnNotOpen: "utter_return_not_open",
        RefundExceedsPayments: "utter_refund_exceeds_payments",
    }
    steps: ClassVar[tuple[Step, ...]] = (Rather(rather_than_cancelled_return), Verified(), WhichReturn())

    async def preview(self, turn: Turn) -> CancelReturnPlan:
        """What withdrawing would do now."""
        return await preview_cancel_return(turn.session, turn.shopper, _command(turn), clock=turn.clock)

    async def apply(self, turn: Turn, agreed: str) -> CancelReturnPlan:
        """Withdraw it."""
        return await cancel_return(
            turn.session, turn.shopper, _command(turn, agreed), cause=turn.cause, clock=turn.clock
        )

    def facts(self, turn: Turn, plan: CancelReturnPlan) -> dict[str, Any]:
        """What stays, which refund is not sent, and which charge goes back."""
        return {
            "kind": plan.kind.value,
            "rma_number": plan.rma_number,
            "number": display_number(plan.order_number),
            "items": joined([counted(line.title, line.quantity) for line in plan.lines]),
            "money": _money(turn, plan),
        }


def _command(turn: Turn, agreed: str | None = None) -> CancelReturn:
    return CancelReturn(turn.get("chosen_return"), agreed)


def _money(turn: Turn, plan: CancelReturnPlan) -> str:
    parts = []
    if plan.refund_withdrawn.amount_minor:
        parts.append(turn.words.phrase("utter_refund_withdrawn", amount=str(plan.refund_withdrawn)))
    if plan.refunds:
        parts.append(turn.words.phrase("utter_charge_goes_back", refunds=refunds_told(turn, plan.refunds)))
    return "".join(parts)
