"""Texts with identifiers replaced by what they are, so that one order number teaches about all of them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.entities.mention import Mention

# Products, colours, sizes and counts stay as said: measured, masking them too costs accuracy.
_IDENTIFIERS = frozenset(
    {
        "email",
        "order_number",
        "tracking_number",
        "promotion_code",
        "phone",
        "sku",
        "postcode",
        "money",
        "person_name",
    }
)


def masked(text: str, mentions: Iterable[Mention]) -> str:
    """`text` with its identifiers named: "cancel #W1234567" becomes "cancel order number"."""
    parts: list[str] = []
    position = 0
    for mention in mentions:
        if mention.entity in _IDENTIFIERS:
            parts += [text[position : mention.start], mention.entity.replace("_", " ")]
            position = mention.end
    return "".join([*parts, text[position:]])
