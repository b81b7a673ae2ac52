"""Remembers that a delivery is being handed over, so that what may have arrived is not sent twice."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.support.models import Delivery

_HANDING_OVER = "handing over"


@dataclass(frozen=True, slots=True)
class Try:
    """What is known when a delivery is to be handed over."""

    provider_id: str | None  # set when the provider is known to have it
    may_have_arrived: bool  # an earlier try has no known end
    begun_at: datetime  # no try is older


async def begin_try(session: AsyncSession, delivery_id: UUID) -> Try:
    """Note that the delivery is handed over now; what is known of earlier tries."""
    delivery = await session.get_one(Delivery, delivery_id, with_for_update=True)
    known = Try(delivery.provider_id, delivery.provider_status is not None, delivery.created_at)
    delivery.provider_status = delivery.provider_status or _HANDING_OVER
    return known


async def note_not_taken(session: AsyncSession, delivery_id: UUID) -> None:
    """Note that the provider certainly has not taken it."""
    delivery = await session.get_one(Delivery, delivery_id, with_for_update=True)
    delivery.provider_status = None


async def unclaimed(session: AsyncSession, channel: str, provider_ids: list[str]) -> str | None:
    """The first of these ids that no delivery has; None when each has one."""
    claimed = set(
        await session.scalars(
            select(Delivery.provider_id).where(
                Delivery.channel == channel, Delivery.provider_id.in_(provider_ids)
            )
        )
    )
    return next((each for each in provider_ids if each not in claimed), None)
