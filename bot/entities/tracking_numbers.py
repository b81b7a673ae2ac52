"""Tracking numbers, known by the form and check digit of their carrier, or called so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.check_digits import is_dhl_express, is_fedex_express, is_gs1, is_s10, is_ups, is_usps
from bot.entities.mention import Mention
from bot.entities.order_numbers import is_called_an_order


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w@.$£€+#-]){pattern}(?![\w@-]|\.\d)", re.IGNORECASE)


def _digits(times: int) -> str:
    return rf"\d(?:[ -]?\d){{{times - 1}}}"


# What nothing else looks like.
_SURE = (
    (_form(r"1Z[ -]?[A-Z0-9](?:[ -]?[A-Z0-9]){14}[ -]?\d"), is_ups),
    (_form(r"9[1-5][ -]?" + _digits(20)), is_usps),
    (_form(r"9[1-5][ -]?" + _digits(18)), is_usps),
    (_form(r"420" + rf"[ -]?{_digits(5)}(?:[ -]?{_digits(4)})?[ -]?9[1-5][ -]?{_digits(20)}"), is_usps),
    (_form(rf"[A-Z]{{2}}[ -]?{_digits(9)}[ -]?[A-Z]{{2}}"), is_s10),
    (_form(r"TBA[ -]?" + _digits(12)), lambda _: True),
)
# What a phone or a bank card may look like: only where the message speaks of parcels.
_LIKELY = (
    (_form(_digits(20)), is_gs1),
    (_form(_digits(16)), is_gs1),  # Canada Post
    (_form(_digits(15)), is_gs1),  # FedEx Ground
    (_form(_digits(12)), is_fedex_express),
    (_form(_digits(10)), is_dhl_express),
)
_CARRIERS = r"fed\s?ex|ups|usps|dhl|dpd|evri|hermes|ontrac|purolator|gls|royal\s+mail|canada\s+post|amazon"
_OF_PARCELS = re.compile(rf"\b(?:track(?:ing|ed)?|waybill|consignment|airbill|{_CARRIERS})\b", re.IGNORECASE)
_CALLED_SO = re.compile(
    rf"\b(?:tracking|waybill|consignment|airbill|(?P<carrier>{_CARRIERS})(?:\s+tracking)?)"
    r"(?:\s*(?:numbers?|no\b\.?|nr|ids?|codes?|ref(?:erence)?|#))*\s*(?:(?:is|was|says|it'?s)\b|=|:)?\s*#?\s*"
    r"(?P<code>[A-Z]{0,4}\d(?:[ -]?\d){6,24}(?:[A-Z]{2})?|(?=[A-Z]*\d)[A-Z0-9]{8,30})(?![\w@-]|\.\d)",
    re.IGNORECASE,
)
_ORDINARY = re.compile(r"\d{4}-\d\d-\d\d$|(?:1[ -])?\d{3}[ -]\d{3}[ -]\d{4}$|#?[A-Z]\d{7}$", re.IGNORECASE)


def tracking_numbers(text: str) -> Iterator[Mention]:
    """Those of UPS, USPS, FedEx, DHL, Canada Post, Amazon and posts with S10; whatever is called so.

    The value is in capitals without spaces.
    """
    forms = (*_SURE, *_LIKELY) if _OF_PARCELS.search(text) else _SURE
    for pattern, is_valid in forms:
        for match in pattern.finditer(text):
            code = _compact(match.group())
            if is_called_an_order(text, match.start()) and (pattern, is_valid) in _LIKELY:
                continue
            if is_valid(code) and not _ORDINARY.match(match.group()):
                yield Mention("tracking_number", match.start(), match.end(), code)
    for match in _CALLED_SO.finditer(text):
        if not (match["carrier"] and _ORDINARY.match(match["code"])):
            yield Mention("tracking_number", match.start("code"), match.end("code"), _compact(match["code"]))


def _compact(code: str) -> str:
    return re.sub(r"[ -]", "", code).upper()
