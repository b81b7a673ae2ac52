"""Products that the words of a sentence may name, for whoever reads the sentence more closely."""

import operator
from collections.abc import Iterable, Sequence
from functools import reduce

from sqlalchemy import Integer, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Product, Variant

_MOST_WORDS = 24
_SHORTEST = 3  # letters that tell something
_SAY_NOTHING = frozenset(
    """
    the and one two three four five six for with add put please cart basket bag into order buy want like need
    some more another also too get have take can could would you your this that these those them
    """.split()  # noqa: SIM905  words read better as a text
)


async def products_with_words(
    session: AsyncSession, words: Iterable[str], *, limit: int = 40
) -> list[Product]:
    """Return products with their variants whose titles have one of `words`, those with most of them first."""
    told = [word for word in dict.fromkeys(each.lower() for each in words) if _tells(word)]
    if not told:
        return []
    has = [Product.title.regexp_match(rf"\m{word}", flags="i") for word in told[:_MOST_WORDS]]
    points = [cast(case((each, 1), else_=0), Integer) for each in has]
    count = reduce(operator.add, points)
    is_offered = select(Variant.sku).where(Variant.product_id == Product.id, Variant.is_offered).exists()
    found = await session.scalars(
        select(Product)
        .where(count > 0, is_offered)
        .options(selectinload(Product.variants))
        .order_by(count.desc(), func.length(Product.title), Product.id)
        .limit(limit)
    )
    return list(found)


def _tells(word: str) -> bool:
    """Whether a word may be one of a title: letters and digits, and not what any sentence has."""
    return len(word) >= _SHORTEST and word.isalnum() and word not in _SAY_NOTHING


async def products_by_id(session: AsyncSession, ids: Sequence[str]) -> list[Product]:
    """Return these products with their variants, in this order; what there is not is left out."""
    rows = await session.scalars(
        select(Product).where(Product.id.in_(ids)).options(selectinload(Product.variants))
    )
    by_id = {product.id: product for product in rows}
    return [by_id[each] for each in ids if each in by_id]


async def product_of_sku(session: AsyncSession, sku: str) -> Product | None:
    """Return the product that the variant is of, with its variants; None where there is none."""
    return await session.scalar(
        select(Product)
        .where(Product.id == select(Variant.product_id).where(Variant.sku == sku).scalar_subquery())
        .options(selectinload(Product.variants))
    )
