"""What is known of one customer, for people to read: figures and segments, each with why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.money import Money
from commerce.segments.definitions import segments
from commerce.segments.models import CustomerScores, CustomerSegment


@dataclass(frozen=True, slots=True)
class Told:
    """A figure or a segment in words, and what it stands on."""

    title: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """A customer as of the last round."""

    scored_at: datetime
    scores: Sequence[Told]
    segments: Sequence[Told]


async def read_known(session: AsyncSession, customer_id: str) -> Known | None:
    """Return what is known of the customer; None before the first round after they came."""
    scores = await session.get(CustomerScores, customer_id)
    if scores is None:
        return None
    theirs = await session.scalars(
        select(CustomerSegment)
        .where(CustomerSegment.customer_id == customer_id)
        .order_by(CustomerSegment.segment)
    )
    return Known(scores.scored_at, _told(scores), [_segment(each) for each in theirs])


def _told(scores: CustomerScores) -> list[Told]:
    chance = "unknown" if scores.chance is None else f"{scores.chance:.0%}"
    value = "unknown"
    if scores.value_minor is not None and scores.currency is not None:
        value = str(Money(scores.value_minor, scores.currency))
    return [
        Told("To order within 90 days", chance, scores.why["chance"]),
        Told("Expected within a year", value, scores.why["value"]),
        Told("Purchase intent", f"{scores.intent} of 100", scores.why["intent"]),
        Told("Tired of offers", f"{scores.fatigue} of 100", scores.why["fatigue"]),
    ]


def _segment(one: CustomerSegment) -> Told:
    kind, _, part = one.segment.partition("/")
    written = segments().get(kind)
    return Told(written.title if written else kind, part, one.why)
