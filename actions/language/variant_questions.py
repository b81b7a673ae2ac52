"""Questions which variants there are, and wishes for the one at an end of their prices."""

import re

_CHEAPEST = re.compile(r"\bcheapest\b|\bleast expensive\b|\blowest[- ](priced?|cost)\b|\bmost affordable\b")
_DEAREST = re.compile(r"\bmost expensive\b|\bpriciest\b|\bdearest\b|\bcostliest\b|\bhighest[- ]priced?\b")
_KINDS = (
    r"(?:options?|versions?|variants?|kinds?|types?|choices|models?|colou?rs?|sizes?|ones?|alternatives?)"
)
_MORE_SO = "bigger|larger|smaller|longer|shorter|wider|narrower|lighter|darker|heavier|cheaper"
_ASKS = re.compile(
    r"\b(?:what|which)\b(?!.{0,20}\b(?:happens|about|if)\b).{0,40}"
    rf"\b(?:else|other|{_KINDS}|available|in stock|do you have|are there|have you got)\b"
    rf"|\bhow many\b.{{0,25}}\b{_KINDS}\b"
    r"|\b(?:are there|do you have|is there|have you got|any)\b.{0,25}"
    rf"\b(?:other|others|else|more|different|{_MORE_SO})\b"
    rf"|\b(?:list|show)\b.{{0,25}}\b{_KINDS}\b"
)


def asks_what_there_is(text: str) -> bool:
    """Whether `text` asks which variants there are, and wishes none yet: "what other sizes do you have?"."""
    return bool(_ASKS.search(text.lower()))


def extreme_in(text: str) -> str | None:
    """Whether the "cheapest" or the "dearest" is wished for."""
    if _CHEAPEST.search(text.lower()):
        return "cheapest"
    return "dearest" if _DEAREST.search(text.lower()) else None
