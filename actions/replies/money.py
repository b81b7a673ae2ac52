"""How refunds and charges that a plan holds are told."""

from actions.turn.shop import Turn
from actions.wording.formats import joined, on_day, payment_method, points
from commerce.orders.payments import PlannedRefund
from commerce.orders.settlement import Settlement


def refunds_told(turn: Turn, refunds: tuple[PlannedRefund, ...]) -> str:
    """`$40.00 back to your Visa ending in 4242, 5 to 7 business days after the parcel is here`."""
    return joined([_refund(turn, refund) for refund in refunds])


def settlement_told(turn: Turn, settlement: Settlement) -> str:
    """What a swap costs or gives back, and with which method."""
    if settlement.charge is not None:
        charge = settlement.charge
        return turn.words.phrase(
            "utter_difference_charged", amount=str(charge.amount), method=payment_method(charge.method)
        )
    if settlement.refunds:
        return turn.words.phrase("utter_difference_refunded", refunds=refunds_told(turn, settlement.refunds))
    return turn.words.phrase("utter_no_difference")


def points_told(turn: Turn, count: int) -> str:
    """Which points are taken back with what is returned; nothing where there are none."""
    return turn.words.phrase("utter_points_taken_back", points=points(count)) if count else ""


def _refund(turn: Turn, refund: PlannedRefund) -> str:
    values = {"amount": str(refund.amount), "method": payment_method(refund.method)}
    arrives = refund.arrives
    if arrives is None:
        when = "utter_refund_after_receipt" if refund.after_receipt else "utter_refund_at_once"
        return turn.words.phrase(when, **values)
    days = f"{arrives.min} to {arrives.max}"
    if arrives.latest is None:
        return turn.words.phrase("utter_refund_in_days_after_receipt", days=days, **values)
    latest = on_day(arrives.latest, turn.clock.today())
    return turn.words.phrase("utter_refund_in_days", days=days, latest=latest, **values)
