"""What a shopper may mean to type: kinds of goods and products that begin like it."""

from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product
from commerce.search.models import ProductDocument
from commerce.search.normalise import normalised
from commerce.search.vocabulary import Vocabulary

_MOST_KINDS, _MOST = 3, 8
_MOST_RANKED = 200


@dataclass(frozen=True)
class Suggestion:
    """What to search for, and the product that it is, where it is one."""

    text: str
    product_id: str | None = None


async def suggest(session: AsyncSession, typed: str, vocabulary: Vocabulary) -> list[Suggestion]:
    """Suggestions for what is typed so far, its last word perhaps not whole; none for less than a word."""
    words = normalised(typed[:80]).split()
    if not words or (len(words) == 1 and len(words[0]) < 2):
        return []
    found = await _products(session, words)
    if not found:
        words = [vocabulary.speller.corrected(word) for word in words]
        found = await _products(session, words)
    kinds = [Suggestion(kind) for kind in _kinds(" ".join(words), vocabulary)]
    return [*kinds, *found][:_MOST]


def _kinds(typed: str, vocabulary: Vocabulary) -> list[str]:
    """Kinds that several products are of, which begin so or have a word that does; the commonest first."""
    fitting = [
        (not kind.startswith(typed), -count, kind)
        for kind, count in vocabulary.kinds.items()
        if count > 1 and (kind.startswith(typed) or f" {typed}" in kind)
    ]
    return [kind for _, _, kind in sorted(fitting)[:_MOST_KINDS]]


async def _products(session: AsyncSession, words: list[str]) -> list[Suggestion]:
    """Products whose titles have all of the words, the last one as a beginning; the best sellers first."""
    query = func.to_tsquery(
        text("'aisle'::regconfig"), " & ".join([*(f"'{word}':A" for word in words[:-1]), f"'{words[-1]}':*A"])
    )
    some = (
        select(ProductDocument.product_id, ProductDocument.popularity)
        .where(ProductDocument.words.op("@@", is_comparison=True)(query))
        .limit(_MOST_RANKED)
        .subquery()
    )
    rows = await session.execute(
        select(Product.id, Product.title)
        .join(some, some.c.product_id == Product.id)
        .order_by(some.c.popularity.desc(), Product.title)
        .limit(_MOST)
    )
    return [Suggestion(title, product_id) for product_id, title in rows]
