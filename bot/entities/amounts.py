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
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+[.,]\d{2}(?![\d,])|\d+(?:\.\d)?"
_SYMBOL_FIRST = re.compile(
    rf"(?P<currency>[$£€]|\b(?:USD|GBP|EUR)\b)\s?(?P<number>{_NUMBER})(?P<thousand>k\b)?", re.IGNORECASE
)
_WORD_LAST = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})(?P<thousand>k)?\s?(?P<currency>[$£€]|(?:{'|'.join(_WORDS)})\b)",
    re.IGNORECASE,
)
_SPOKEN_NUMBERS = {word: number for number, word in enumerate(_UNITS.split(), start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS.split(), start=2)
}
_MULTIPLIERS = {"hundred": 100, "thousand": 1000}
_SPOKEN_WORD = "|".join((*_SPOKEN_NUMBERS, *_MULTIPLIERS))
_SPOKEN = re.compile(
    rf"\b(?P<number>(?:a\s+(?=hundred|thousand))?(?:{_SPOKEN_WORD})\b"
    rf"(?:(?:\s+and)?[\s-]++(?:{_SPOKEN_WORD})\b)*+)"
    rf"(?:\s+(?P<currency>(?:{'|'.join(_WORDS)})\b))?",  # optional, so that a number is read but once
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(?:under|below|less than|up to|at most|no more than|max(?:imum)?(?: of)?|cheaper than"
    rf"|budget(?: is| of)?|around|about|over|more than)\s+(?P<number>{_NUMBER})(?![\w%]|\s*(?:hours?|days?"
    r"|weeks?|months?|years?|minutes?|mins?|times|km|miles|kg|lbs?|inch(?:es)?|cm|mm|ml|gb|points?|items?|of)\b)",
    re.IGNORECASE,
)
_SKU = re.compile(r"(?<![\w@.-])[A-Z]{2}[A-Z0-9]*+(?:-[A-Z0-9]+)+(?![\w@-])")
_SAID_SKU = re.compile(
    r"\b(?:sku|item (?:number|no\.?|code)|article(?: number)?|product (?:code|number|id))\s*(?:is|:|#)?\s*"
    r"(?P<code>[A-Za-z0-9][A-Za-z0-9-]{3,})",
    re.IGNORECASE,
)


def money(text: str) -> Iterator[Mention]:
    """Sums as {"amount_minor": int, "currency": ISO code or None when it was not said}."""
    for match in _SYMBOL_FIRST.finditer(text):
        yield _money(match, _currency(match))
    for match in _WORD_LAST.finditer(text):
        yield _money(match, _currency(match))
    for match in _SPOKEN.finditer(text):
        if not match["currency"]:
            continue
        minor = _spoken_number(match["number"]) * 100
        yield Mention(
            "money", match.start(), match.end(), {"amount_minor": minor, "currency": _currency(match)}
        )
    for match in _LIMIT.finditer(text):
        yield _money(match, None)


def _currency(match: re.Match[str]) -> str:
    said = match["currency"].lower()
    return _SYMBOLS.get(said) or _WORDS[said]


def _spoken_number(spoken: str) -> int:
    """ "a hundred and twenty-five" is 125: what was added up is multiplied by a hundred or a thousand."""
    total = 0
    for word in re.findall(r"[a-z]+", spoken.lower()):
        if word in _MULTIPLIERS:
            total = max(total, 1) * _MULTIPLIERS[word]
        else:
            total += _SPOKEN_NUMBERS.get(word, 0)
    return total


def _money(match: re.Match[str], currency: str | None) -> Mention:
    number = re.sub(r",(?=\d{3})", "", match["number"]).replace(",", ".")
    scale = 1000 if match.groupdict().get("thousand") else 1
    minor = int((Decimal(number) * 100 * scale).to_integral_value())
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
