"""Finds products: filters exactly, then by words and by meaning, the two merged by reciprocal rank."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, not_, or_, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Product, Variant
from commerce.search.facets import CATEGORY
from commerce.search.models import ProductDocument
from commerce.search.wanted import Group, Order, Wanted

RANKED = 60  # of each ranking: what is merged, and the most that is ever shown
_FEW = 3_000  # variants: up to so many that satisfy the filters, all are compared, without the index
_MOST_BY_WORDS = 400  # products whose rank by words is worked out, since that reads each
_FEW_BY_WORDS = 5
_K = 60  # of reciprocal rank fusion
_WORDS_WEIGHT = 1.0
_SOME_WORDS_WEIGHT = 0.4
_MEANING_WEIGHT = 0.9
# How far from the nearest by meaning a product may be, in cosine distance, and be shown for it.
_FARTHEST = 0.64
_FARTHER = 0.14


@dataclass(frozen=True)
class Hit:
    """A product that was found, and its variants that satisfy the filters, the cheapest first."""

    product: Product
    variants: tuple[Variant, ...]

    @property
    def variant(self) -> Variant:
        """The one that is shown."""
        return self.variants[0]


@dataclass(frozen=True)
class Found:
    """The ids of the products that were found, the best first, and whether there were more than ranked."""

    ids: tuple[str, ...]
    has_more: bool = False


async def find(
    session: AsyncSession,
    wanted: Wanted,
    embedding: Sequence[float] | None,
    documents: Mapping[str, int],
    *,
    available: bool = True,
) -> Found:
    """The products that satisfy `wanted`; with `available` only by variants that can be had now.

    `embedding` is the meaning of its text, None where there is none to compare; `documents` tells in how many
    products a word is.
    """
    conditions = variant_conditions(wanted, available=available)
    few = await _few(session, conditions)
    matching = _matching(wanted, conditions, few)
    if wanted.order is not None or not (wanted.words or embedding is not None or wanted.near):
        return _found(await session.scalars(_in_order(matching, wanted, conditions)))
    by_words, by_some = await _by_words(session, matching, wanted, documents)
    by_meaning: list[str] = []
    if embedding is not None:
        by_meaning = await _by_meaning(session, matching, embedding, wanted, is_exact=few is not None)
    return _found(
        merged((by_words, _WORDS_WEIGHT), (by_some, _SOME_WORDS_WEIGHT), (by_meaning, _MEANING_WEIGHT))
    )


async def hits(
    session: AsyncSession, ids: Sequence[str], wanted: Wanted, *, available: bool = True
) -> list[Hit]:
    """The products of `ids` in that order, each with the variants for which it was found."""
    rows = await session.scalars(
        select(Product).where(Product.id.in_(ids)).options(selectinload(Product.category))
    )
    products = {product.id: product for product in rows}
    variants = await session.scalars(
        select(Variant)
        .where(Variant.product_id.in_(ids), *variant_conditions(wanted, available=available))
        .order_by(Variant.price_minor, Variant.sku)
    )
    matching: dict[str, list[Variant]] = {}
    for variant in variants:
        matching.setdefault(variant.product_id, []).append(variant)
    return [
        Hit(products[each], tuple(matching[each])) for each in ids if each in products and each in matching
    ]


def variant_conditions(wanted: Wanted, *, available: bool) -> list[ColumnElement[bool]]:
    """What a variant has to be."""
    conditions: list[ColumnElement[bool]] = [Variant.is_offered == true()]
    if available:
        conditions.append(or_(Variant.stock_on_hand.is_(None), Variant.stock_on_hand > 0))
    certain = [group[0] for group in wanted.groups if len(group) == 1]
    if certain:
        conditions.append(Variant.facets.contains(certain))
    conditions += [Variant.facets.overlap(list(group)) for group in wanted.groups if len(group) > 1]
    if wanted.without:
        conditions.append(not_(Variant.facets.overlap(list(wanted.without))))
    if wanted.lowest is not None:
        conditions.append(Variant.price_minor >= wanted.lowest)
    if wanted.highest is not None:
        conditions.append(Variant.price_minor <= wanted.highest)
    return conditions


async def _few(session: AsyncSession, conditions: Sequence[ColumnElement[bool]]) -> list[str] | None:
    """The products with such variants where they are few enough to compare each; else None."""
    some = select(Variant.product_id).where(*conditions).limit(_FEW + 1)
    found = list(await session.scalars(some))
    return None if len(found) > _FEW else list(dict.fromkeys(found))


def _matching(
    wanted: Wanted, conditions: Sequence[ColumnElement[bool]], few: list[str] | None
) -> list[ColumnElement[bool]]:
    """What a document has to be."""
    if few is not None:
        matching: list[ColumnElement[bool]] = [ProductDocument.product_id.in_(few)]
    else:
        matching = [exists().where(Variant.product_id == ProductDocument.product_id, *conditions)]
    matching += [not_(_has(_query([word], "&"))) for word in wanted.without_words]
    if wanted.near:
        matching.append(ProductDocument.product_id != wanted.near)
    return matching


def _has(query: ColumnElement[Any]) -> ColumnElement[bool]:
    return ProductDocument.words.op("@@", is_comparison=True)(query)


def _query(words: Iterable[str], joined_by: str) -> ColumnElement[Any]:
    """Words that are normalised already, so that nothing in them is an operator."""
    quoted = f" {joined_by} ".join(f"'{word}'" for word in words)
    return func.to_tsquery(text("'aisle'::regconfig"), quoted)


async def _by_words(
    session: AsyncSession,
    matching: Sequence[ColumnElement[bool]],
    wanted: Wanted,
    documents: Mapping[str, int],
) -> tuple[list[str], list[str]]:
    """Those with all of the words, best first; and where these are few, those with the rarest of them."""
    words = list(wanted.words) or [part for kind in wanted.kinds for part in kind.partition(":")[2].split()]
    if not words:
        return [], []
    found = list(await session.scalars(_ranked(_query(words, "&"), matching)))
    if len(found) >= _FEW_BY_WORDS or len(words) == 1:
        return found, []
    some = await session.scalars(_ranked(_query(_rarest(words, documents), "|"), matching))
    return found, [each for each in some if each not in found]


def _rarest(words: Sequence[str], documents: Mapping[str, int]) -> list[str]:
    """The words that few products have, as many as together are in not too many; at least one."""
    counted = sorted((documents.get(word, 0) + documents.get(f"{word}s", 0), word) for word in words)
    kept, total = [counted[0][1]], counted[0][0]
    for count, word in counted[1:]:
        total += count
        if total > _MOST_BY_WORDS:
            break
        kept.append(word)
    return kept


def _ranked(query: ColumnElement[Any], matching: Sequence[ColumnElement[bool]]) -> Select[str]:
    """Those that have the words, the best first; of very many only so many are ranked."""
    candidates = (
        select(ProductDocument.product_id, ProductDocument.words, ProductDocument.popularity)
        .where(_has(query), *matching)
        .limit(_MOST_BY_WORDS)
        .subquery()
    )
    rank = func.ts_rank_cd(text("'{0.1, 0.3, 0.5, 1.0}'::float4[]"), candidates.c.words, query, 1)
    return (
        select(candidates.c.product_id)
        .order_by(rank.desc(), candidates.c.popularity.desc(), candidates.c.product_id)
        .limit(RANKED)
    )


async def _by_meaning(
    session: AsyncSession,
    matching: Sequence[ColumnElement[bool]],
    embedding: Sequence[float],
    wanted: Wanted,
    *,
    is_exact: bool,
) -> list[str]:
    """The nearest in meaning. Through the index where many satisfy the filters, else each is compared."""
    distance = ProductDocument.embedding.cosine_distance(embedding)
    # An index serves only the bare distance.
    order: ColumnElement[float] = distance + literal(0.0) if is_exact else distance
    if not is_exact:
        await session.execute(
            select(
                func.set_config("hnsw.iterative_scan", "strict_order", True),
                func.set_config("hnsw.ef_search", "100", True),
            )
        )
    rows = await session.execute(
        select(ProductDocument.product_id, distance).where(*matching).order_by(order).limit(RANKED)
    )
    found = rows.all()
    if wanted.kinds or wanted.near or any(group[0].startswith(f"{CATEGORY}:") for group in wanted.filters):
        return [each for each, _ in found]
    nearest = found[0][1] if found else 0.0
    return [each for each, far in found if far <= min(_FARTHEST, nearest + _FARTHER)]


def _in_order(
    matching: Sequence[ColumnElement[bool]], wanted: Wanted, conditions: Sequence[ColumnElement[bool]]
) -> Select[str]:
    query = select(ProductDocument.product_id).where(*matching)
    if wanted.words and not wanted.kinds:
        query = query.where(_has(_query(wanted.words, "&")))
    price = (
        select(func.min(Variant.price_minor))
        .where(Variant.product_id == ProductDocument.product_id, *conditions)
        .scalar_subquery()
    )
    popular = ProductDocument.popularity.desc()
    if wanted.order in (Order.CHEAPEST, Order.DEAREST):
        keys = [price.desc() if wanted.order is Order.DEAREST else price.asc(), popular]
    elif wanted.order in (Order.BEST_RATED, Order.NEWEST):
        query = query.join(Product, Product.id == ProductDocument.product_id)
        newest = Product.created_at.desc()
        rated = Product.rating.desc().nulls_last()
        keys = [newest, popular] if wanted.order is Order.NEWEST else [rated, Product.review_count.desc()]
    else:
        keys = [popular]
    return query.order_by(*keys, ProductDocument.product_id).limit(RANKED)


def merged(*rankings: tuple[Sequence[str], float]) -> list[str]:
    """Several rankings as one: each gives its weight, divided by the place, to what it ranks."""
    scores: dict[str, float] = {}
    for ranking, weight in rankings:
        for place, each in enumerate(ranking, start=1):
            scores[each] = scores.get(each, 0.0) + weight / (_K + place)
    return sorted(scores, key=lambda each: (-scores[each], each))


def _found(ids: Iterable[str]) -> Found:
    found = tuple(ids)
    return Found(found[:RANKED], len(found) >= RANKED)


def without_group(wanted: Wanted, group: Group) -> Wanted:
    """The same without one of its filters."""
    return replace(
        wanted,
        kinds=() if group == wanted.kinds else wanted.kinds,
        filters=tuple(each for each in wanted.filters if each != group),
        loose=tuple(each for each in wanted.loose if each != group),
        stars=None if group == (f"stars:{wanted.stars}",) else wanted.stars,
    )
