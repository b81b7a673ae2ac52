"""Values named by where they stand: "the address of my last order", "the card I used for the mug"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from actions.language.orders_meant import Manner, orders_meant
from actions.language.said import LATEST, Said
from actions.language.vocabulary import ORDINALS
from commerce.clock import Clock
from commerce.orders.numbers import normalise_number
from commerce.orders.queries import OrderSummary

_OWNER = (
    r"(?P<of>(?:(?!\b(?:as|to|for|in my|please|instead|and|on|my default)\b)[^,;?!])*?"
    r"(?:\b(?:orders?|purchases?|parcels?|returns?|exchanges?|rma|one|time)\b|\d{3,}|#\w+)"
    r"(?:\s*#?[\w-]*\d[\w-]*|\s+(?:with|of)\s+(?:the\s+|my\s+)?(?!as\b|for\b|to\b)[\w-]+)?)"
)
_TAKING = (
    r"\b(?:use|using|to|take|copy|with|like|as|be|into|same|is|want|via|by|on|from|pay|charge)\s+"
    r"(?:the\s+|my\s+)?(?:same\s+)?"
)
_WORD = {
    "address": r"(?:(?:shipping|delivery|mailing|postal)\s+)?address(?:es)?",
    "method": r"(?:(?:payment|credit|debit)\s+)?(?:card|method|account|payment|way)",
}
_LINK = (
    r"\s+(?:(?:that|which|i|you|we|is|was|were|used|paid|sent|have|had|it|went|goes)\s+)*"
    r"(?:of|from|on|for|in|as|with|at|to)\s+(?:the\s+one\s+(?:of|on|for)\s+)?"
)
_MADE = r"\s+(?:as|to be|into|the|be)?\s*(?:my|the)?\s*(?:new\s+)?(?:default|main|usual|account|profile)\b"
_PLACES = ORDINALS | {"latest": LATEST, "newest": LATEST, "recent": LATEST, "previous": LATEST}
_PLACE = re.compile(rf"\b({'|'.join(_PLACES)})\b", re.IGNORECASE)
_SOURCES = {
    kind: [
        re.compile(rf"{_TAKING}{word}{_LINK}{_OWNER}", re.IGNORECASE),
        re.compile(rf"{word}{_LINK}{_OWNER}(?={_MADE})", re.IGNORECASE),
        re.compile(rf"{_TAKING}(?P<of>(?:my|the)\s+\w+\s+order)(?:'s|s')\s+{word}", re.IGNORECASE),
    ]
    for kind, word in _WORD.items()
}
_SOURCES["address"].append(
    re.compile(rf"\bto\s+where\s+(?:you\s+sent\s+)?{_OWNER}(?:\s+(?:went|goes|was\s+\w+))?", re.IGNORECASE)
)
_SOURCES["address"].append(
    re.compile(rf"\bto\s+the\s+same\s+(?:place|house|address)\s+(?:as|of)\s+{_OWNER}", re.IGNORECASE)
)
_SOURCES["method"].append(
    re.compile(
        r"\bsame\s+(?:\w+\s+)?(?:card|method|way|account)\s+(?:as\s+)?(?P<of>(?:the )?last time|before)",
        re.IGNORECASE,
    )
)


def source_in(text: str, kind: str) -> re.Match[str] | None:
    """Where `text` names the "address" or "method" of an order or return as the value; `of` is whose."""
    return next((found for pattern in _SOURCES[kind] if (found := pattern.search(text))), None)


def without_source(said: Said, kind: str) -> Said:
    """The message without the order that only lends its value."""
    source = source_in(said.text, kind)
    if source is None or said.is_payload:
        return said
    text = f"{said.text[: source.start('of')]} {said.text[source.end('of') :]}"
    rest = normalise_number(text)
    numbers = tuple(
        each for each in said.entities.get("order_number", ()) if normalise_number(str(each)) in rest
    )
    entities = {
        name: values for name, values in said.entities.items() if name not in ("order_number", "ordinal")
    }
    if numbers:
        entities["order_number"] = numbers
    return replace(said, text=text, entities=entities, leftover="")


def source_order(
    said: Said, kind: str, orders: Sequence[OrderSummary], clock: Clock, *, but: str | None = None
) -> OrderSummary | None:
    """The order whose value is meant; `but` is the one that gets it. None when no order is so named."""
    source = source_in(said.text, kind)
    if source is None:
        return None
    of = source["of"]
    written = normalise_number(of)
    if numbered := [order for order in orders if order.number in written]:
        return numbered[0]
    others = [order for order in orders if order.number != but]
    meant = orders_meant(Said("inform", of, {}, of), others, (), clock, Manner(), is_answer=True)
    if len(meant.orders) == 1:
        return meant.orders[0]
    place = _PLACE.search(of)
    if place is None or re.search(r"\d{3}", of):
        return others[0] if len(others) == 1 and "other" in of.lower() else None
    at = _PLACES[place[1].lower()]
    return next(iter(others[:1] if at == LATEST else others[at - 1 : at]), None)
