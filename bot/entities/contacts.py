"""E-mail addresses, phone numbers and postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.mention import Mention, just_before
from bot.entities.vocabulary import words

_LETTER = r"[^\W_]"  # of any alphabet: domains have umlauts
_LABEL = rf"{_LETTER}(?:{_LETTER}|-){{0,62}}"
_EMAIL = re.compile(
    rf"(?<![\w.+'-]){_LETTER}[\w.+'-]{{0,63}}@{_LABEL}(?:\.(?:{_LETTER}|-){{1,63}}){{0,4}}\.(?:(?![\d_])\w){{2,63}}"
)
_AT = r"(?:[(\[{<]\s*(?:at|ät|a|@)\s*[)\]}>]|[_-]at[_-])"  # how it is hidden from machines
_HIDDEN_EMAIL = re.compile(
    rf"(?<![\w.-])(?P<user>{_LETTER}[\w.+'-]{{0,40}}?)\s*{_AT}\s*"
    rf"(?P<host>{_LABEL}(?:(?:\.|\s*(?:\s+dot\s+|[(\[{{]dot[)\]}}])\s*){_LABEL}){{0,3}}"
    r"(?:\.|\s*(?:\s+dot\s+|[(\[{]dot[)\]}])\s*)[a-z]{2,24})\b",
    re.IGNORECASE,
)
_SPACED_EMAIL = re.compile(
    rf"(?<![\w.-])(?P<user>{_LETTER}[\w.+'-]{{0,40}})\s?@\s?(?P<host>{_LABEL}(?:\.{_LABEL}){{0,3}}\s?[.,]\s?"
    r"(?:com|net|org|edu|gov|info|io|me|co\.uk|ac\.uk|uk|ca|us|de|fr|au|at|ch|nl|ie|nz|eu|biz|example))\b",
    re.IGNORECASE,
)
_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.-])(?P<user>[a-z0-9][\w-]{0,30}(?:(?:\.|\s+dot\s+)[\w-]{1,30}){0,4})\s*(?:\s+at\s+|\(at\)|\[at\])\s*"
    r"(?P<host>[a-z0-9][a-z0-9-]{0,62}(?:\s*(?:\s+dot\s+|\(dot\)|\[dot\])\s*[a-z]{2,})+)\b",
    re.IGNORECASE,
)
_HALF_SPOKEN_EMAIL = re.compile(
    r"(?<![\w.-])(?P<user>[a-z0-9][\w.-]{0,40})\s+at\s+"
    r"(?P<host>[a-z0-9][a-z0-9-]{1,62}\.(?:com|net|org|edu|co\.uk|io|ca|us|de|fr|ie|example))\b",
    re.IGNORECASE,
)
_NO_USER = words(
    "bought look looking order ordered shop shopping it this sold saw seen cheaper available me found"
)
_SPOKEN_DOT = re.compile(r"(?<!\s)\s*+(?:\bdot\b|[(\[{]dot[)\]}])\s*", re.IGNORECASE)

_END_OF_PHONE = r"(?!(?!x\d)[\w-])"  # an extension may follow
_PHONES = (
    re.compile(r"(?<![\w.+#-])00[1-9]\d[\d\s().-]{6,18}\d" + _END_OF_PHONE),
    re.compile(r"(?<![\w.+#-])\+\d[\d\s().-]{6,18}\d" + _END_OF_PHONE),
    re.compile(r"(?<![\w.+#-])(?:1[\s.-])?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}" + _END_OF_PHONE),
    re.compile(r"(?<![\w.+#-])\d{3}-\d{4}" + _END_OF_PHONE),
    re.compile(r"(?<![\w.+#-])[2-9]\d{2}[2-9]\d{6}" + _END_OF_PHONE),
    re.compile(r"(?<![\w.+#-])[6-9]\d{4}[\s-]?\d{5}" + _END_OF_PHONE),  # India's
    re.compile(
        r"(?<![\w.+#-])0(?:\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}|\d{4}[\s-]\d{5,6})" + _END_OF_PHONE,
    ),
)
_EXTENSION = re.compile(
    r"\s{0,3}[,;]?\s{0,3}(?:\b(?:ext(?:ension|n)?|durchwahl)\b\.?|x|#)"
    r"\s*:?\s*(?P<digits>\d{1,6})(?!\w|[.,]\d)",
    re.IGNORECASE,
)
# Countries whose numbers lose their leading 0 behind the country code.
_TRUNK_ZERO = re.compile(r"^\+(44|49|33|31|32|41|43|46|61|64|353|27|91|81|82|90|972)0(?=\d{6})")
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
    """Written (`jane@x.com`), hidden (`jane (at) x.com`), spelled out (`jane at x dot com`); lower case."""
    for match in _EMAIL.finditer(text):
        yield Mention("email", match.start(), match.end(), match.group().lower())
    for pattern in (_HIDDEN_EMAIL, _SPACED_EMAIL, _SPOKEN_EMAIL, _HALF_SPOKEN_EMAIL):
        for match in pattern.finditer(text):
            user, host = (_SPOKEN_DOT.sub(".", match[part]) for part in ("user", "host"))
            if user.lower() not in _NO_USER:
                host = re.sub(r"\s?[.,]\s?", ".", host)
                yield Mention("email", match.start(), match.end(), f"{user}@{host}".lower())


def phones(text: str) -> Iterator[Mention]:
    """Phone numbers as digits, with a leading '+' before a country code, and with ";ext=12" an extension."""
    for pattern in _PHONES:
        for match in pattern.finditer(text):
            if match.group()[0] in "+(" or not _SAID_ELSE.search(just_before(text, match.start())):
                yield _phone(text, match.start(), match.group())
    for match in _SAID_PHONE.finditer(text):
        yield _phone(text, match.start("number"), match["number"])


def _phone(text: str, start: int, written: str) -> Mention:
    digits = re.sub(r"\D", "", written)
    is_abroad = written.startswith("+") or (digits.startswith("00") and not written.startswith("000"))
    number = _TRUNK_ZERO.sub(r"+\1", f"+{digits.lstrip('0')}") if is_abroad else digits
    end = start + len(written)
    extension = _EXTENSION.match(text, end)
    if extension is None:
        return Mention("phone", start, end, number)
    return Mention("phone", start, extension.end(), f"{number};ext={extension['digits']}")


def postcodes(text: str) -> Iterator[Mention]:
    """US ZIP, British and Canadian codes; the latter two upper case with one space."""
    for match in _ZIP.finditer(text):
        yield Mention("postcode", match.start(), match.end(), match.group())
    for pattern in (_UK_POSTCODE, _CANADIAN_POSTCODE):
        for match in pattern.finditer(text):
            compact = re.sub(r"\s", "", match.group()).upper()
            yield Mention("postcode", match.start(), match.end(), f"{compact[:-3]} {compact[-3:]}")
