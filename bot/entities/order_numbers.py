"""Order numbers in the shapes people write them: #W1234567, a-100234, "order 1234567", "w 123 4567"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.mention import LONGEST_CONTEXT, Mention, just_before
from bot.entities.vocabulary import words

_SAID_SO = re.compile(
    r"\b(?:orders?|purchases?|confirmations?|ref(?:erence)?|ord)\b"
    r"(?:\s*(?:numbers?|nums?|nos?\b\.?|nr|ids?|codes?|#))*\s*(?:is|was|are|['’]?s\b|=|:|,|-)?\s*(?:it'?s\s+)?#?\s*$",
    re.IGNORECASE,
)
_NUMBER_IS = re.compile(
    r"\b(?:number|num|no\.?|it'?s|its|is)(?:['’]?s\b)?\s*(?:is|=|:)?\s*#?\s*$", re.IGNORECASE
)
_NOT_AN_ORDER = re.compile(
    r"(?:phone|mobile|cell|call(?: me)?(?: on| at)?|text(?: me)?(?: on| at)?|tel|sku|item|article|product|zip"
    r"|post(?:al)?\s?code|postcode|tracking|card|account|rma)"
    r"(?:\s*(?:numbers?|no\.?|ids?|codes?|#))*\s*(?:is|was|=|:)?\s*$",
    re.IGNORECASE,
)
# "The zip on my order is wrong, it's 96812": five digits are what was spoken of.
_SPEAKS_OF_POSTCODES = re.compile(r"\b(?:zip|post ?code|postal code)\b[^.?!\d]*$", re.IGNORECASE)
_UNIT_AFTER = re.compile(
    r"^\s*(?:mah|ml|kg|mg|g|gb|tb|mb|km|cm|mm|lumens?|watts?|w|usd|gbp|eur|dollars?|bucks|pounds?|euros?|points?"
    r"|pts|people|times|%|:)\b",
    re.IGNORECASE,
)
_US_STATES = words(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM "
    "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
)

_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9@._/+$£€-])(?P<hash>#\s?)?(?P<letters>[A-Za-z]{1,2})(?P<joint>[\s-]{0,2})"
    r"(?P<digits>\d{5,18}|\d{2,4}(?:[\s-]\d{2,4}){1,3})(?![\w@]|[.,]\d|-\w)"
)
# In one, in short groups, or in the long ones of marketplaces: 112-1234567-7654321.
_DIGITS = (
    r"(?P<digits>\d{4,15}|\d{2,4}(?:[\s-]\d{2,4}){1,2}|\d{2,8}(?:-\d{4,8}){1,2})(?![\w@]|[.,]\d|-\w|/\d)"
)
_HASHED = re.compile(rf"(?:(?<![\w&])|(?<=order)|(?<=Order)|(?<=number)|(?<=no))#\s?{_DIGITS}")
_BARE = re.compile(rf"(?<![\w@.#+$£€(/-])(?<!\d\s){_DIGITS}")
_OF_A_MARKETPLACE = re.compile(r"\d{3}-\d{7}-\d{7}")
_POSTCODE = 5  # digits of an American one
_MOST_DIGITS, _MOST_UNSAID = 18, 10
_PHONE_GROUPS = re.compile(r"^(?:\d{3}[\s-]\d{3}[\s-]\d{4})$")


def order_numbers(text: str) -> Iterator[Mention]:
    """Order numbers in `text`; the value is upper case without '#', spaces and hyphens (`W1234567`)."""
    for match in _PREFIXED.finditer(text):
        if _is_prefixed_number(text, match):
            yield _mention(match)
    for match in _HASHED.finditer(text):
        if 4 <= _count(match) <= _MOST_DIGITS:
            yield _mention(match)
    for match in _BARE.finditer(text):
        if _is_bare_number(text, match):
            yield _mention(match)


def _mention(match: re.Match[str]) -> Mention:
    value = re.sub(r"[^A-Z0-9]", "", match.group().upper())
    return Mention("order_number", match.start(), match.end(), value)


def _count(match: re.Match[str]) -> int:
    return sum(character.isdigit() for character in match["digits"])


def _is_prefixed_number(text: str, match: re.Match[str]) -> bool:
    before, letters, joint = just_before(text, match.start()), match["letters"], match["joint"]
    is_said = bool(match["hash"] or _SAID_SO.search(before))
    most = _MOST_DIGITS if is_said else _MOST_UNSAID
    if not 5 <= _count(match) <= most or _NOT_AN_ORDER.search(before) or _PHONE_GROUPS.match(match["digits"]):
        return False
    if is_said:
        return bool(match["hash"]) or letters.lower() not in {"is", "no", "of", "on", "to", "in", "id", "nr"}
    if letters.upper() in _US_STATES and _count(match) == 5:
        return False
    if " " not in joint:
        return match["digits"].isdigit() or len(letters) == 1
    if len(letters) > 1 or _UNIT_AFTER.match(text[match.end() : match.end() + LONGEST_CONTEXT]):
        return False
    whole = match.group().strip() == text.strip(" .!?")
    return whole or letters == "W" or (letters.lower() not in "ai" and bool(_NUMBER_IS.search(before)))


def _is_bare_number(text: str, match: re.Match[str]) -> bool:
    before, digits = just_before(text, match.start()), match["digits"]
    after = text[match.end() : match.end() + LONGEST_CONTEXT]
    if _NOT_AN_ORDER.search(before) or _UNIT_AFTER.match(after) or _PHONE_GROUPS.match(digits):
        return False
    if digits.isdigit() and len(digits) == _POSTCODE and _SPEAKS_OF_POSTCODES.search(text[: match.start()]):
        return False
    if _SAID_SO.search(before):
        return _count(match) >= 5 or (digits.isdigit() and not re.fullmatch(r"(?:19|20)\d\d", digits))
    if _OF_A_MARKETPLACE.fullmatch(digits):
        return True
    return digits.isdigit() and 6 <= len(digits) <= 9 and not digits.startswith("0")


def is_called_an_order(text: str, start: int) -> bool:
    """Whether what begins at `start` follows "order", "order number is" or the like."""
    return _SAID_SO.search(just_before(text, start)) is not None
