"""Which clauses of a message are requests of their own, and which only say more about another one."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from actions.language.commands import commanded

# Why something is not wanted: "cancel it, I found it cheaper elsewhere", "return them, they run small".
_REASONS = {
    "ask_price_match", "ask_size", "check_availability", "check_price", "compare_products", "place_order",
    "report_double_charge", "show_product_details",
}  # fmt: skip
# Where the money is to go or to come from: "exchange it and charge my gift card".
_MONEY = {
    "check_refund_status", "change_order_payment", "ask_payment_methods", "ask_gift_cards", "check_credit",
    "apply_code", "ask_refund_policy",
}  # fmt: skip
# What may be said of the left request that looks like the right ones: "return the lamp, and refund my card".
_SAYS_MORE = {
    "return_items": _REASONS | _MONEY | {"check_return_status", "cancel_return", "report_problem"},
    "exchange_items": _REASONS | _MONEY | {"cancel_return", "report_problem"},
    "change_order_items": _REASONS | _MONEY | {"exchange_items", "report_problem"},
    "change_order_payment": _MONEY,
    "report_problem": _REASONS | _MONEY,
    "cancel_order": _REASONS | {"check_refund_status", "ask_delivery_times", "ask_delivery_costs"},
    "cancel_return": {"check_refund_status"},
}
# "change the lamp to black and the mug to blue": what has no verb of its own goes on about items.
_OF_ITEMS = frozenset({"return_items", "exchange_items", "change_order_items"})
_OWN_MATTER = re.compile(
    r"\b(i|i'?m|i'?d|me|we|you|want|need|can|could|would|do|does|did|is|are|was|have|has|get|give|make|tell"
    r"|put|let|talk|speak|track|check|cancel|return|exchange|change|swap|find|recommend|show|send|buy"
    r"|refund|receipt|invoice|status|tracking|parcel|package|delivery|points|person|human|agent|policy"
    r"|price|cost|stock"
    r"|where|when|what|which|why|who|how)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\s,;.!?][^,;.!?\n]*")
_LOOKS_FOR = re.compile(
    r"\W*(?:(?:please|pls|can you|could you|and|also|then)\W+)*(?:track|trace|locate|where(?:'?s|’s| is"
    r"| are)?)"
    r" (?:my|the|order)\b",
    re.IGNORECASE,
)
_SWAPS = frozenset({"change_order_items", "exchange_items"})
# Two intents that one flow serves.
_SERVED_AS = {"track_late_order": "check_order_status"}
# "It came broken, I want my money back" is one report; only sending it back makes it a return.
# So is "it is three days late, I want my money back": what can be done about it is told with where it is.
_LATE = re.compile(r"\b(?:late|delayed|overdue|should have (?:come|arrived|been here))\b", re.IGNORECASE)
_WISHES = {"return_items", "exchange_items", "check_refund_status", "order_again"}
# "Can I exchange it? Order 12345, thanks": tells which one, and asks for nothing more.
_NAMES_ORDER = re.compile(
    r"\W*(?:(?:my|the|this|it'?s|is|for|on|in|of|order|purchase|number|no|nr|thanks?|thank|you|cheers|ta|hi"
    r"|hello|please|pls)\b\W*)*#?[a-z]{0,3}-?\d{4,}\W*(?:(?:thanks?|thank|you|cheers|ta|please|pls)\b\W*)*",
    re.IGNORECASE,
)
# "Change my address to ..., in my account and for all my orders": tells where, and asks for nothing more.
_NAMES_SCOPE = re.compile(
    r"\W*(?:(?:and|also|both|please)\W+)*(?:(?:in|on|for) my (?:account|profile)|for (?:all|both|every|each)"
    r"(?: of)?(?: my| the)?(?: \w+)? orders?)(?:\W+(?:and|too|also|as well|please|thanks))*\W*",
    re.IGNORECASE,
)
# "My order 12345 arrived, could I exchange ...": tells what has happened, and asks for nothing.
_ARRIVAL = (
    r"\W*(?:(?:hi|hello|hey|so|well|ok|okay)\b\W*)*(?:(?:my|the|our|this)\b\W*)?"
    r"(?:(?:order|parcel|package|delivery|purchase|it|they)\b\W*)?(?:(?:number|no|nr)\b\W*)?"
    r"(?:#?[a-z]{0,3}-?\d{4,}\W*)?(?:(?:has|have|just|finally|already|now|only)\b\W*)*"
    r"(?:arrived|came|is here|got here|(?:been|was|were|got) delivered)\b"
    r"(?:\W+(?:today|yesterday|this morning|last week|fine|ok|safely|now|and|but))*"
)
_TELLS_ARRIVAL = re.compile(_ARRIVAL + r"\W*", re.IGNORECASE)
_AFTER_ARRIVAL = re.compile(
    _ARRIVAL + r"\s*[,.;:!]\W*(?:(?:and|but|so|now)\b\W*)*(?P<rest>\w.*)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{5}")  # an order of its own
_SENDS_BACK = re.compile(
    r"\b(return|send(ing)? (it|them|this|these|that|the \w+)?\s*back|bring .{0,15}back|label)\b"
    r"|\b(exchange|swap|change)\b.{0,30}\b(for|to|in)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|^\W*(and |also |then )*(where|when|what|which|why|who|how|has|have|did|is|are|was|tell me)\b",
    re.IGNORECASE,
)


def requests_in(message: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """The intent of each request with its place in the text; what follows a request still belongs to it.

    Empty for a message of one request that is what the whole message was taken for.
    """
    text, found = message.get("text") or "", _served(_requested(message))
    kept = [each for each in found if not _says_more(text, each, found)]
    intent = (message.get("intent") or {}).get("name")
    if not kept or [each["intent"] for each in kept] == [intent]:
        return []
    starts = [0, *(each["start"] for each in kept[1:]), len(text)]
    placed = zip(kept, pairwise(starts), strict=True)
    return _in_order([(each["intent"], start, end) for each, (start, end) in placed])


def _requested(message: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What the clauses were taken for, or what their words command where that is clearer."""
    sure = message.get("requests") or []
    if sure:
        return list(sure)
    told = [(part, _told(part["text"])) for part in message.get("parts") or _pieces(message)]
    found = [{**part, "intent": intent} for part, intent in told if intent]
    return found if len({each["intent"] for each in found}) > 1 else []


