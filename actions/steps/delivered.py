"""What returns and exchanges share: the orders they may be about, why they are refused, the label."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from actions.turn.shop import Turn
from actions.wording.formats import joined
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.links.documents import DocumentKind, DocumentRef
from commerce.orders.models import OrderStatus
from commerce.orders.queries import OrderSummary
from commerce.orders.refusals import (
    LineNamedTwice,
    NoItems,
    OrderLineNotFound,
    OrderNotFound,
    QuantityNotInLine,
)
from commerce.returns.models import ReturnStatus
from commerce.returns.refusals import (
    AlreadyMadeGood,
    AlreadyReturned,
    FinalSale,
    NotDelivered,
    ReturnWindowClosed,
)
from commerce.returns.rules import ReviewReason, Verdict

_LATELY = timedelta(days=120)
_REVIEWS = {
    ReviewReason.ABOVE_LIMIT: "utter_review_above_limit",
    ReviewReason.LOOKED_AT: "utter_review_looked_at",
    ReviewReason.CONDITION: "utter_review_condition",
}

RETURN_REFUSALS: Mapping[type[CommerceError], str] = {
    OrderNotFound: "utter_order_gone",
    NotDelivered: "utter_item_not_delivered",
    AlreadyReturned: "utter_item_already_returned",
    AlreadyMadeGood: "utter_item_already_made_good",
    QuantityNotInLine: "utter_item_too_many",
    FinalSale: "utter_item_final_sale",
    ReturnWindowClosed: "utter_return_window_closed",
    NoItems: "utter_items_gone",
    LineNamedTwice: "utter_items_gone",
    OrderLineNotFound: "utter_items_gone",
}


def delivered_orders(orders: Sequence[OrderSummary], clock: Clock) -> Sequence[OrderSummary]:
    """Orders of which something may have arrived: lately, else ever, else those on their way."""
    arrived = [order for order in orders if order.status is OrderStatus.DELIVERED]
    since = clock.now() - _LATELY
    lately = [order for order in arrived if order.delivered_at is None or order.delivered_at > since]
    return lately or arrived or [order for order in orders if order.status is OrderStatus.SHIPPED]


def label_link(turn: Turn, rma_number: str) -> str:
    """The link to the label that the parcel is sent with."""
    customer_id, level = turn.shopper.verified_customer(), turn.shopper.level
    label = DocumentRef(DocumentKind.RETURN_LABEL, rma_number, customer_id, level)
    return turn.shop.links.url(label, clock=turn.clock)


def review_told(turn: Turn, verdict: Verdict) -> str:
    """That a person looks at it first, and why; nothing where it is accepted at once."""
    if verdict.status is not ReturnStatus.MANUAL_REVIEW:
        return ""
    reasons = [turn.words.phrase(_REVIEWS[each]) for each in verdict.reasons if each in _REVIEWS]
    return turn.words.phrase("utter_review", reasons=joined(reasons))
