"""The orders that are known by how far they are: "the one that's late", "the order that hasn't shipped"."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from commerce.orders.models import OrderStatus
from commerce.orders.queries import OrderSummary

_ONE = r"(?:ones?|orders?|purchases?|parcels?|packages?|deliver(?:y|ies))"
_IS = r"(?:'?s|s| is| are| was)(?: (?:so|very|still|already|now|running|a bit|really|being))*"
_THAT = rf"\b{_ONE}(?: (?:that|which)(?:{_IS})?| thats|{_IS})? "
_NOT = (
    r"(?:(?:has|have|did|does|is|are|was)(?:n'?t| not)|hasnt|havent|isnt|never|not|still not)"
    r"(?: (?:yet|been|even|still))*"
)
_LATE = r"(?:late|delayed|overdue|taking (?:so|too) long|behind schedule)"
_STATES = {
    "late": rf"{_THAT}{_LATE}|\b(?:late|delayed|overdue) {_ONE}\b",
    "open": rf"{_THAT}{_NOT} (?:arrived?|come|came|here|delivered|turned up|showed up|reached me)"
    rf"|\b{_ONE} (?:that )?(?:i|we) {_NOT} (?:received?|gotten|got|get)\b"
    rf"|{_THAT}(?:missing|still (?:to come|outstanding|not here))"
    rf"|\b(?:missing|outstanding|undelivered) {_ONE}\b",
    "unsent": rf"{_THAT}{_NOT} (?:shipp?(?:ed)?|sent|packed|left|dispatched|gone out)|{_THAT}pending"
    rf"|\b(?:pending|unshipped|unsent|unpacked) {_ONE}\b",
    "sent": rf"{_THAT}(?:on (?:its|the|it'?s) way|in transit|shipped|coming|out for delivery)"
    rf"|\bshipped {_ONE}\b",
    "delivered": rf"{_THAT}(?:arrived|delivered|came|here already)|\bdelivered {_ONE}\b",
    "cancelled": rf"{_THAT}cancell?ed|\bcancell?ed {_ONE}\b",
}
_PATTERNS = {state: re.compile(words, re.IGNORECASE) for state, words in _STATES.items()}


def orders_by_state(text: str, orders: Sequence[OrderSummary], today: date) -> Sequence[OrderSummary]:
    """Those of `orders` that are as far as `text` says; empty where it says nothing of that, or none is."""
    plain = text.replace("’", "'")
    is_so: Mapping[str, Callable[[OrderSummary], bool]] = {
        "late": lambda order: order.is_late(today),
        "open": lambda order: order.is_under_way,
        "unsent": lambda order: order.status in (OrderStatus.PENDING, OrderStatus.PROCESSED),
        "sent": lambda order: order.is_under_way and order.status is not OrderStatus.PENDING,
        "delivered": lambda order: order.status is OrderStatus.DELIVERED,
        "cancelled": lambda order: order.status is OrderStatus.CANCELLED,
    }
    state = next((state for state, words in _PATTERNS.items() if words.search(plain)), None)
    return [order for order in orders if is_so[state](order)] if state else []