def _pieces(message: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The pieces between commas and stops, where it was understood as one: "return it, swap that"."""
    found = _PIECE.finditer(message.get("text") or "")
    return [{"text": each.group(), "start": each.start(), "end": each.end()} for each in found]


def _told(text: str) -> str | None:
    return commanded(text) or ("check_order_status" if _LOOKS_FOR.match(text) else None)


def _in_order(requests: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """As they were said, but what closes an order to other changes, a swap by either name, after those."""
    is_closed_to = {"change_order_address", "change_order_payment"} & {intent for intent, _, _ in requests}
    return sorted(requests, key=lambda each: each[0] in _SWAPS) if is_closed_to else requests


def after_arrival(text: str) -> str:
    """What follows the news that an order has come: "my order came, could I exchange the mug"; else empty."""
    found = _AFTER_ARRIVAL.match(text)
    return found["rest"] if found else ""


def sends_back(text: str) -> bool:
    """Whether `text` speaks of sending something back, and not only of its price."""
    return _SENDS_BACK.search(text) is not None


def _served(requests: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each by the intent of the flow that serves it, and each flow once."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in requests:
        intent = _SERVED_AS.get(each["intent"], each["intent"])
        found.setdefault(intent, {**each, "intent": intent})
    return list(found.values())


def _says_more(text: str, clause: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> bool:
    others = {each["intent"] for each in found if each is not clause}
    part = _part(text, clause)
    tells_arrival = clause["intent"] == "check_order_status" and others and _TELLS_ARRIVAL.fullmatch(part)
    if tells_arrival or _NAMES_ORDER.fullmatch(part) or _NAMES_SCOPE.fullmatch(part):
        return True
    if clause["intent"] == "report_problem" and others & _WISHES and not sends_back(text):
        return False
    if others & _OF_ITEMS and not _OWN_MATTER.search(part):
        return True
    is_asked = _ASKS.search(part)
    if is_asked or (_NUMBERED.search(part) and clause is not found[0]):
        return False
    is_of_trouble = "report_problem" in others or ("check_order_status" in others and _LATE.search(text))
    if is_of_trouble and clause["intent"] in _WISHES and not sends_back(part):
        return True
    return any(clause["intent"] in _SAYS_MORE.get(other, ()) for other in others)


def _part(text: str, clause: Mapping[str, Any]) -> str:
    return text[clause["start"] : clause["end"] + 1]
