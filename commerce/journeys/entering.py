"""Puts people on journeys: looks through what has begun since it looked last."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, null, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.journeys.definition import Journey
from commerce.journeys.models import JourneyMark, JourneyRun
from commerce.journeys.triggers import TRIGGERS, Trigger, Window
from commerce.journeys.versions import keep_version

# What happened at a moment may be committed after a later moment was looked at: so far is looked back.
_OVERLAP = timedelta(minutes=10)
# A journey that is new begins with what is this old; nobody hears of the years before it.
_LOOKS_BACK = timedelta(days=1)
_AT_ONCE = 1_000


class _Beginning(NamedTuple):
    customer_id: str
    subject: str
    occasion: str
    moment: datetime
    sku: str | None


async def enter(sessions: Sessions, journey: Journey, clock: Clock) -> int:
    """Put everybody on `journey` for whom it has begun since the last time; how many they are.

    The work is done in batches, each a transaction. Two that run at once put nobody on it twice.
    """
    trigger = TRIGGERS.get(journey.trigger.kind)(**journey.trigger.values)
    until = clock.now()
    async with sessions.begin() as session:
        mark = await session.get(JourneyMark, journey.name)
        since = mark.through if mark else until - _LOOKS_BACK
        if mark and until - since < trigger.looks_every:
            return 0
        await keep_version(session, journey)
    window = Window(since - _OVERLAP, until, clock).earlier(trigger.lead)
    entered, after = 0, ("", "")
    while True:
        async with sessions.begin() as session:
            batch = await _begun(session, trigger, window, after)
            entered += await _put_on(session, journey, trigger, batch, until)
        if len(batch) < _AT_ONCE:
            break
        after = batch[-1].subject, batch[-1].occasion
    async with sessions.begin() as session:
        through = insert(JourneyMark).values(journey=journey.name, through=until)
        await session.execute(
            through.on_conflict_do_update(
                index_elements=[JourneyMark.journey],
                set_={"through": through.excluded.through},
                where=JourneyMark.through < through.excluded.through,
            )
        )
    return entered


async def _begun(
    session: AsyncSession, trigger: Trigger, window: Window, after: tuple[str, str]
) -> list[_Beginning]:
    found = trigger.beginnings(window).subquery()
    customer, subject, occasion, moment = list(found.c)[:4]
    query = (
        select(customer, subject, occasion, moment, found.c.get("sku", null()))
        .where(tuple_(subject, occasion) > tuple_(bindparam("subject"), bindparam("occasion")))
        .order_by(subject, occasion)
        .limit(_AT_ONCE)
    )
    rows = await session.execute(query, {"subject": after[0], "occasion": after[1]})
    return [_Beginning(*row) for row in rows]


async def _put_on(
    session: AsyncSession,
    journey: Journey,
    trigger: Trigger,
    batch: list[_Beginning],
    now: datetime,
) -> int:
    if not batch:
        return 0
    first = journey.first()
    first_after = getattr(first, "after", timedelta(0))
    rows = []
    for each in batch:
        started_at = min(each.moment, each.moment + trigger.lead)
        rows.append(
            {
                "journey": journey.name,
                "version": journey.version,
                "customer_id": each.customer_id,
                "subject_kind": trigger.subject_kind,
                "subject": each.subject,
                "sku": each.sku,
                "occasion": each.occasion,
                "step": first.id,
                "started_at": started_at,
                "due_at": started_at + first_after,
                "created_at": now,
            }
        )
    done = await session.scalars(
        insert(JourneyRun).values(rows).on_conflict_do_nothing().returning(JourneyRun.id)
    )
    return len(done.all())
