"""How a refund is told: how much, where to, and when it is there or was."""

from actions.turn.shop import Turn
from actions.wording.formats import on_day, payment_method
from commerce.orders.models import RefundStatus
from commerce.returns.status import RefundState


def refund_told(turn: Turn, refund: RefundState) -> str:
    """One sentence; a refund that waits for the goods says so."""
    today = turn.clock.today()
    values = {"amount": str(refund.amount), "method": payment_method(refund.method, turn.shopper.level)}
    if refund.status is RefundStatus.COMPLETED:
        day = on_day(turn.clock.day_of(refund.completed_at or refund.created_at), today)
        return turn.words.phrase("utter_refund_completed", day=day, **values)
    if refund.expected_by:
        return turn.words.phrase("utter_refund_expected", day=on_day(refund.expected_by, today), **values)
    if refund.rma_number:
        return turn.words.phrase("utter_refund_waits", rma_number=refund.rma_number, **values)
    return turn.words.phrase("utter_refund_pending", **values)
