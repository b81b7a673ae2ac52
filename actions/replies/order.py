"""Tells a shopper where an order is: status, date and tracking in the text, the details in a card."""

from collections.abc import Iterator

from actions.replies.order_card import order_card
from actions.turn.shop import Turn
from actions.wording.formats import contents, days, on_day, payment_method
from actions.wording.quick_replies import quick_reply
from actions.wording.responses import Button
from commerce.orders.eligibility import can_be_cancelled
from commerce.orders.models import Refund, RefundStatus, ShipmentStatus
from commerce.orders.status import OrderReport, ParcelReport, Standing
from commerce.problems.offers import open_remedies, trouble_of


async def tell_order(turn: Turn, report: OrderReport) -> None:
    """Utter the answer about one order, and keep it as the order that is spoken of."""
    order, standing = report.order, report.standing
    number = order.display_number
    remedies, buttons = await _remedies(turn, report)
    lines = [
        *dates(turn, report),
        *remedies,
        *parcels(turn, report),
        turn.words.phrase("utter_order_contents", items=contents(report.lines)),
        *refunds(turn, report),
    ]
    turn.say(
        f"utter_order_{standing.value}",
        number=number,
        order_number=order.number,
        details="".join(f"\n{line}" for line in lines),
        buttons=[*buttons, *await _cancelling(turn, report)],
        cards=[order_card(turn.clock, report)],
    )
    turn.remember("order_number", order.number)


def dates(turn: Turn, report: OrderReport) -> Iterator[str]:
    """Promised, expected, delivered, cancelled: whatever date matters now, where it is known."""
    today, order = turn.clock.today(), report.order
    if report.is_late and order.promised_on:
        yield turn.words.phrase(
            "utter_order_is_late", promised=on_day(order.promised_on, today), late=days(report.days_late)
        )
        if report.expected_on and report.expected_on >= today:
            yield turn.words.phrase("utter_order_new_date", day=on_day(report.expected_on, today))
    elif report.expected_on and report.standing is not Standing.LOST:
        yield turn.words.phrase("utter_order_expected", day=on_day(report.expected_on, today))
    if report.delivered_on:
        yield turn.words.phrase("utter_order_delivered_on", day=on_day(report.delivered_on, today))
    if order.cancelled_at:
        day = on_day(turn.clock.day_of(order.cancelled_at), today)
        why = f"utter_cancelled_as_{order.cancel_reason}"
        reason = turn.words.phrase(why) if order.cancel_reason and turn.words.has(why) else ""
        yield turn.words.phrase("utter_order_cancelled_on", day=day, reason=reason)


async def _remedies(turn: Turn, report: OrderReport) -> tuple[list[str], list[Button]]:
    """What the store offers for a late or lost order, in words and as quick replies that take it up."""
    remedies, trouble = await open_remedies(turn.session, report), trouble_of(report)
    if not remedies or trouble is None:
        return [], []
    turn.remember("offered", trouble.value)
    offered = [turn.words.phrase(f"utter_remedy_{each.value}") for each in remedies]
    buttons = [
        quick_reply(
            turn.words.phrase(f"utter_choose_{each.value}"),
            "report_problem",
            order_number=report.order.number,
            problem=trouble.value,
            remedy=each.value,
        )
        for each in remedies
    ]
    return [turn.words.phrase("utter_remedies", remedies=" or ".join(offered))], buttons


async def _cancelling(turn: Turn, report: OrderReport) -> list[Button]:
    """The quick reply that cancels the order, where it can be."""
    order = report.order
    if not await can_be_cancelled(turn.context, order):
        return []
    title = turn.words.phrase("utter_choose_cancel")
    return [quick_reply(title, "cancel_order", order_number=order.number)]


def parcels(turn: Turn, report: OrderReport) -> Iterator[str]:
    """Where each parcel is, with its tracking."""
    if report.standing is Standing.CANCELLED:
        return
    if len(report.parcels) == 1:
        parcel = report.parcels[0]
        if tracking := _tracking(turn, parcel):
            yield tracking[0].upper() + tracking[1:]
        if parcel.last_seen and parcel.status in (ShipmentStatus.IN_TRANSIT, ShipmentStatus.OUT_FOR_DELIVERY):
            yield turn.words.phrase("utter_parcel_last_seen", seen=parcel.last_seen)
        return
    for place, parcel in enumerate(report.parcels, start=1):
        parts = [
            turn.words.phrase(
                "utter_parcel_of_several",
                place=place,
                count=len(report.parcels),
                items=contents(parcel.lines, report.lines),
                status=_parcel_status(turn, parcel),
            ),
            _tracking(turn, parcel),
        ]
        yield " ".join(filter(None, parts))


def _parcel_status(turn: Turn, parcel: ParcelReport) -> str:
    today = turn.clock.today()
    if parcel.is_sent_again:
        return turn.words.phrase("utter_parcel_sent_again")
    if parcel.status is ShipmentStatus.DELIVERED and parcel.delivered_on:
        return turn.words.phrase("utter_parcel_delivered_on", day=on_day(parcel.delivered_on, today))
    status = turn.words.phrase(f"utter_parcel_{parcel.status.value}")
    if parcel.expected_on and parcel.expected_on >= today:
        status += turn.words.phrase("utter_parcel_expected", day=on_day(parcel.expected_on, today))
    return status


def _tracking(turn: Turn, parcel: ParcelReport) -> str:
    if not parcel.tracking_number:
        return ""
    carrier = turn.words.phrase("utter_parcel_carrier", carrier=parcel.carrier) if parcel.carrier else ""
    link = f" {parcel.tracking_page}" if parcel.tracking_page else ""
    return carrier + turn.words.phrase("utter_parcel_tracking", tracking_number=parcel.tracking_number) + link


def refunds(turn: Turn, report: OrderReport) -> Iterator[str]:
    """How much went, or goes, back, where to and when."""
    for refund in report.refunds:
        if refund.status is not RefundStatus.REVERSED:
            yield _refund(turn, refund)


def _refund(turn: Turn, refund: Refund) -> str:
    today = turn.clock.today()
    values = {
        "amount": str(refund.amount),
        "method": payment_method(refund.payment_method, turn.shopper.level),
    }
    if refund.status is RefundStatus.COMPLETED:
        day = refund.completed_at or refund.created_at
        return turn.words.phrase(
            "utter_refund_completed", day=on_day(turn.clock.day_of(day), today), **values
        )
    if refund.expected_by:
        return turn.words.phrase("utter_refund_expected", day=on_day(refund.expected_by, today), **values)
    return turn.words.phrase("utter_refund_pending", **values)
