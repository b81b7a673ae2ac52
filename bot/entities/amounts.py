"""Sums of money, and stock-keeping units written as codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.entities.mention import Mention

_SYMBOLS = {"$": "USD", "£": "GBP", "€": "EUR"}
_WORDS = {
    "usd": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "buck": "USD",
    "bucks": "USD",
    "gbp": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_SYMBOL_FIRST = re.compile(rf"(?P<currency>[$£€])\s?(?P<number>{_NUMBER})(?P<thousand>k\b)?", re.IGNORECASE)
_WORD_LAST = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})\s?(?P<currency>[$£€]|(?:{'|'.join(_WORDS)})\b)", re.IGNORECASE
)
_LIMIT = re.compile(
    r"\b(?:under|below|less than|up to|at most|no more than|max(?:imum)?(?: of)?|cheaper than"
    rf"|budget(?: is| of)?|around|about|over|more than)\s+(?P<number>{_NUMBER})(?![\w%]|\s*(?:hours?|days?"
    r"|weeks?|months?|years?|minutes?|mins?|times|km|miles|kg|lbs?|inch(?:es)?|cm|mm|ml|gb|points?|items?|of)\b)",
    re.IGNORECASE,
)
_SKU = re.compile(r"(?<![\w@.-])[A-Z]{2,}[A-Z0-9]*(?:-[A-Z0-9]+)+(?![\w@-])")
_SAID_SKU = re.compile(
    r"\b(?:sku|item (?:number|no\.?|code)|article(?: number)?|product (?:code|number|id))\s*(?:is|:|#)?\s*"
    r"(?P<code>[A-Za-z0-9][A-Za-z0-9-]{3,})",
    re.IGNORECASE,
)


def money(text: str) -> Iterator[Mention]:
    """Sums as {"amount_minor": int, "currency": ISO code or None when it was not said}."""
    for match in _SYMBOL_FIRST.finditer(text):
        scale = 1000 if match["thousand"] else 1
        yield _money(match, _SYMBOLS[match["currency"]], scale)
    for match in _WORD_LAST.finditer(text):
        said = match["currency"].lower()
        yield _money(match, _SYMBOLS.get(said) or _WORDS[said])
    for match in _LIMIT.finditer(text):
        yield _money(match, None)


def _money(match: re.Match[str], currency: str | None, scale: int = 1) -> Mention:
    minor = int((Decimal(match["number"].replace(",", "")) * 100 * scale).to_integral_value())
    start = match.start("number") if currency is None else match.start()
    end = match.end("number") if currency is None else match.end()
    return Mention("money", start, end, {"amount_minor": minor, "currency": currency})


def skus(text: str) -> Iterator[Mention]:
    """Codes such as MUG-BLUE-12, and whatever code is called a SKU; upper case."""
    for match in _SKU.finditer(text):
        if any(character.isdigit() for character in match.group()):
            yield Mention("sku", match.start(), match.end(), match.group())
    for match in _SAID_SKU.finditer(text):
        if any(character.isdigit() for character in match["code"]):
            yield Mention("sku", match.start("code"), match.end("code"), match["code"].upper())
