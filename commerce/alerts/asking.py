"""Sets and stops alerts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.alerts.models import Alert, AlertKind
from commerce.catalogue.models import Variant
from commerce.clock import Clock
from commerce.identity import Shopper


@dataclass(frozen=True)
class Watched:
    """What is watched: a product, in one version or any, and of a price drop the price that is too high."""

    kind: AlertKind
    product_id: str
    sku: str | None = None
    below_minor: int | None = None


async def set_alert(session: AsyncSession, shopper: Shopper, watched: Watched, clock: Clock) -> bool:
    """Let the shopper be told once; whether it is new. In a conversation the same alert waits only once."""
    row = insert(Alert).values(
        id=uuid4(),
        kind=watched.kind,
        conversation_id=shopper.conversation_id,
        customer_id=shopper.customer_id,
        product_id=watched.product_id,
        sku=watched.sku,
        below_minor=watched.below_minor,
        created_at=clock.now(),
    )
    added = await session.scalar(row.on_conflict_do_nothing().returning(Alert.id))
    return added is not None


async def cancel_alerts(
    session: AsyncSession, shopper: Shopper, product_ids: Sequence[str], clock: Clock
) -> int:
    """Stop the shopper's alerts, of these products or of all where none is named; how many there were."""
    query = (
        update(Alert)
        .where(_is_theirs(shopper.conversation_id, shopper.customer_id))
        .where(Alert.told_at.is_(None), Alert.cancelled_at.is_(None))
        .values(cancelled_at=clock.now())
    )
    if product_ids:
        query = query.where(Alert.product_id.in_(product_ids))
    return len(list(await session.scalars(query.returning(Alert.id))))


async def waiting_alerts(session: AsyncSession, shopper: Shopper) -> Sequence[Alert]:
    """The shopper's alerts that nothing was told of yet, the oldest first."""
    found = await session.scalars(
        select(Alert)
        .where(_is_theirs(shopper.conversation_id, shopper.customer_id))
        .where(Alert.told_at.is_(None), Alert.cancelled_at.is_(None))
        .order_by(Alert.created_at, Alert.id)
    )
    return found.all()


async def is_available(session: AsyncSession, watched: Watched) -> bool:
    """Whether what is waited for can be had already."""
    query = select(Variant).where(Variant.product_id == watched.product_id, Variant.is_offered.is_(True))
    if watched.sku is not None:
        query = query.where(Variant.sku == watched.sku)
    return any(variant.is_available() for variant in await session.scalars(query))


def _is_theirs(conversation_id: UUID, customer_id: str | None) -> ColumnElement[bool]:
    own = Alert.conversation_id == conversation_id
    return own if customer_id is None else or_(own, Alert.customer_id == customer_id)
