"""E-mail addresses, phone numbers and postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.mention import Mention

_EMAIL = re.compile(
    r"(?<![\w.+'-])[A-Za-z0-9][\w.+'-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,63}"
)
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.-])(?P<user>[a-z0-9][\w-]{0,30}(?:(?:\.|\s+dot\s+)[\w-]{1,30}){0,4})\s*(?:\s+at\s+|\(at\)|\[at\])\s*"
    r"(?P<host>[a-z0-9][a-z0-9-]{0,62}(?:\s*(?:\s+dot\s+|\(dot\)|\[dot\])\s*[a-z]{2,})+)\b",
    re.IGNORECASE,
)
_HALF_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.-])(?P<user>[a-z0-9][\w.-]{0,40})\s+at\s+(?P<host>[a-z0-9][a-z0-9-]{1,62}\.(?:com|net|org|edu|co\.uk|io))\b",
    re.IGNORECASE,
)
_SPOKEN_DOT = re.compile(r"\s*(?:\bdot\b|\(dot\)|\[dot\])\s*", re.IGNORECASE)

_PHONES = (
    re.compile(r"(?<![\w.+#-])\+\d[\d\s().-]{6,18}\d(?![\w-])"),
    re.compile(r"(?<![\w.+#-])(?:1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.+#-])\d{3}-\d{4}(?![\w-])"),
    re.compile(r"(?<![\w.+#-])[2-9]\d{2}[2-9]\d{6}(?![\w-])"),
    re.compile(r"(?<![\w.+#-])0(?:\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}|\d{4}[\s-]\d{5,6})(?![\w-])"),
)
_SAID_PHONE = re.compile(
    r"\b(?:phone|mobile|cell|tel(?:ephone)?|call|text|whatsapp|ring)\b[^\d+]{0,25}?(?P<number>\+?\d[\d\s().-]{5,18}\d)",
    re.IGNORECASE,
)
_SAID_ELSE = re.compile(
    r"\b(?:orders?|sku|items?|tracking|articles?)\s*(?:numbers?|no\.?|ids?|#)?\s*(?:is|:)?\s*#?$",
    re.IGNORECASE,
)

_ZIP = re.compile(r"(?<![\w.#$£€@+-])\d{5}(?:-\d{4})?(?![\w@-]|[.,]\d)")
_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[A-Z]{2}\b", re.IGNORECASE)
_CANADIAN_POSTCODE = re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b", re.IGNORECASE)


def emails(text: str) -> Iterator[Mention]:
    """Written (`jane@x.com`) and spelled out (`jane at x dot com`) addresses, in lower case."""
    for match in _EMAIL.finditer(text):
        yield Mention("email", match.start(), match.end(), match.group().lower())
    for match in _SPOKEN_EMAIL.finditer(text):
        user, host = (_SPOKEN_DOT.sub(".", match[part]) for part in ("user", "host"))
        yield Mention("email", match.start(), match.end(), f"{user}@{host}".lower())
    for match in _HALF_SPOKEN_EMAIL.finditer(text):
        yield Mention("email", match.start(), match.end(), f"{match['user']}@{match['host']}".lower())


def phones(text: str) -> Iterator[Mention]:
    """Phone numbers as digits, with a leading '+' where the country code was given."""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if match.group()[0] in "+(" or not _SAID_ELSE.search(text[: match.start()]):
                yield _phone(match.start(), match.group())
    for match in _SAID_PHONE.finditer(text):
        yield _phone(match.start("number"), match["number"])


def _phone(start: int, written: str) -> Mention:
    sign = "+" if written.startswith("+") else ""
    return Mention("phone", start, start + len(written), sign + re.sub(r"\D", "", written))


def postcodes(text: str) -> Iterator[Mention]:
    """US ZIP, British and Canadian codes; the latter two upper case with one space."""
    for match in _ZIP.finditer(text):
        yield Mention("postcode", match.start(), match.end(), match.group())
    for pattern in (_UK_POSTCODE, _CANADIAN_POSTCODE):
        for match in pattern.finditer(text):
            compact = re.sub(r"\s", "", match.group()).upper()
            yield Mention("postcode", match.start(), match.end(), f"{compact[:-3]} {compact[-3:]}")
