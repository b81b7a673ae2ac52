"""What providers report: kept once each until it is handled, and never more of it than that takes."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.payments.models import ProviderEvent


async def store_event(
    session: AsyncSession, provider: str, event_id: str, kind: str, facts: Mapping[str, Any]
) -> bool:
    """Keep the facts of a report, which name nobody; return whether it is new."""
    row = insert(ProviderEvent).values(provider=provider, id=event_id, kind=kind, facts=dict(facts))
    kept = await session.scalar(row.on_conflict_do_nothing().returning(ProviderEvent.id))
    return kept is not None


async def waiting_events(session: AsyncSession, provider: str, limit: int) -> Sequence[str]:
    """Return the ids of what is not handled yet, the oldest first."""
    found = await session.scalars(
        select(ProviderEvent.id)
        .where(ProviderEvent.provider == provider, ProviderEvent.handled_at.is_(None))
        .order_by(ProviderEvent.received_at, ProviderEvent.id)
        .limit(limit)
    )
    return list(found)


async def take_event(session: AsyncSession, provider: str, event_id: str) -> ProviderEvent | None:
    """Lock a report that waits; None where another process handles it, or has."""
    return await session.scalar(
        select(ProviderEvent)
        .where(
            ProviderEvent.provider == provider,
            ProviderEvent.id == event_id,
            ProviderEvent.handled_at.is_(None),
        )
        .with_for_update(skip_locked=True)
    )


def note_handled(event: ProviderEvent, clock: Clock) -> None:
    """Let a report be done with: that it came stays, so that it is not handled again."""
    event.handled_at = clock.now()
    event.facts = None
