"""Keeps scores and segments up to date, some customers a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.segments.definitions import Known, Segment, belongs, segments
from commerce.segments.facts import Facts, Models, learn, least_of_top, read_facts
from commerce.segments.models import CustomerScores, CustomerSegment
from commerce.segments.rounds import Definitions, Past, defined, note_round, past_round
from commerce.segments.scoring import Scores, score

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What a round did."""

    scored: int = 0
    entered: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Round:
    models: Models
    tops: Mapping[float, int]
    given: Mapping[str, Segment]
    definitions: Definitions
    past: Past
    now: datetime

    def was_there(self, one: Facts, name: str, *, is_known: bool) -> bool:
        """Whether the customer was in it before, and only nobody had said so.

        Such are those who are scored for the first time, unless they have come since, and those whom another
        definition puts there.
        """
        kind = name.partition("/")[0]
        is_redefined = self.past.definitions.get(kind) != self.definitions[kind]
        return is_redefined or not (is_known or self.past.is_new(one))


async def keep_scores(sessions: Sessions, clock: Clock, given: Mapping[str, Segment] | None = None) -> Kept:
    """Score every customer and put them into the segments they belong to now; what changed."""
    given, now = given if given is not None else segments(), clock.now()
    async with sessions() as session:
        models = await learn(session, now)
        percents = {each.top_percent for each in given.values() if each.top_percent is not None}
        tops = {each: await least_of_top(session, each, models.currency, now) for each in percents}
        definitions = await defined(session, given, models)
        around = _Round(models, tops, given, definitions, await past_round(session), now)
    kept, after = Kept(), ""
    while True:
        async with sessions.begin() as session:
            facts = await read_facts(session, now, after=after, limit=_AT_ONCE)
            if not facts:
                await note_round(session, definitions, now)
                return kept
            entered, left = await _keep(session, facts, around, clock.now())
        kept = Kept(kept.scored + len(facts), kept.entered + entered, kept.left + left)
        after = facts[-1].customer_id


async def _keep(
    session: AsyncSession, facts: Sequence[Facts], around: _Round, at: datetime
) -> tuple[int, int]:
    ids = [each.customer_id for each in facts]
    scored = select(CustomerScores.customer_id).where(CustomerScores.customer_id.in_(ids))
    known_before = set(await session.scalars(scored))
    scores = score(list(facts), around.models, around.now)
    await _write(session, [_row(one, other, around.now) for one, other in zip(facts, scores, strict=True)])
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for one, other in zip(facts, scores, strict=True):
        known = Known(one, other, around.tops, around.models.currency, around.now)
        for name, why in belongs(known, around.given).items():
            was_there = around.was_there(one, name, is_known=one.customer_id in known_before)
            entered_at = one.joined_at if was_there else at
            wanted[one.customer_id, name] = {"entered_at": entered_at, "why": why}
    rows = await session.execute(
        select(CustomerSegment.customer_id, CustomerSegment.segment).where(
            CustomerSegment.customer_id.in_(ids)
        )
    )
    there = {(customer_id, name) for customer_id, name in rows}
    gone = there - wanted.keys()
    if gone:
        key = tuple_(CustomerSegment.customer_id, CustomerSegment.segment)
        await session.execute(delete(CustomerSegment).where(key.in_(gone)))
    await _enter(session, wanted)
    return len(wanted.keys() - there), len(gone)


async def _write(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    new = insert(CustomerScores).values(rows)
    changed = {name: new.excluded[name] for name in rows[0] if name != "customer_id"}
    await session.execute(new.on_conflict_do_update(index_elements=["customer_id"], set_=changed))


async def _enter(session: AsyncSession, wanted: Mapping[tuple[str, str], dict[str, Any]]) -> None:
    rows = [{"customer_id": who, "segment": name} | each for (who, name), each in wanted.items()]
    for first in range(0, len(rows), _AT_ONCE):
        new = insert(CustomerSegment).values(rows[first : first + _AT_ONCE])
        key = ["customer_id", "segment"]
        await session.execute(new.on_conflict_do_update(index_elements=key, set_={"why": new.excluded.why}))


def _row(facts: Facts, scores: Scores, now: datetime) -> dict[str, Any]:
    return {
        "customer_id": facts.customer_id,
        "scored_at": now,
        "orders": facts.orders,
        "spent_minor": facts.spent_minor,
        "currency": facts.currency,
        "last_order_at": facts.last_at,
        "chance": scores.chance,
        "expected_orders": scores.expected_orders,
        "value_minor": scores.value_minor,
        "intent": scores.intent,
        "fatigue": scores.fatigue,
        "country": facts.country,
        "channel": facts.channel,
        "why": scores.why,
    }
