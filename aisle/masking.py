"""Keeps personal data and secrets out of the logs."""

import re
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

_SECRET_KEY = re.compile(
    r"password|passwd|secret|token|authorization|api_?key|cookie|signature", re.IGNORECASE
)
# Digits as a card number is written: in one run, or in groups with something small between them.
_DIGITS = re.compile(r"(?<![\w-])\d(?:[ .\u00a0-]{0,2}\d){12,}")
_GROUP = re.compile(r"\d+")
_LONGEST_PHONE = 15  # ITU-T E.164, behind its plus
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_FIRST_DIGITS = "23456"
# What is typed behind a card number: when it ends, and the code on its back.
_AFTER_CARD = re.compile(
    r"(?P<card>\[card ending \d{4}\])(?P<end>\W{1,3}(?:exp\w*\W{0,3})?\d{1,2}\s?/\s?\d{2,4})?"
    r"(?P<code>\W{1,3}(?:(?:cvv2?|cvc2?|csc|code)\W{0,3})?\d{3,4}(?!\w))?",
    re.IGNORECASE,
)
_SECURITY_CODE = re.compile(
    r"\b(cvv2?|cvc2?|csc|security code)(\W{1,3}(?:is\W{1,2})?)\d{3,4}(?!\w)", re.IGNORECASE
)
# A plus and a country code, a North American grouping, or ten to twelve digits in a row.
_PHONE = re.compile(
    r"(?<![\w+.-])(?:\+\d(?:[ ().-]{0,2}\d){7,14}|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|\d{10,12})(?![\w-]|\.\d)"
)
# Of a run of characters that may begin a secret, the whole is consumed, so that each is read once: a run that
# is tried from each of its characters takes time by the square of its length.
_EMAIL = re.compile(r"[\w.+%-]++(@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})?")
_JWT = re.compile(r"\beyJ[\w-]*+(\.[\w-]++\.[\w-]*)?")
_PATTERNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@"), r"\1:[secret]@"),
    (_EMAIL, lambda found: "[e-mail]" if found.group(1) else found.group()),
    (_JWT, lambda found: "[token]" if found.group(1) else found.group()),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.+/=~-]+", re.IGNORECASE), r"\1 [token]"),
    (re.compile(r"\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\b[sr]k_(?:live|test)_\w+"), "[token]"),
    (re.compile(r"\b(\w*(?:password|secret|token|ticket|api_?key))=[^\s&]+", re.IGNORECASE), r"\1=[secret]"),
    (re.compile(r"\bdev-[\w-]{20,}"), "[secret]"),
)


def mask_text(text: str) -> str:
    """`text` with e-mails, phone numbers, tokens, passwords and card numbers replaced by what they were."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return _PHONE.sub("[phone]", mask_cards(text))


def mask_cards(text: str) -> str:
    """`text` without card numbers: of each the last four digits stay, and of what secures it nothing.

    A card number is 13 to 19 digits whose check digit (ISO/IEC 7812, Luhn) is right and that begin as cards
    of the payment networks do, with 2 to 6.
    """
    masked = _DIGITS.sub(_mask_cards_in, text)
    if masked != text:
        masked = _AFTER_CARD.sub(r"\g<card>", masked)
    return _SECURITY_CODE.sub(r"\1\2[code]", masked)


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


def _mask_cards_in(found: re.Match[str]) -> str:
    """The digits with the card numbers among them masked, which may stand between other groups."""
    written = found.group()
    is_phone = found.string[max(0, found.start() - 1) : found.start()] == "+"
    if is_phone and sum(character.isdigit() for character in written) <= _LONGEST_PHONE:
        return written
    groups = list(_GROUP.finditer(written))
    parts: list[str] = []
    position = first = 0
    while first < len(groups):
        last, digits = _card_from(groups, first)
        if digits:
            parts += [written[position : groups[first].start()], f"[card ending {digits[-4:]}]"]
            position = groups[last].end()
        first = last + 1
    return "".join([*parts, written[position:]])


def _card_from(groups: Sequence[re.Match[str]], first: int) -> tuple[int, str]:
    """The last group and the digits of the card number that begins here; this group and none if none does."""
    digits = ""
    check = _CheckSum()
    for last in range(first, min(first + _LONGEST_CARD, len(groups))):
        group = groups[last].group()
        if len(digits) + len(group) > _LONGEST_CARD:
            break
        for digit in group:
            digits += str(check.add(int(digit)))
        if digits[0] not in _FIRST_DIGITS:
            break
        if len(digits) >= _SHORTEST_CARD and check.is_right():
            return last, digits
    return first, ""


class _CheckSum:
    """Luhn's sum of a growing number, both ways: which digits count double depends on how many there are."""

    def __init__(self) -> None:
        self._last_single = self._last_double = 0

    def add(self, digit: int) -> int:
        """Add the next digit on the right, and return it."""
        doubled = digit * 2 - 9 if digit > 4 else digit * 2
        self._last_single, self._last_double = self._last_double + digit, self._last_single + doubled
        return digit

    def is_right(self) -> bool:
        """Whether the last digit checks the others."""
        return self._last_single % 10 == 0
