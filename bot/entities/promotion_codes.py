"""Promotion codes: what looks like one, and what is called one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.mention import Mention, just_before

_LOOKS_SO = re.compile(r"(?<![\w@.#-])[A-Z]{4,}\d{1,4}[A-Z]{0,6}(?![\w@-]|\.\w)")
_CALLED_SO = re.compile(
    r"\b(?:(?:promo(?:tion(?:al)?)?|discount|coupon|voucher)(?:\s*code)?s?|code)\s*(?:(?:is|was|called|with|=)\b|[:=])?"
    r"\s*[\"'“‘]?(?P<code>[A-Z0-9][A-Z0-9_-]{2,19})(?![\w@]|\.\w)",
    re.IGNORECASE,
)
_OTHER_CODES = re.compile(
    r"\b(?:post(?:al)?|zip|area|country|tracking|order|confirmation|security|verification|sms|login|sign-?in|one-?time"
    r"|item|product|error|access|digit|factor|authenti\w+|phone|house|door|qr|bar|dress)\s*$",
    re.IGNORECASE,
)


def promotion_codes(text: str) -> Iterator[Mention]:
    """Codes in capitals with a number (WELCOME10), and whatever follows "code"; the value is in capitals."""
    for match in _LOOKS_SO.finditer(text):
        yield Mention("promotion_code", match.start(), match.end(), match.group())
    for match in _CALLED_SO.finditer(text):
        if _is_code(match["code"]) and not _OTHER_CODES.search(just_before(text, match.start())):
            yield Mention("promotion_code", match.start("code"), match.end("code"), match["code"].upper())


def _is_code(said: str) -> bool:
    """A word with digits, or one in capitals: "the code expired" names none."""
    has_letters, has_digits = re.search(r"[A-Za-z]", said), re.search(r"\d", said)
    return bool(has_letters and (has_digits or (said.isupper() and len(said) >= 5)))
