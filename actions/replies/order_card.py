"""The card with an order's details, for channels that can show one."""

from typing import Any

from actions.wording.formats import item_with_options, joined, on_day
from commerce.clock import Clock
from commerce.orders.status import OrderReport, Standing

Card = dict[str, Any]

_STATUSES = {
    Standing.PENDING: "Not packed yet",
    Standing.PROCESSED: "Packed",
    Standing.SHIPPED: "On its way",
    Standing.OUT_FOR_DELIVERY: "Out for delivery",
    Standing.PARTLY_DELIVERED: "Partly delivered",
    Standing.DELIVERED: "Delivered",
    Standing.LOST: "Lost",
    Standing.CANCELLED: "Cancelled",
}


def order_card(clock: Clock, report: OrderReport) -> Card:
    """Number, status, items, dates, carriers, total; and the tracking page of a single parcel."""
    today, order = clock.today(), report.order
    dates = (
        ("Ordered", clock.day_of(order.placed_at) if order.placed_at else None),
        ("Expected", report.expected_on),
        ("Delivered", report.delivered_on),
    )
    parcels = [parcel for parcel in report.parcels if parcel.tracking_number]
    facts = [(label, on_day(day, today)) for label, day in dates if day]
    facts += [("Items", "\n".join(item_with_options(line) for line in report.lines))]
    facts += [
        ("Tracking", " ".join(filter(None, (parcel.carrier, parcel.tracking_number)))) for parcel in parcels
    ]
    facts += [("Total", str(order.total))]
    card: Card = {
        "title": f"Order {order.display_number}",
        "subtitle": _STATUSES[report.standing],
        "facts": [{"label": label, "value": value} for label, value in facts],
    }
    pages = [parcel.tracking_page for parcel in parcels if parcel.tracking_page]
    if len(pages) == 1:
        carrier = joined([parcel.carrier for parcel in parcels if parcel.carrier])
        card["link"] = {"title": f"Track with {carrier}", "url": pages[0]}
    return card
