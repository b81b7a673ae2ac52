"""A mention: one entity found in a message."""

from __future__ import annotations

from bisect import bisect_left
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

LONGEST_CONTEXT = 100  # characters


@dataclass(frozen=True)
class Mention:
    """`entity` at text[start:end] with its normalised value."""

    entity: str
    start: int
    end: int
    value: str | int | dict[str, int | str | None]


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions that stand after overlaps are settled by PRECEDENCE, in the order of the text."""
    chosen: list[Mention] = []  # in the order of the text
    for mention in sorted(mentions, key=lambda m: (PRECEDENCE.index(m.entity), m.start - m.end, m.start)):
        place = bisect_left(chosen, mention.start, key=lambda other: other.start)
        is_free_before = place == 0 or chosen[place - 1].end <= mention.start
        if is_free_before and (place == len(chosen) or mention.end <= chosen[place].start):
            chosen.insert(place, mention)
    return chosen


def just_before(text: str, place: int) -> str:
    """What stands in `text` before `place`, as far back as tells what is named there."""
    return text[max(0, place - LONGEST_CONTEXT) : place]
