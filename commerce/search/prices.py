"""Reads what a sentence says of prices: "under 80", "between $20 and $50", "30 dollars or less"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

_AROUND = Decimal("0.2")  # how far "around 50" may be away

_UNITS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_SPOKEN = {word: number for number, word in enumerate(_UNITS, start=2)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_SPOKEN_NUMBER = re.compile(
    rf"\b(?:(?P<hundreds>a|one|{'|'.join(_UNITS)})[ -](?P<scale>hundred|thousand)(?:(?: and)?[ -])?)?"
    rf"(?P<rest>(?:{'|'.join(_TENS)})(?:[ -](?:one|{'|'.join(_UNITS[:8])}))?|{'|'.join(_UNITS)})?\b"
)
_CURRENCY = r"(?:dollars?|bucks?|usd|euros?|eur|quid|pounds?(?! of)|gbp|cad|[$£€])"
_SUM = r"(?:[$£€]\s?)?{name}(?:\s?" + _CURRENCY + r"(?!\w))?"
_NUMBER = r"(?P<{0}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,6}}(?:\.\d{{1,2}})?)"
_ONE = _SUM.format(name=_NUMBER.format("sum"))
_LOW = _SUM.format(name=_NUMBER.format("low"))
_HIGH = _SUM.format(name=_NUMBER.format("high"))
_MARKED = rf"(?:[$£€]\s?{_NUMBER.format('marked')}|{_NUMBER.format('named')}\s?{_CURRENCY}(?!\w))"
# A number with a unit, of stars, or of people is no price.
_NOT_MEASURED = (
    r"(?![\w%]|[.,]\d|[\s-]*(?:%|percent|stars?|years?|yrs?|yo|months?|weeks?|days?|hours?|hrs?|minutes?|mins?"
    r"|ml|cl|l|litres?|liters?|oz|ounces?|g|grams?|kg|kilos?|lbs?|pounds? of|mm|cm|m|metres?|meters?"
    r"|inch(?:es)?"
    r"|\"|ft|feet|foot|gb|tb|mb|mah|w|watts?|cups?|people|persons?|men|pieces?|pcs|pairs?|hz|mp|spf|ports?"
    r"|items?|of|miles|km|points?|reviews?|ratings?)(?!\w))"
)
_UNDER = (
    r"(?:under|below|less than|lower than|cheaper than|up to|at most|(?:no|not|nothing) (?:more|higher) than"
    r"|(?:not|nothing|no more|don'?t want to (?:go|spend)) (?:over|above|more than)"
    r"|max(?:imum)?(?: of| is)?|within|(?:my )?budget(?:'s| is| of|:)?|for less than|beneath|<=?)"
)
_OVER = r"(?:over|above|more than|at least|upwards? of|min(?:imum)?(?: of)?|starting (?:at|from)|>=?)"
_ABOUT = r"(?:around|about|roughly|approximately|approx\.?|circa|~|near)"
_OR_LESS = (
    r"\s(?:or (?:less|under|below|cheaper|lower)|max(?:imum)?|tops|at (?:the )?most|budget"
    r"|and (?:under|below))\b"
)
_OR_MORE = r"\s(?:or (?:more|over|above)|and (?:up|over|above)|at least|\+)"


@dataclass(frozen=True)
class Prices:
    """The lowest and the highest price in minor units, and the sentence without the words that said them."""

    lowest: int | None
    highest: int | None
    rest: str


def prices_in(text: str) -> Prices:
    """What `text`, in lower case, says of prices. Two decimals are taken for the store's currency."""
    found = _first(spoken_numbers(text))
    if (found.lowest is None) == (found.highest is None):
        return found
    other = _first(found.rest)  # "over 20 but under 50"
    if found.lowest is None and other.lowest is not None and other.highest is None:
        return Prices(other.lowest, found.highest, other.rest)
    if found.highest is None and other.highest is not None and other.lowest is None:
        return Prices(found.lowest, other.highest, other.rest)
    return found


def _first(text: str) -> Prices:
    for pattern, bounds in _PATTERNS:
        if found := pattern.search(text):
            lowest, highest = bounds(found)
            return Prices(lowest, highest, f"{text[: found.start()]} {text[found.end() :]}")
    return Prices(None, None, text)


def spoken_numbers(text: str) -> str:
    """`text` with its numbers in figures: "a hundred and twenty dollars", "size nine"; "one" is left."""
    return _SPOKEN_NUMBER.sub(_in_figures, text)


def _in_figures(found: re.Match[str]) -> str:
    hundreds, rest = found["hundreds"], found["rest"]
    if not found.group():
        return ""
    total = 0
    if hundreds:
        scale = 100 if found["scale"] == "hundred" else 1000
        total += (_SPOKEN.get(hundreds) or 1) * scale
    for word in re.findall(r"[a-z]+", rest or ""):
        total += _SPOKEN.get(word) or 1
    trailing = " " if found.group().endswith(" ") else ""
    return f"{total}{trailing}"


def _minor(number: str) -> int:
    return int(Decimal(number.replace(",", "")) * 100)


def _between(found: re.Match[str]) -> tuple[int, int]:
    low, high = _minor(found["low"]), _minor(found["high"])
    return min(low, high), max(low, high)


def _around(found: re.Match[str]) -> tuple[int, int]:
    middle = _minor(found["sum"])
    return int(middle * (1 - _AROUND)), int(middle * (1 + _AROUND))


def _marked(found: re.Match[str]) -> tuple[None, int]:
    return None, _minor(found["marked"] or found["named"])


Bounds = Callable[[re.Match[str]], tuple[int | None, int | None]]
_PATTERNS: tuple[tuple[re.Pattern[str], Bounds], ...] = (
    (re.compile(rf"\b(?:between|from)\s{_LOW}\s(?:and|to|-)\s?{_HIGH}{_NOT_MEASURED}"), _between),
    (re.compile(rf"[$£€]\s?{_NUMBER.format('low')}\s?(?:-|–|to|and)\s?{_HIGH}{_NOT_MEASURED}"), _between),
    (
        re.compile(
            rf"(?<![\w.,-]){_NUMBER.format('low')}\s?(?:-|–|to)\s?{_NUMBER.format('high')}\s?{_CURRENCY}(?!\w)"
        ),
        _between,
    ),
    (re.compile(rf"(?<![\w]){_UNDER}\s?{_ONE}{_NOT_MEASURED}"), lambda found: (None, _minor(found["sum"]))),
    (re.compile(rf"(?<![\w.,]){_ONE}{_OR_LESS}"), lambda found: (None, _minor(found["sum"]))),
    (re.compile(rf"(?<![\w]){_OVER}\s?{_ONE}{_NOT_MEASURED}"), lambda found: (_minor(found["sum"]), None)),
    (
        re.compile(rf"(?<![\w.,]){_MARKED}{_OR_MORE}"),
        lambda found: (_minor(found["marked"] or found["named"]), None),
    ),
    (re.compile(rf"(?<![\w]){_ABOUT}\s?{_ONE}{_NOT_MEASURED}"), _around),
    (re.compile(rf"\b(?:for|with|spend|have|got|only)\s(?:only )?{_MARKED}{_NOT_MEASURED}"), _marked),
    (re.compile(rf"(?<![\w.,])(?:a|an)?\s?{_MARKED}(?!\s?off\b){_NOT_MEASURED}"), _marked),
)
