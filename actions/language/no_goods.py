"""What sounds like a search and asks for no goods: the total, points, a gift card that is to pay."""

import re
from collections.abc import Callable, Mapping

from actions.language.cart_words import count_alone

_TOTAL = re.compile(
    r"\b(?:what(?:'?s| is| was| would be| will be)?|how much(?: is| are| would| will)?|tell me|show me"
    r"|give me|and)\b.{0,15}"
    r"\b(?:my|the|your|a) (?:new |grand |final |current |whole |cart |cart'?s |order "
    r"|sub ?)?total\b(?! (?:of|for) (?:my |the )?order)"
    r"|^\W*(?:and |so |ok )?(?:the |my |grand |cart )*(?:sub ?)?total\W*(?:please|pls|now)?\W*$"
    r"|\bhow much (?:is|are|would|does|do|will|did) (?:it|that|this|everything|all (?:of )?(?:it|that"
    r"|this|them)|they)\b.{0,12}"
    r"\b(?:in total|all together|altogether|in all|come to|all in|with (?:tax|shipping|delivery))\b"
    r"|^\W*(?:cancel|stop|leave|exit)(?: the| my)? check ?-?out\W*$"
    r"|\bhow much (?:do|will|would|should|must) i (?:have to |need to )?pay\W*$"
    r"|\bwhat does (?:it|that|everything|all (?:of )?(?:it|that)) come to\b"
    r"|\b(?:in|inside) my (?:cart|basket|bag)\W*$",
    re.IGNORECASE,
)
_PAYS = re.compile(
    r"^\W*(?:(?:and|ok|okay|no|please|with|by|use|using|on|from|pay|i'?ll|i want to|take it off|can i)\W+)*"
    r"(?:with|by|use|using|off|from) (?:my|the) (?:gift ?cards?|store credit|credit|balance)"
    r"(?:\W+(?:please|then|first|instead|now))*\W*$",
    re.IGNORECASE,
)
_CARD = re.compile(r"\b(?:my|a|the|this|with|by|use|using|on) (?:\w+ )?gift ?cards?\b", re.IGNORECASE)
_BUYS = re.compile(
    r"\b(?:buy|sell|get|send|give|purchase|want|need|order|have|looking|show|gift for|present)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:my|loyalty|reward|bonus|how many|use|redeem|spend|with|for) points\b|\bpoints (?:balance|worth"
    r"|left)\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"\b(?:my|store|shop) credit\b", re.IGNORECASE)
_OUT = re.compile(
    r"^\W*(?:(?:no|nope|wait|actually|ok|please|sorry|then|oh)\W+)*(?:remove|delete|take out|drop)"
    r" (?:it|that|this|them)"
    r"(?: (?:again|please|out|then|from (?:my|the) (?:cart|basket|bag)))*\W*$",
    re.IGNORECASE,
)
_IT = r"(?:it|that|this|they|these|those)(?: one)?"
_PRICE_OF_IT = re.compile(
    r"^\W*(?:(?:hmm+|ok|okay|so|and|wait|but|um+|uh)\W+)*"
    rf"(?:how much(?: (?:is|are|was|do|does|did|would) {_IT})?(?: (?:worth|cost|costing|go for|be"
    rf"|sell for|again))*"
    rf"|what (?:is|are|was|do|does|did|would) {_IT} (?:worth|cost|go for|sell for)"
    r"|(?:and )?(?:the |its )?price)(?: (?:then|now|exactly|please))*\W*$",
    re.IGNORECASE,
)


def asks_price_alone(text: str) -> bool:
    """Whether `text` asks what something costs and names nothing: "how much"."""
    return _PRICE_OF_IT.search(text.replace("’", "'")) is not None


def rather_than_search(text: str) -> str | None:
    """The intent that `text` asks for where it looks for no goods; None where it may."""
    said = text.replace("’", "'")
    return next((intent for intent, asks in _ASKED.items() if asks(said)), None)


_ASKED: Mapping[str, Callable[[str], object]] = {
    "view_cart": _TOTAL.search,
    "apply_code": _PAYS.match,
    "remove_from_cart": _OUT.match,
    "add_to_cart": count_alone,
    "ask_gift_cards": lambda said: _CARD.search(said) and not _BUYS.search(said),
    "check_points": _POINTS.search,
    "check_credit": _CREDIT.search,
    "check_price": _PRICE_OF_IT.search,
}
