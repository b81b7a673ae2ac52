"""What is asked about goods that the shopper has ordered, where the message was not taken for a request."""

import re

from actions.language.mistakes import mistaken_order
from actions.language.order_facts import orders_by_facts
from actions.language.order_places import asks_for_extreme
from actions.language.orders import goods_named
from actions.language.orders_meant import items_of
from actions.language.parcels import is_about_a_parcel, tracking_codes
from actions.language.worded import asked_how_it_was_paid, worded_request
from actions.turn.shop import Turn
from commerce.orders.queries import order_of_parcel, recent_orders

# What is wished for and not owned yet, though they own something of the kind: "recommend me a lamp".
_SHOPS = re.compile(
    r"\b(?:recommend|suggest|advise me|(?:show|find|get) me (?:a|an|some|your)|looking for|shopping for"
    r"|browse|(?:want|need|like) (?:to (?:buy|get|purchase) )?(?:a|an|some|another|new)\b"
    r"|(?:do|have) you (?:have|sell|got|stock|carry)|any good|in the market for|gift|present for)\b"
    r"(?!.*\b(?:my order|refund|replacement|receipt|return|label|again)\b)",
    re.IGNORECASE,
)
_SELLS = re.compile(
    r"\b(?:do|have|are|would) (?:you|u|ya|yall|you guys)\b.{0,12}"
    r"\b(?:have|sell(?:ing)?|got|stock|carry|offer)\b"
    r"|\b(?:you|u) (?:sell|stock|carry)\b|^\W*+(?:(?:hi|hey|hello)\W++)?(?:got|have) any\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:ones?|orders?|purchases?|parcels?|packages?)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:orders|purchases)\b", re.IGNORECASE)
_MY = re.compile(r"\bmy\b", re.IGNORECASE)
# What is only asked of what was ordered.
_OF_ORDERS = frozenset({"check_order_status", "order_again", "cancel_order"})


async def asked_of_own_goods(turn: Turn, *, is_lost: bool = False) -> str | None:
    """The request that the words make of goods or a parcel of the shopper's own; None when they make none.

    Goods that are in none of their orders count where it is plain that an order is meant, as in "cancel my
    sofa"; with `is_lost`, when nothing else is understood, also in "is the sofa late".
    """
    said = turn.said
    if said.is_payload or said.is_silent:
        return None
    if await _is_of_a_parcel(turn):
        return "check_order_status"
    if paid := asked_how_it_was_paid(said.text):
        return paid
    request = mistaken_order(said.text) or worded_request(said.text)
    customer_id = turn.shopper.customer_id
    orders = await recent_orders(turn.session, customer_id) if request and customer_id else []
    named = goods_named(said.text, items_of(orders))
    by_facts, _ = orders_by_facts(said, orders, turn.clock, is_changing=False)
    if named.mentions or by_facts or named.unknown is None:
        return request if named.mentions or (is_lost and by_facts) else None
    is_theirs = bool(_MY.search(said.text)) and (named.unknown.is_sure or is_lost)
    is_plain = customer_id is not None and (named.unknown.is_sure or request == "order_again")
    return request if is_theirs or is_plain or (is_lost and request in _OF_ORDERS) else None


def shops(text: str) -> bool:
    """Whether `text` wants something new, so that goods in it are not those that were ordered."""
    return _SHOPS.search(text) is not None


def asks_if_sold(text: str) -> bool:
    """Whether `text` asks if the store has something: "do you sell tents"."""
    return _SELLS.search(text) is not None


async def names_own_goods(turn: Turn) -> bool:
    """Whether the message names something that the shopper has ordered."""
    if turn.shopper.customer_id is None or turn.said.is_payload:
        return False
    orders = await recent_orders(turn.session, turn.shopper.customer_id)
    return bool(goods_named(turn.said.text, items_of(orders)).mentions)


async def asked_of_own_order(turn: Turn) -> str | None:
    """What is asked of an order told by what is known of it: "the one that's late", "my March orders"."""
    said = turn.said
    if turn.shopper.customer_id is None or said.is_payload or not _ONE.search(said.text):
        return None
    orders = await recent_orders(turn.session, turn.shopper.customer_id)
    found, unfound = orders_by_facts(said, orders, turn.clock, is_changing=False)
    if not (found or unfound or said.first("ordinal") is not None):
        return None
    if asks_for_extreme(said.text):
        return "show_order_details"
    return "list_orders" if _SEVERAL.search(said.text) else "check_order_status"


async def _is_of_a_parcel(turn: Turn) -> bool:
    """Whether a tracking number is said: one of their own parcels', or any that is asked to be tracked."""
    codes, customer_id = tracking_codes(turn.said), turn.shopper.customer_id
    if not codes or customer_id is None:
        return is_about_a_parcel(turn.said)
    return is_about_a_parcel(turn.said) or bool(await order_of_parcel(turn.session, customer_id, codes))
