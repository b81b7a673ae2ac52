"""Orders known by their place among all: the dearest, the cheapest, the last but one."""

import re
from collections.abc import Sequence

from commerce.orders.queries import OrderSummary

_ORDER = r"(?:orders?|purchases?)"
_MOST = (
    r"(?:biggest|largest|highest|most expensive|most costly|dearest|priciest|costliest"
    r"|most valuable|greatest)"
)
_LEAST = r"(?:smallest|cheapest|lowest|least expensive|least costly|most affordable|littlest)"
_BETWEEN = r"(?:[- ](?:priced|value|total|amount|paid|recent|single|ever|online))*"
_EXTREMES = {
    end: re.compile(
        rf"\b{words}{_BETWEEN} {_ORDER}\b"
        rf"|\b{_ORDER} (?:(?:that )?(?:is|was|were|has|had|with)(?: been)? )?(?:my |the )?{words}\b"
        rf"|\b{_ORDER} (?:that )?(?:cost|costs|was) (?:me )?(?:the )?{by}\b",
        re.IGNORECASE,
    )
    for end, words, by in ((1, _MOST, "most"), (-1, _LEAST, "least"))
}
_ALONE = {
    end: re.compile(
        rf"\W*(?:(?:it'?s|its|i mean|i meant|the|my|please|no|ok|one)\W+)*{words}{_BETWEEN}"
        r"(?: (?:one|of (?:them|the two|those|these)))?(?:\W+(?:please|pls|thanks|one))*\W*",
        re.IGNORECASE,
    )
    for end, words in ((1, _MOST), (-1, _LEAST))
}
_COUNTS = {"one": 1, "1": 1, "two": 2, "2": 2, "second": 1, "2nd": 1, "next": 1, "third": 2, "3rd": 2}
_BEFORE_LAST = re.compile(
    r"\blast but (?P<but>one|two|1|2)\b"
    r"|\b(?P<to>second|2nd|next|third|3rd)[- ](?:to[- ])?(?:the[- ])?(?:last|latest|most recent|newest)\b"
    rf"|\b(?:one|{_ORDER})? ?before (?:the |my )?(?:last|latest|most recent|previous)\b"
    r"(?! (?:week|month|year|night|time|summer|winter|spring|fall|christmas|mon|tues|wednes|thurs|fri|satur"
    r"|sun))"
    r"|\bpenultimate\b|\bprevious to (?:the |my )?last\b",
    re.IGNORECASE,
)
_OF_ORDERS = re.compile(rf"\b{_ORDER}\b", re.IGNORECASE)


def asks_for_extreme(text: str) -> bool:
    """Whether `text` names the order at an end of their prices: "my biggest order"."""
    return any(words.search(text) for words in _EXTREMES.values())


def names_extreme(text: str) -> bool:
    """Whether `text` is an end of their prices and no more, as an answer may be: "the cheapest"."""
    return any(words.fullmatch(text) for words in _ALONE.values())


def by_extreme(
    text: str, orders: Sequence[OrderSummary], *, is_answer: bool = False
) -> Sequence[OrderSummary]:
    """The dearest or the cheapest of `orders`, where `text` names it; `is_answer`: also "the cheapest"."""
    named = [end for end, words in _EXTREMES.items() if words.search(text)]
    named += [end for end, words in _ALONE.items() if is_answer and words.fullmatch(text)]
    if not named or len({order.total.currency for order in orders}) != 1:
        return ()
    end = named[0]
    most = max(end * order.total.amount_minor for order in orders)
    return [order for order in orders if end * order.total.amount_minor == most]


def before_last(text: str, *, is_answer: bool = False) -> int | None:
    """How many orders came after the one that `text` names: 1 for "the last but one"; None for none."""
    found = _BEFORE_LAST.search(text)
    if found is None or not (is_answer or _OF_ORDERS.search(text)):
        return None
    said = found["but"] or found["to"] or "one"
    return _COUNTS[said.lower()]
