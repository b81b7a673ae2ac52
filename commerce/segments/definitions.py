"""Segments as they are written in `data/segments.yml`, and whether somebody is in one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from commerce.money import Money
from commerce.segments.facts import Facts
from commerce.segments.scoring import Scores

FILE = Path(__file__).resolve().parents[2] / "data" / "segments.yml"
Figure = Literal[
    "orders", "spent_minor", "days_since_order", "days_since_joined", "chance", "value_minor", "intent",
    "fatigue",
]  # fmt: skip


class Range(BaseModel):
    """A figure's bounds; at least one of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at_least: float | None = None
    at_most: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _bounds_something(self) -> Self:
        if self.at_least is self.at_most is self.below is None:
            raise ValueError("a range has a bound")
        return self

    def holds(self, figure: float) -> bool:
        """Return whether the figure is in it."""
        return (
            (self.at_least is None or figure >= self.at_least)
            and (self.at_most is None or figure <= self.at_most)
            and (self.below is None or figure < self.below)
        )


class Segment(BaseModel):
    """Who belongs to it: those whose figures are all in their ranges."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    when: Mapping[Figure, Range] = Field(default_factory=dict)
    top_percent: float | None = Field(None, gt=0, lt=100)  # of those who have spent most
    each: Literal["category", "country", "channel", "tier"] | None = (
        None  # one segment for each: `loves/footwear`
    )
    items: int = Field(1, ge=1)  # of the category
    share: float = Field(0, ge=0, le=1)  # of all items

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.when or self.top_percent or self.each):
            raise ValueError("a segment says who is in it")
        return self


_SEGMENTS = TypeAdapter(dict[str, Segment])


@cache
def segments(path: Path = FILE) -> dict[str, Segment]:
    """Return every segment by its name. Raises pydantic's ValidationError for a file of another shape."""
    return _SEGMENTS.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def is_segment(name: str) -> bool:
    """Return whether a journey may name it: `loyal`, or `loves/footwear` of one that there is for each."""
    kind, _, part = name.partition("/")
    found = segments().get(kind)
    return found is not None and bool(found.each) is bool(part)


@dataclass(frozen=True, slots=True)
class Known:
    """A customer with what decides where they belong; `tops` are the least sums by percent."""

    facts: Facts
    scores: Scores
    tops: Mapping[float, int]
    currency: str | None  # of `tops`
    now: datetime

    def figure(self, name: Figure) -> float | None:
        """Return a figure by its name; None where there is none."""
        facts, scores = self.facts, self.scores
        last = (self.now - facts.last_at).days if facts.last_at else None
        figures: dict[Figure, float | None] = {
            "orders": facts.orders,
            "spent_minor": facts.spent_minor,
            "days_since_order": last,
            "days_since_joined": (self.now - facts.joined_at).days,
            "chance": scores.chance,
            "value_minor": scores.value_minor,
            "intent": scores.intent,
            "fatigue": scores.fatigue,
        }
        return figures[name]


def belongs(known: Known, given: Mapping[str, Segment]) -> dict[str, str]:
    """Return the segments that a customer is in, each with why."""
    return {name: why for kind, segment in given.items() for name, why in _of(known, kind, segment)}


def _of(known: Known, kind: str, segment: Segment) -> Iterator[tuple[str, str]]:
    reasons = []
    for name, bounds in segment.when.items():
        figure = known.figure(name)
        if figure is None or not bounds.holds(figure):
            return
        reasons.append(_told(known, name, figure))
    if segment.top_percent is not None:
        if not _is_top(known, segment.top_percent):
            return
        spent = Money(known.facts.spent_minor, known.currency or "")
        reasons.append(f"{spent} spent, as {segment.top_percent:g} % of customers at most")
    if segment.each is None:
        yield kind, ", ".join(reasons)
        return
    for part, why in _parts(known.facts, segment):
        yield f"{kind}/{part}", ", ".join((*reasons, why))


def _is_top(known: Known, percent: float) -> bool:
    facts = known.facts
    return facts.currency == known.currency and 0 < known.tops[percent] <= facts.spent_minor


def _parts(facts: Facts, segment: Segment) -> Iterator[tuple[str, str]]:
    if segment.each == "category":
        total = sum(facts.items.values())
        for category, count in sorted(facts.items.items()):
            if count >= segment.items and count >= segment.share * total:
                yield category, f"{count} of {total} items"
    elif segment.each == "tier":
        for tier in facts.tiers:
            yield tier, f"{facts.tier_points:,} points earned in the tier's period"
    elif segment.each == "country" and facts.country:
        yield facts.country, "their address"
    elif segment.each == "channel" and facts.channel:
        yield facts.channel, "wrote there last"


def _told(known: Known, name: Figure, figure: float) -> str:
    worded: dict[Figure, str] = {
        "orders": f"{figure:g} order{'' if figure == 1 else 's'}",
        "days_since_order": f"last ordered {figure:g} days ago",
        "days_since_joined": f"joined {figure:g} days ago",
        "chance": f"{figure:.0%} to buy again within 90 days",
        "intent": f"purchase intent {figure:g} of 100",
        "fatigue": f"fatigue {figure:g} of 100",
    }
    if name in worded:
        return worded[name]
    currency = known.facts.currency if name == "spent_minor" else known.currency
    money = Money(round(figure), currency) if currency else f"{figure:g}"
    return f"{money} {'spent' if name == 'spent_minor' else 'expected in a year'}"
