"""What is asked about goods that the shopper has ordered, where the message was not taken for a request."""

import re

from actions.language.commands import commanded
from actions.language.order_facts import orders_by_facts
from actions.language.orders import goods_named
from actions.language.orders_meant import items_of
from actions.language.parcels import is_about_a_parcel, tracking_codes
from actions.language.problems import problem_in
from actions.turn.shop import Turn
from commerce.orders.problem_reports import ProblemKind
from commerce.orders.queries import order_of_parcel, recent_orders

# A question how something was paid asks for no change of it.
_METHOD = r"(?:card|visa|master\s?card|amex|american express|discover|pay\s?pal|credit)"
_PAID_WITH_IT = (
    rf"\b(?:did|have|had) i\b.{{0,20}}\b(?:use|pay|paid)\w*\b.{{0,20}}\b{_METHOD}\b|\bwhat\b.{{0,20}}\b"
    rf"(?:paid|bought|ordered|pay|buy|order|charged?)\b.{{0,15}}\b(?:with|on|to|by)\b.{{0,15}}\b{_METHOD}\b"
)
_PAID_HOW = (
    rf"\b(?:which|what)\b.{{0,12}}\b(?:{_METHOD}|method|account)\b.{{0,12}}\b(?:did i|was|were|is|got)\b"
    r"|\bhow (?:did i|was (?:it|that|this|the|my)).{0,30}\bpa(?:y|id)\b"
)
_COST = r"\b(?:what|how much)\b.{0,60}\b(?:costs?|pay|paid|together|in total|come to|add up to|worth)\b"
_REQUESTS = (
    ("list_orders", _PAID_WITH_IT),
    ("show_order_details", _PAID_HOW),
    ("show_order_details", _COST),
    ("check_order_status", r"\b(?:was|is|been|got|did|why|were|are)\b.{0,40}\bcancel"),
    ("cancel_order", r"^(?!.*\b(?:do not|don'?t|not|never|without)\b.{0,12}\bcancel).*\bcancel\b"),
    ("get_invoice", r"\b(?:receipt|invoice|bill|proof of purchase)\b"),
    ("order_again", r"\b(?:order|buy|purchase|get)\b.{0,40}\bagain\b|\bre-?(?:order|buy)\b"),
    (
        "return_items",
        r"\b(?:return(?:ing)?|refund)\b|\b(?:send|give|take|bring|ship)\b.{0,30}\bback\b",
    ),
    ("exchange_items", r"\b(?:exchange|swap|trade)\b"),
    (
        "check_order_status",
        (
            r"\bwhere(?:'?s)?\b|\btrack(?:ing)?\b|\blate\b|\bdelayed\b|\b(?:arriv|deliver|ship|dispatch)\w*\b"
            r"|\bwhen (?:will|do|does|is|are|can)\b|\bstatus\b|\bwaiting\b|\bget here\b"
            r"|\b(?:come|coming|update|news|progress|eta|on (?:its|their) way)\b|\bhow (?:long|far)\b"
            r"|\bwhat(?:'?s| is) (?:up|happening|going on)\b"
        ),
    ),
)
_WORDS = [(intent, re.compile(words, re.IGNORECASE)) for intent, words in _REQUESTS]
# What is wished for and not owned yet, though they own something of the kind: "recommend me a lamp".
_SHOPS = re.compile(
    r"\b(?:recommend|suggest|advise me|(?:show|find|get) me (?:a|an|some|your)|looking for|shopping for"
    r"|browse|(?:want|need|like) (?:to (?:buy|get|purchase) )?(?:a|an|some|another|new)\b"
    r"|(?:do|have) you (?:have|sell|got|stock|carry)|any good|in the market for|gift|present for)\b"
    r"(?!.*\b(?:my order|refund|replacement|receipt|return|label|again)\b)",
    re.IGNORECASE,
)
_MY = re.compile(r"\bmy\b", re.IGNORECASE)
_LATE = (ProblemKind.LATE_ORDER, ProblemKind.LOST_PARCEL)
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
    request = _request(said.text)
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


async def names_own_goods(turn: Turn) -> bool:
    """Whether the message names something that the shopper has ordered."""
    if turn.shopper.customer_id is None or turn.said.is_payload:
        return False
    orders = await recent_orders(turn.session, turn.shopper.customer_id)
    return bool(goods_named(turn.said.text, items_of(orders)).mentions)


async def _is_of_a_parcel(turn: Turn) -> bool:
    """Whether a tracking number is said: one of their own parcels', or any that is asked to be tracked."""
    codes, customer_id = tracking_codes(turn.said), turn.shopper.customer_id
    if not codes or customer_id is None:
        return is_about_a_parcel(turn.said)
    return is_about_a_parcel(turn.said) or bool(await order_of_parcel(turn.session, customer_id, codes))


def asked_how_it_was_paid(text: str) -> str | None:
    """The flow that answers what was paid with a method, or how an order was; None when that is not asked."""
    found = _request(text) if not re.search(_COST, text, re.IGNORECASE) else None
    return found if found in ("list_orders", "show_order_details") else None


def _request(text: str) -> str | None:
    if found := commanded(text):
        return found
    worded = next((intent for intent, words in _WORDS if words.search(text)), None)
    problem = problem_in(text)
    if problem and problem not in _LATE and worded in (None, "check_order_status"):
        return "report_problem"
    return worded or ("check_order_status" if problem else None)
