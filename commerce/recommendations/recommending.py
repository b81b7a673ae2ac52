"""Recommends products: for a shopper, like or with another, popular, new or best rated, within filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

import numpy as np
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product, Variant
from commerce.clock import Clock
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.recommendations.models import IN_USE, ProductNeighbours, RecommenderVersion, Relation
from commerce.search.finding import find, variant_conditions
from commerce.search.models import ProductDocument
from commerce.search.wanted import Wanted

SHOWN = 12
_CANDIDATES = 60
_HISTORY = 20  # products of a shopper's past: what they had to do with last counts
_JUST_BOUGHT = timedelta(days=45)
_NEWEST_COUNTS = 0.9  # how much each step further back counts of the one before
_DIVERSITY = 0.3  # of the choice: the rest is how well a product fits
_NEW = timedelta(days=60)
_LEAST_REVIEWS = 3


class Why(StrEnum):
    """Why a product is recommended."""

    BECAUSE_OF = "because_of"  # of something they bought or looked at
    TOGETHER = "together"
    LIKE = "like"
    POPULAR = "popular"
    NEW = "new"
    RATED = "rated"


@dataclass(frozen=True)
class Recommended:
    """A product, why, and which other product is the reason."""

    product_id: str
    why: Why
    because_of: str | None = None


@dataclass(frozen=True)
class Occasion:
    """Who asks and within what: `viewed` are products they just had to do with, the newest first."""

    customer_id: str | None = None
    viewed: Sequence[str] = ()
    wanted: Wanted = field(default_factory=Wanted)


async def for_shopper(session: AsyncSession, occasion: Occasion, clock: Clock) -> list[Recommended]:
    """What suits a shopper by what they bought and looked at; the best sellers where nothing is known."""
    history = await _history(session, occasion)
    weights = {product: _NEWEST_COUNTS**place for place, product in enumerate(history)}
    scored = await _scored(session, Relation.TASTE, weights)
    known = {*history, *await _just_bought(session, occasion.customer_id, clock)}
    scores = {each: value for each, (value, _) in scored.items() if each not in known}
    kept = await _allowed(session, scores, occasion.wanted)
    chosen = await _diverse(session, {each: scores[each] for each in kept})
    found = [Recommended(each, Why.BECAUSE_OF, scored[each][1]) for each in chosen]
    return await _filled(session, found, known, occasion.wanted)


async def similar_to(session: AsyncSession, product_id: str, wanted: Wanted) -> list[Recommended]:
    """What is most like a product: by what it is, and by who buys it."""
    near = replace(wanted, near=product_id)
    embedding = await session.scalar(
        select(ProductDocument.embedding).where(ProductDocument.product_id == product_id)
    )
    found = await find(session, near, embedding, {}) if embedding is not None else None
    return [Recommended(each, Why.LIKE, product_id) for each in (found.ids if found else ())][:SHOWN]


async def going_with(session: AsyncSession, product_ids: Sequence[str], wanted: Wanted) -> list[Recommended]:
    """What is bought together with these products; what their buyers like, where too few were."""
    weights = dict.fromkeys(product_ids, 1.0)
    found: list[Recommended] = []
    for relation, why in ((Relation.TOGETHER, Why.TOGETHER), (Relation.TASTE, Why.BECAUSE_OF)):
        scored = await _scored(session, relation, weights)
        taken = {each.product_id for each in found}
        scores = {each: value for each, (value, _) in scored.items() if each not in {*product_ids, *taken}}
        kept = await _allowed(session, scores, wanted)
        chosen = await _diverse(session, {each: scores[each] for each in kept})
        found += [Recommended(each, why, scored[each][1]) for each in chosen]
    return found[:SHOWN]


async def popular(session: AsyncSession, wanted: Wanted) -> list[Recommended]:
    """What sells best in these weeks."""
    query = _having(wanted).order_by(ProductDocument.popularity.desc(), ProductDocument.product_id)
    return [Recommended(each, Why.POPULAR) for each in await session.scalars(query.limit(SHOWN))]


async def newest(session: AsyncSession, wanted: Wanted, clock: Clock) -> list[Recommended]:
    """What came into the store last; nothing where nothing did in the last two months."""
    query = (
        _having(wanted)
        .join(Product, Product.id == ProductDocument.product_id)
        .where(Product.created_at >= clock.now() - _NEW)
        .order_by(Product.created_at.desc(), ProductDocument.product_id)
    )
    return [Recommended(each, Why.NEW) for each in await session.scalars(query.limit(SHOWN))]


async def best_rated(session: AsyncSession, wanted: Wanted) -> list[Recommended]:
    """What customers like best, of what several have reviewed."""
    query = (
        _having(wanted)
        .join(Product, Product.id == ProductDocument.product_id)
        .where(Product.review_count >= _LEAST_REVIEWS)
        .order_by(Product.rating.desc(), Product.review_count.desc(), Product.id)
    )
    return [Recommended(each, Why.RATED) for each in await session.scalars(query.limit(SHOWN))]


async def _history(session: AsyncSession, occasion: Occasion) -> list[str]:
    """What the shopper looked at, then what they bought, the newest first."""
    history = list(dict.fromkeys(occasion.viewed))
    if occasion.customer_id is not None and len(history) < _HISTORY:
        rows = await session.scalars(
            select(OrderLine.product_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.customer_id == occasion.customer_id, Order.status != OrderStatus.CANCELLED)
            .order_by(Order.placed_at.desc(), OrderLine.position)
            .limit(2 * _HISTORY)
        )
        history = list(dict.fromkeys([*history, *rows]))
    return history[:_HISTORY]


async def _just_bought(session: AsyncSession, customer_id: str | None, clock: Clock) -> set[str]:
    if customer_id is None:
        return set()
    rows = await session.scalars(
        select(OrderLine.product_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.customer_id == customer_id, Order.placed_at >= clock.now() - _JUST_BOUGHT)
    )
    return set(rows)


async def _scored(
    session: AsyncSession, relation: Relation, weights: Mapping[str, float]
) -> dict[str, tuple[float, str]]:
    """The score of each neighbour, and which product gave most of it."""
    if not weights:
        return {}
    rows = await session.execute(
        select(ProductNeighbours.product_id, ProductNeighbours.others, ProductNeighbours.scores)
        .join(RecommenderVersion, RecommenderVersion.id == ProductNeighbours.version_id)
        .where(
            IN_USE,
            ProductNeighbours.relation == relation,
            ProductNeighbours.product_id.in_(list(weights)),
        )
    )
    total: dict[str, float] = {}
    most: dict[str, tuple[float, str]] = {}
    for product, others, scores in rows:
        for other, score in zip(others, scores, strict=True):
            part = score * weights[product]
            total[other] = total.get(other, 0.0) + part
            most[other] = max(most.get(other, (0.0, product)), (part, product))
    return {other: (score, most[other][1]) for other, score in total.items()}


async def _allowed(session: AsyncSession, scores: Mapping[str, float], wanted: Wanted) -> list[str]:
    """The best of those that can be had and satisfy the filters: the cut comes after them."""
    if not scores:
        return []
    rows = await session.scalars(_having(wanted).where(ProductDocument.product_id.in_(list(scores))))
    return sorted(rows, key=lambda each: (-scores[each], each))[:_CANDIDATES]


def _having(wanted: Wanted) -> Select[str]:
    """The products that can be had in a form that satisfies the filters."""
    conditions = variant_conditions(wanted, available=True)
    is_there: ColumnElement[bool] = exists().where(
        Variant.product_id == ProductDocument.product_id, *conditions
    )
    return select(ProductDocument.product_id).where(is_there)


async def _diverse(session: AsyncSession, scores: Mapping[str, float]) -> list[str]:
    """The best, each as unlike those before it as it fits well: maximal marginal relevance."""
    rows = await session.execute(
        select(ProductDocument.product_id, ProductDocument.embedding).where(
            ProductDocument.product_id.in_(list(scores))
        )
    )
    found = [(each, np.asarray(list(embedding), dtype=np.float32)) for each, embedding in rows]
    if not found:
        return []
    ids = [each for each, _ in found]
    vectors = np.stack([vector for _, vector in found])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    fit = np.array([scores[each] for each in ids], dtype=np.float32)
    fit /= max(float(fit.max()), 1e-9)
    likeness = np.zeros(len(ids), dtype=np.float32)
    is_left = np.ones(len(ids), dtype=bool)
    chosen: list[str] = []
    while is_left.any() and len(chosen) < SHOWN:
        value = np.where(is_left, (1 - _DIVERSITY) * fit - _DIVERSITY * likeness, -np.inf)
        best = int(np.argmax(value))
        chosen.append(ids[best])
        is_left[best] = False
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return chosen


async def _filled(
    session: AsyncSession, found: list[Recommended], known: set[str], wanted: Wanted
) -> list[Recommended]:
    """As many as are shown, with best sellers where taste gives too few."""
    if len(found) >= SHOWN:
        return found
    taken = {*known, *(each.product_id for each in found)}
    best = [each for each in await popular(session, wanted) if each.product_id not in taken]
    return [*found, *best][:SHOWN]
