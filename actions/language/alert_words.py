"""What asks for word when a product is cheaper or can be had again."""

import re

_PRICE = re.compile(
    r"\b(?:cheaper|price (?:drops?|falls?|goes down|changes?|comes down)|drops? in price|on sale|reduced"
    r"|costs? less"
    r"|goes (?:on sale|down)|discounted|on offer|marked down|gets? (?:a )?(?:discount|lower)|price)\b",
    re.IGNORECASE,
)
_TELL_ME = re.compile(
    r"\b(?:tell|let|notify|alert|ping|text|e-?mail|message|inform|remind|warn)\b.{0,12}\bme\b.{0,15}"
    r"\b(?:when|once|if|as soon as|about)\b|\bwatch\b.{0,20}\b(?:price|for me)\b",
    re.IGNORECASE,
)
_THERE_AGAIN = re.compile(
    r"\b(?:back|available|in stock|restock\w*|there again|can (?:buy|get) it)\b",
    re.IGNORECASE,
)
_OF_ORDERS = re.compile(
    r"\b(?:order|parcel|package|delivery|delivered|ships?|shipped|arrives?|refund\w*|return\w*|points"
    r"|points?)\b",
    re.IGNORECASE,
)

_STOPS = re.compile(
    r"\b(?:cancel|stop|remove|delete|turn off|no more|drop|undo|don'?t (?:want|need))\b.{0,40}"
    r"\b(?:alerts?|notif\w*|reminders?|watch\w*)\b|\b(?:stop|don'?t) (?:telling|tell|notify\w*) me\b",
    re.IGNORECASE,
)
_ASKS_FOR_THEM = re.compile(
    r"^\W*(?:what|which|how many|show|list|see|do i have|have i|are there|my|any"
    r"|tell me)\b.{0,25}\balerts?\b",
    re.IGNORECASE,
)


def asks_for_alerts(text: str) -> bool:
    """Whether it is asked which alerts there are."""
    return _ASKS_FOR_THEM.search(text) is not None


def stops_alerts(text: str) -> bool:
    """Whether alerts are to end: "cancel my alert"."""
    return _STOPS.search(text) is not None


def asks_to_be_told(text: str) -> bool:
    """Whether word is wished for when something changes: "tell me when it gets cheaper"."""
    return _TELL_ME.search(text) is not None


def is_of_price(text: str) -> bool:
    """Whether the change that is waited for is a lower price."""
    return _PRICE.search(text) is not None


def watches_a_product(text: str) -> bool:
    """Whether word is wished for of a price or of stock, and of no order."""
    is_of_goods = _PRICE.search(text) or _THERE_AGAIN.search(text)
    return bool(asks_to_be_told(text) and is_of_goods) and _OF_ORDERS.search(text) is None
