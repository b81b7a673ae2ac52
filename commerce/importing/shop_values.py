"""Reads the values of a shop's export as they are written: amounts, dates, HTML, fields of several names."""

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

Row = Mapping[str, str]
_TAG = re.compile(r"<[^<>]*>")
_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_WHOLE = re.compile(r"([+-]?\d{1,15})(?:\.\d{0,9})?")


def field(row: Row, *names: str) -> str:
    """The first of these fields that holds something, without the quote that keeps figures text."""
    for name in names:
        if value := (row.get(name) or "").strip().lstrip("'").strip():
            return value
    return ""


def money(row: Row, *names: str) -> Decimal:
    """The amount in the first of these fields that holds one; 0 where none does."""
    return Decimal(amount(field(row, *names)) or "0")


def moment(text: str) -> str | None:
    """A date and time of an export as ISO 8601, of UTC where it says no offset; None where it is none."""
    plain = text.strip().replace(" UTC", "+00:00")
    for way in (
        "%Y-%m-%d %H:%M:%S %z",
        "%Y-%m-%d %H:%M:%S%z",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d",
    ):
        try:
            read = datetime.strptime(plain, way)  # noqa: DTZ007  the offset is put on below
        except ValueError:
            continue
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).isoformat()
    return None


def plain_text(markup: str) -> str:
    """The words of HTML, its paragraphs as sentences of one text."""
    text = html.unescape(_TAG.sub(" ", _BLOCK_END.sub("\n", markup)).replace("\\n", "\n"))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return " ".join(line if line[-1] in ".!?:;," else f"{line}." for line in lines if line)


def amount(text: str | None) -> str | None:
    """The first amount in a text, with a decimal point; None where there is none."""
    found = _AMOUNT.search(
        (text or "").replace(",", "") if (text or "").count(".") else (text or "").replace(",", ".")
    )
    return found[0] if found else None


def whole(text: str | None) -> int | None:
    """A whole number; None where it is none."""
    found = _WHOLE.fullmatch((text or "").strip())
    return int(found[1]) if found else None
