"""Cancel an order that is not packed yet."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from actions.engine.change import ChangeFlow, Possible
from actions.engine.flow import AsksNothing, ClaimingStep, Outcome, Progress, Step
from actions.language.methods import named_methods
from actions.language.said import Said
from actions.steps.choice import Choice
from actions.steps.identity import Verified
from actions.steps.which_order import WhichOrder
from actions.steps.whole_order import WholeOrder
from actions.turn.shop import Turn
from actions.wording.formats import joined, on_day, payment_method
from commerce.changes import preview
from commerce.customers.models import PaymentMethodKind
from commerce.customers.payment_methods import MethodOnFile
from commerce.errors import CommerceError
from commerce.order_changes.cancel import CancelOrder, CancelPlan
from commerce.orders.eligibility import still_cancellable
from commerce.orders.models import CancelReason
from commerce.orders.numbers import display_number
from commerce.orders.payments import PlannedRefund
from commerce.orders.refusals import ItemsAlreadyChanged, OrderNotFound, OrderNotPending

_REASONS = {
    CancelReason.NO_LONGER_NEEDED.value: (
        r"no longer (need|want)|(don'?t|do not) (need|want)|changed my mind|not need(ed)?\b|found it cheaper"
    ),
    CancelReason.ORDERED_BY_MISTAKE.value: (
        r"mistake|accident|wrong (one|item|size|thing)|\btwice\b|o+ps|mis-?click|(didn'?t|never) mean"
        r"|\bon my (phone|account|tablet)\b|without asking"
    ),
    CancelReason.OTHER.value: r"\b(other|another) reason|something else|rather not say|^\W*other\W*$",
}


_METHODS = [MethodOnFile(kind.value, kind) for kind in PaymentMethodKind]
_TO = re.compile(
    r"\b(?:refund\w*|money|back|credit|put|send|transfer|pay)\b.*\b(?:to|on|onto|into|as|by)\b", re.IGNORECASE
)


async def _check(turn: Turn) -> CancelPlan:
    return await preview(turn.context, CancelOrder(turn.get("chosen_order"), CancelReason.OTHER))


class RefundsAsPaid(AsksNothing, ClaimingStep):
    """Says that the money goes back the way it came, where another way is wished for at the summary."""

    async def take(self, turn: Turn, progress: Progress) -> Outcome:
        """Nothing to ask."""
        if self.claims(turn.said, progress):
            turn.say("utter_cancel_refund_as_paid")
            turn.is_heard = True
        return None

    def claims(self, said: Said, progress: Progress) -> bool:
        """A method that money could go to, named at the summary."""
        is_wish = progress.is_summarised and not said.is_payload and _TO.search(said.text)
        return bool(is_wish and named_methods(said.text, _METHODS))


class CancelOrderFlow(ChangeFlow):
    """Cancels a pending order of a verified shopper."""

    name: ClassVar[str] = "cancel_order"
    tells_sums: ClassVar[frozenset[str]] = frozenset({"confirmed"})
    steps: ClassVar[tuple[Step, ...]] = (
        Verified(),
        WhichOrder(still_cancellable),
        Possible(_check),
        WholeOrder(),
        Choice("cancel_reason", _REASONS, otherwise=CancelReason.OTHER.value),
        RefundsAsPaid(),
    )
    refusals: ClassVar[Mapping[type[CommerceError], str]] = {
        OrderNotPending: "utter_cancel_order_too_late",
        ItemsAlreadyChanged: "utter_order_items_already_changed",
        OrderNotFound: "utter_order_gone",
    }

    def change(self, turn: Turn) -> CancelOrder:
        """The order, for the reason."""
        return CancelOrder(turn.get("chosen_order"), CancelReason(turn.get("cancel_reason")))

    def facts(self, turn: Turn, plan: CancelPlan) -> dict[str, Any]:
        """The number, and where the money goes and when."""
        return {
            "number": display_number(plan.order_number),
            "refunds": joined([_refund(turn, each) for each in plan.refunds]),
        }


def _refund(turn: Turn, refund: PlannedRefund) -> str:
    values = {"amount": str(refund.amount), "method": payment_method(refund.method)}
    if refund.arrives is None:
        return turn.words.phrase("utter_refund_at_once", **values)
    latest = refund.arrives.latest
    assert latest is not None
    return turn.words.phrase(
        "utter_refund_in_days",
        **values,
        days=f"{refund.arrives.min} to {refund.arrives.max}",
        latest=on_day(latest, turn.clock.today()),
    )
