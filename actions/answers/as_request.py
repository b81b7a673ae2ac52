"""Questions about goods that are really requests about what the shopper has ordered."""

import re
from dataclasses import replace

from actions.language.cart_words import adds_to_order
from actions.language.commands import commanded
from actions.language.said import Said
from actions.steps.own_goods import asked_of_own_goods, names_own_goods
from actions.turn.history import flow_before
from actions.turn.requests import WAITING, hand_on
from actions.turn.shop import Turn
from commerce.search.facets import CATEGORY, SALE

# What is asked about a certain order in these is to be done to it.
_LIKE_REQUESTS = frozenset({"ask_return_policy", "ask_payment_methods"})
# "Change it to the gift card" finds no card, whatever it sounds like.
_OF_OPEN_ORDERS = frozenset({"change_order_payment", "change_order_address"})
# Asked of goods that are the shopper's own, these are requests about their order: "where's the e-reader?".
_OF_GOODS = frozenset(
    """
    find_product check_availability show_product_details ask_size request_restock_alert
    ask_delivery_times ask_payment_methods check_price
    """.split()  # noqa: SIM905  words read better as a text
)
_OF_PRICES = frozenset({"check_price", "show_product_details"})
_THE_ITEMS = re.compile(
    r"\b(?:other|these|those|rest|remaining|all)\b.{0,15}\b(?:items?|things|ones|of (?:it|them))\b",
    re.IGNORECASE,
)
# What an order that was spoken of came to, not what a product costs.
_THEN = re.compile(
    r"\W*(?:(?:and|so|ok|but)\W+)*(?:how much (?:was|were|did)|what (?:was|were|did)) (?:it|that|they|i"
    r"|the (?:price"
    r"|cost|total))(?: (?:all|cost|pay|come to|for it|for that|in total|altogether|again))*\W*",
    re.IGNORECASE,
)
# "And the reader?" goes on with what was asked of another order.
_WHAT_ABOUT = re.compile(
    r"\W*(?:(?:ok|so|and|then)\W+)*(?:(?:what|how) about|and) (?:the|my)\b", re.IGNORECASE
)
_TOLD_OF_ORDERS = frozenset({"check_order_status", "show_order_details", "get_invoice"})
_ORDER = re.compile(r"\b(?:my|the|this) (?:last |latest )?order\b", re.IGNORECASE)


async def is_a_request(turn: Turn, topic: str) -> bool:
    """Whether something is to be done instead: then it waits as the next request of the turn."""
    request = await _request(turn, topic)
    if request is None:
        return False
    said = Said.by(turn.tracker) if request == "show_order_details" else turn.said
    if said.requests:  # one question of several items: "what do the lamp and the mug cost together?"
        turn.set(WAITING, None)
    hand_on(turn, replace(said, requests=()), request)
    return True


async def _request(turn: Turn, topic: str) -> str | None:
    """What is to be done where the question is a request: "can I exchange the lamp of order 12345?"."""
    if topic == "ask_promotions" and await _is_search(turn):
        return "find_product"
    if request := await _of_goods(turn, topic) or _of_prices(turn, topic):
        return request
    if topic in _OF_GOODS and (request := await asked_of_own_goods(turn)):
        return request
    is_of_order = turn.said.first("order_number") or _ORDER.search(turn.said.text)
    return commanded(turn.said.text) if topic in _LIKE_REQUESTS and is_of_order else None


async def _of_goods(turn: Turn, topic: str) -> str | None:
    """What is wished of an order though it sounds like goods that are looked for."""
    text = turn.said.text
    if topic in _OF_GOODS and adds_to_order(text):
        return "add_to_cart"
    if topic != "find_product":
        return None
    if (request := commanded(text)) in _OF_OPEN_ORDERS:
        return request
    before = flow_before(turn.tracker)
    is_next = before in _TOLD_OF_ORDERS and _WHAT_ABOUT.match(text) and await names_own_goods(turn)
    return before if is_next else None


def _of_prices(turn: Turn, topic: str) -> str | None:
    """The order that was spoken of, where it is asked what it came to."""
    if topic not in _OF_PRICES:
        return None
    whole = Said.by(turn.tracker)
    turn.said = whole if whole.requests else turn.said
    text, is_of_order = turn.said.text, bool(turn.get("order_number"))
    is_then = is_of_order and turn.is_fresh("order_number") and _THEN.fullmatch(text)
    return "show_order_details" if is_then or (is_of_order and _THE_ITEMS.search(text)) else None


async def _is_search(turn: Turn) -> bool:
    """Whether goods are asked for and not only offers: "anything on sale in the garden section"."""
    if turn.said.is_payload:
        return False
    wanted = await turn.shop.search.read(turn.session, turn.said.text)
    is_of_shelf = any(group[0].startswith(f"{CATEGORY}:") for group in wanted.filters)
    return (SALE,) in wanted.filters and (bool(wanted.kinds) or is_of_shelf)
