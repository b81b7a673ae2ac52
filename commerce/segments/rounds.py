"""What decides about segments beside the customers themselves, as of the round before."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.loyalty.policy import tier_policy
from commerce.segments.definitions import Segment
from commerce.segments.facts import Facts, Models
from commerce.segments.models import SegmentRound

Definitions = Mapping[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Past:
    """The round before: how it defined segments, and when it was; None before the first."""

    definitions: Definitions
    at: datetime | None

    def is_new(self, one: Facts) -> bool:
        """Whether the customer has come since then; who brings orders from before has not."""
        return self.at is not None and min(one.joined_at, one.first_at or one.joined_at) > self.at


async def past_round(session: AsyncSession) -> Past:
    """Read what the last round that came to its end noted."""
    rows = (await session.scalars(select(SegmentRound))).all()
    return Past(
        {each.segment: each.definition for each in rows}, max((each.kept_at for each in rows), default=None)
    )


async def defined(session: AsyncSession, given: Mapping[str, Segment], models: Models) -> Definitions:
    """Return, by segment, all that decides beside what customers did, as JSON would give it back."""
    tiers = (await tier_policy(session)).model_dump(mode="json")
    found = {}
    for name, segment in given.items():
        written = segment.model_dump(mode="json", exclude={"title"})
        if segment.each == "tier":
            written["tiers"] = tiers
        if segment.top_percent is not None:
            written["currency"] = models.currency
        if not segment.when.keys().isdisjoint(("chance", "value_minor")):
            written["is_told"] = [models.buying is not None, models.value is not None]
        found[name] = json.loads(json.dumps(written))
    return found


async def note_round(session: AsyncSession, definitions: Definitions, at: datetime) -> None:
    """Note that everybody was put into segments by these definitions."""
    await session.execute(delete(SegmentRound).where(SegmentRound.segment.not_in(definitions)))
    if not definitions:
        return
    rows = [{"segment": name, "definition": each, "kept_at": at} for name, each in definitions.items()]
    new = insert(SegmentRound).values(rows)
    changed = {name: new.excluded[name] for name in ("definition", "kept_at")}
    await session.execute(new.on_conflict_do_update(index_elements=["segment"], set_=changed))
