"""Keeps personal data and secrets out of the logs."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

_SECRET_KEY = re.compile(
    r"password|passwd|secret|token|authorization|api_?key|cookie|signature", re.IGNORECASE
)
_CARD = re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])")
# A plus and a country code, a North American grouping, or ten to twelve digits in a row.
_PHONE = re.compile(
    r"(?<![\w+.-])(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{10,12})(?![\w-]|\.\d)"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@"), r"\1:[secret]@"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}"), "[e-mail]"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[token]"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.+/=~-]+", re.IGNORECASE), r"\1 [token]"),
    (re.compile(r"\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\b[sr]k_(?:live|test)_\w+"), "[token]"),
    (re.compile(r"\b((?:\w*(?:password|secret|token|api_?key)))=[^\s&]+", re.IGNORECASE), r"\1=[secret]"),
    (re.compile(r"\bdev-[\w-]{20,}"), "[secret]"),
)


def mask_text(text: str) -> str:
    """`text` with e-mails, phone numbers, tokens, passwords and card numbers replaced by what they were."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    text = _CARD.sub(_mask_card, text)
    return _PHONE.sub("[phone]", text)


def mask(value: Any) -> Any:
    """`value` with every text in it masked, and every value under a secret's name hidden."""
    if isinstance(value, str):
        return mask_text(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {mask(key): _mask_under(key, each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(each) for each in value]
    return mask_text(str(value))


def mask_event(
    logger: object, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:  # the signature of a structlog processor
    """The structlog processor that masks every value of a log line."""
    del logger, method
    for key in list(event):
        if not key.startswith("_"):
            event[key] = _mask_under(key, event[key])
    return event


def _mask_under(key: object, value: Any) -> Any:
    if value is not None and not isinstance(value, bool) and _SECRET_KEY.search(str(key)):
        return "[secret]"
    return mask(value)


def _mask_card(found: re.Match[str]) -> str:
    digits = [int(character) for character in found.group() if character.isdigit()]
    doubled = (digit * 2 - 9 if digit > 4 else digit * 2 for digit in digits[-2::-2])
    is_card = (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
    return "[card]" if is_card else found.group()
