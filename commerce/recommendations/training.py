"""Trains the recommender from the store's orders, and takes it into use unless it is worse."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.recommendations.interactions import Interactions, interactions_of
from commerce.recommendations.learning import Neighbours, learn_taste, learn_together
from commerce.recommendations.measuring import chosen_tuning, measure
from commerce.recommendations.models import IN_USE, ProductNeighbours, RecommenderVersion, Relation

_WORSE = 0.95  # of the nDCG of the version in use: below it a new one is refused
_KEPT_VERSIONS = 3
_ROWS_AT_ONCE = 2_000
LEAST = 200  # purchases


@dataclass(frozen=True)
class Trained:
    """What became of a training."""

    version_id: int | None
    interactions: int
    figures: dict[str, Any]
    refused: str | None


async def train_recommender(sessions: Sessions, clock: Clock, *, least: int = LEAST) -> Trained:
    """Train on all orders, measure on the newest of them, and swap the new version in, in one transaction.

    Fewer than `least` purchases teach nothing.
    """
    async with sessions() as session:
        interactions = interactions_of([row async for row in _purchases(session)])
    if len(interactions) < least:
        return Trained(
            None, len(interactions), {}, f"{len(interactions)} purchases are too few to learn from"
        )
    figures = measure(interactions)
    taste = learn_taste(interactions, chosen_tuning(interactions))
    together = learn_together(interactions)
    async with sessions.begin() as session:
        used = await session.scalar(select(RecommenderVersion).where(IN_USE).with_for_update())
        refused = _why_refused(figures, used.figures if used else None)
        version = RecommenderVersion(
            trained_at=clock.now(), interactions=len(interactions), figures=figures, refused=refused
        )
        session.add(version)
        await session.flush()
        if refused is None:
            for relation, neighbours in ((Relation.TASTE, taste), (Relation.TOGETHER, together)):
                await _write(session, version.id, relation, interactions, neighbours)
            await session.execute(update(RecommenderVersion).where(IN_USE).values(is_in_use=False))
            version.is_in_use = True
        await _forget_old(session)
    return Trained(version.id, len(interactions), figures, refused)


def _why_refused(figures: dict[str, Any], used: dict[str, Any] | None) -> str | None:
    """Why a version is not taken into use: it finds less than the one in use, or than the best sellers do."""
    ndcg = figures["ours"]["ndcg"]
    if ndcg < figures["popularity"]["ndcg"]:
        return f"nDCG {ndcg:.3f} is below that of the best sellers, {figures['popularity']['ndcg']:.3f}"
    if used and ndcg < _WORSE * used["ours"]["ndcg"]:
        return f"nDCG {ndcg:.3f} is below that of the version in use, {used['ours']['ndcg']:.3f}"
    return None


async def _purchases(session: AsyncSession) -> AsyncIterator[tuple[str, str, float, str]]:
    query = (
        select(
            Order.customer_id,
            OrderLine.product_id,
            func.extract("epoch", Order.placed_at),
            Order.number,
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.placed_at.is_not(None), Order.status != OrderStatus.CANCELLED)
        .order_by(Order.placed_at, OrderLine.product_id)
    )
    async for customer, product, at, number in await session.stream(query):
        yield customer, product, float(at), number


async def _write(
    session: AsyncSession,
    version_id: int,
    relation: Relation,
    interactions: Interactions,
    neighbours: Neighbours,
) -> None:
    rows = (
        {
            "version_id": version_id,
            "product_id": product,
            "relation": relation,
            "others": [interactions.items[other] for other, _ in nearest],
            "scores": [weight for _, weight in nearest],
        }
        for place, product in enumerate(interactions.items)
        if (nearest := list(neighbours.of(place)))
    )
    for some in _batches(rows):
        await session.execute(insert(ProductNeighbours), some)


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


async def _forget_old(session: AsyncSession) -> None:
    """Keep the figures of every version, and the neighbours of the newest few that were in use."""
    newest = (
        select(RecommenderVersion.id)
        .where(RecommenderVersion.refused.is_(None))
        .order_by(RecommenderVersion.id.desc())
        .limit(_KEPT_VERSIONS)
    )
    await session.execute(delete(ProductNeighbours).where(ProductNeighbours.version_id.not_in(newest)))
