"""A mention: one entity found in a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# Where two mentions overlap the first of these wins; within one entity the longer wins.
PRECEDENCE = (
    "email",
    "tracking_number",
    "date",
    "order_number",
    "promotion_code",
    "sku",
    "phone",
    "money",
    "postcode",
    "product",
    "person_name",
    "size",
    "colour",
    "ordinal",
    "quantity",
)


@dataclass(frozen=True)
class Mention:
    """`entity` at text[start:end] with its normalised value."""

    entity: str
    start: int
    end: int
    value: str | int | dict[str, int | str | None]


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that stand after overlaps are settled by PRECEDENCE, in the order of the text."""
    chosen: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (PRECEDENCE.index(m.entity), m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda m: m.start)
