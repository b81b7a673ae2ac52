"""Keeps what products are found by true to the catalogue: facets, words, meaning, popularity."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, insert, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Category, Product
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.orders.models import Order, OrderLine, OrderStatus
from commerce.search.facets import TITLE, Described, facets_of
from commerce.search.models import ProductDocument, SearchTerm
from commerce.search.normalise import normalised, stems
from commerce.search.vocabulary import REVISION

Encode = Callable[[str], list[float]]
BATCH = 1_000  # products
_RECENT = timedelta(days=90)
_HALF_LIFE_DAYS = 30
_LAYOUT = "title + title, category and description"  # part of the hash, so that a change embeds all anew
_MOST_WORDS = 300  # of a description


@dataclass
class Indexed:
    """What an indexing has done."""

    categories: Mapping[str, str]
    products: int = 0
    embedded: int = 0
    terms: Counter[str] = field(default_factory=Counter)


async def index_products(sessions: Sessions, encode: Encode, encoder_digest: str, clock: Clock) -> Indexed:
    """Bring the whole index up to date, batch by batch; only what has changed is embedded and written."""
    async with sessions() as session:
        done = Indexed(dict((await session.execute(select(Category.id, Category.title))).all()))
    after = ""
    while True:
        async with sessions.begin() as session:
            products = await _batch(session, after)
            await _index(session, products, encode, encoder_digest, done)
        if len(products) < BATCH:
            break
        after = products[-1].id
    async with sessions.begin() as session:
        await _write_terms(session, done.terms, clock)
        await _write_popularity(session, clock)
    return done


async def _batch(session: AsyncSession, after: str) -> Sequence[Product]:
    page = select(Product).where(Product.id > after).order_by(Product.id).limit(BATCH)
    return (await session.scalars(page.options(selectinload(Product.variants)))).all()


async def _index(
    session: AsyncSession,
    products: Sequence[Product],
    encode: Encode,
    encoder_digest: str,
    done: Indexed,
) -> None:
    stored = await session.execute(
        select(ProductDocument.product_id, ProductDocument.content_hash).where(
            ProductDocument.product_id.in_([each.id for each in products])
        )
    )
    hashes: dict[str, str] = dict(stored.all())
    for product in products:
        category = done.categories.get(product.category_id or "", "")
        facets = _put_facets(product)
        texts = (product.title, f"{product.title}. {category}. {product.description}".strip())
        others = " ".join([category, product.brand or "", *_values(product)])
        content_hash = _hash(encoder_digest, *texts, others)
        done.products += 1
        titled = {f"{TITLE}:{word}" for word in stems(product.title)}
        done.terms.update({*normalised(" ".join([texts[1], others])).split(), *facets, *titled})
        if hashes.get(product.id) != content_hash:
            done.embedded += 1
            embedding = await asyncio.to_thread(_vector, encode, texts)
            await _write_document(session, product, others, embedding, content_hash)


def _put_facets(product: Product) -> set[str]:
    described = Described(
        product.title, product.category_id, product.brand, product.attributes, product.rating
    )
    for variant in product.variants:
        facets = facets_of(described, variant.options, is_on_sale=variant.is_on_sale)
        if facets != variant.facets:
            variant.facets = facets
    return {facet for variant in product.variants for facet in variant.facets}


def _values(product: Product) -> Iterator[str]:
    yield from product.attributes.values()
    for variant in product.variants:
        yield from variant.options.values()


async def _write_document(
    session: AsyncSession, product: Product, others: str, embedding: list[float], content_hash: str
) -> None:
    words = (
        _weighed(normalised(product.title), "A")
        .op("||")(_weighed(normalised(others), "B"))
        .op("||")(_weighed(_shortened(product.description), "D"))
    )
    row = upsert(ProductDocument).values(
        product_id=product.id, words=words, embedding=embedding, content_hash=content_hash
    )
    new = {name: row.excluded[name] for name in ("words", "embedding", "content_hash")}
    await session.execute(row.on_conflict_do_update(index_elements=["product_id"], set_=new))


def _weighed(words: str, weight: str) -> ColumnElement[str]:
    return func.setweight(func.to_tsvector(text("'aisle'"), words), literal_column(f"'{weight}'::\"char\""))


def _shortened(description: str) -> str:
    return " ".join(normalised(description).split()[:_MOST_WORDS])


def _vector(encode: Encode, texts: tuple[str, ...]) -> list[float]:
    """The sum of the texts' vectors; its length does not matter to the cosine."""
    return [sum(parts) for parts in zip(*map(encode, texts), strict=True)]


def _hash(*texts: str) -> str:
    return hashlib.sha256("\0".join((_LAYOUT, *texts)).encode()).hexdigest()


async def _write_terms(session: AsyncSession, terms: Counter[str], clock: Clock) -> None:
    await session.execute(delete(SearchTerm))
    kept = {term: count for term, count in terms.items() if count > 1 or not _is_long_kind(term)}
    kept[REVISION] = int(clock.now().timestamp() * 1_000)
    rows = [{"term": term, "documents": count} for term, count in kept.items()]
    await session.execute(insert(SearchTerm), rows)


def _is_long_kind(term: str) -> bool:
    return term.startswith("kind:") and " " in term


async def _write_popularity(session: AsyncSession, clock: Clock) -> None:
    """What sold in the last weeks counts, the newer the more: half after thirty days."""
    now = clock.now()
    age = func.extract("epoch", now - Order.placed_at) / (86_400 * _HALF_LIFE_DAYS)
    sold = (
        select(OrderLine.product_id, func.sum(OrderLine.quantity * func.power(0.5, age)).label("popularity"))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.placed_at >= now - _RECENT, Order.status != OrderStatus.CANCELLED)
        .group_by(OrderLine.product_id)
        .subquery()
    )
    await session.execute(
        update(ProductDocument)
        .where(ProductDocument.product_id == sold.c.product_id)
        .values(popularity=func.coalesce(sold.c.popularity, 0.0))
        .execution_options(synchronize_session=False)
    )
