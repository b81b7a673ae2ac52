"""Which products a sentence names: "the Tempo", "tempo running shoes", "desk lamp" where there is one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product
from commerce.search.facets import kinds_of
from commerce.search.models import ProductDocument
from commerce.search.normalise import normalised, singular, stems
from commerce.search.phrases import SAYS_NOTHING
from commerce.search.vocabulary import Vocabulary

_MOST_CANDIDATES = 200
_MOST_PRODUCTS = 2_000  # a word that more products have names none of them


@dataclass(frozen=True)
class Named:
    """A product, and where in the sentence it is named."""

    product_id: str
    title: str
    place: int
    length: int  # how many of its title's words are said


async def named_products(session: AsyncSession, sentence: str, vocabulary: Vocabulary) -> list[Named]:
    """The products that `sentence` names for certain, in its order; of those at one place the best named."""
    said = [vocabulary.speller.corrected(word) for word in normalised(sentence[:500]).split()]
    words = [singular(word) for word in said]
    rare = [
        word
        for word in dict.fromkeys(words)
        if word not in SAYS_NOTHING and 0 < _documents(vocabulary, word) <= _MOST_PRODUCTS
    ]
    if not rare:
        return []
    query = func.to_tsquery(text("'aisle'::regconfig"), " | ".join(f"'{word}':A" for word in rare))
    rows = await session.execute(
        select(Product.id, Product.title)
        .join(ProductDocument, ProductDocument.product_id == Product.id)
        .where(ProductDocument.words.op("@@", is_comparison=True)(query))
        .order_by(func.ts_rank(ProductDocument.words, query).desc(), Product.id)
        .limit(_MOST_CANDIDATES)
    )
    found = [
        named
        for product_id, title in rows
        for named in _named(product_id, title, words, sentence, vocabulary)
    ]
    return _best(found)


def _documents(vocabulary: Vocabulary, word: str) -> int:
    return max(vocabulary.documents.get(form, 0) for form in (word, f"{word}s", f"{word}es"))


def _named(
    product_id: str, title: str, words: Sequence[str], sentence: str, vocabulary: Vocabulary
) -> Iterator[Named]:
    """The product where its model is said together with its kind, or plainly as a name."""
    whole = stems(title)
    kind = next((k.split() for k in reversed(kinds_of(title)) if vocabulary.kinds.get(k, 0) > 1), [])
    model = whole[: len(whole) - len(kind)] or whole
    place = _place(model, words)
    if place is None:
        return
    of_kind = sum(word in words for word in kind)
    if of_kind or model == whole or _is_called(title.split()[: len(model)], sentence):
        yield Named(product_id, title, place, len(model) + of_kind)


def _place(model: Sequence[str], words: Sequence[str]) -> int | None:
    length = len(model)
    return next(
        (at for at in range(len(words) - length + 1) if list(words[at : at + length]) == list(model)), None
    )


def _is_called(model: Sequence[str], sentence: str) -> bool:
    """Whether a model that is an everyday word is used as a name: with a capital, or behind "the"."""
    name = re.escape(" ".join(model))
    plain = sentence.replace("’", "'")
    return bool(
        re.search(rf"(?<!^)(?<![.!?] )\b{name}\b", plain)
        or re.search(
            rf"\b(?:the|and|or|vs\.?|versus|than)\s+{name}\b(?!\s+(?:one|of)\b)", plain, re.IGNORECASE
        )
    )


def _best(found: Sequence[Named]) -> list[Named]:
    """At each place those of which most is said; two that are named alike are both meant, or neither."""
    best: dict[int, list[Named]] = {}
    for each in found:
        at = best.setdefault(each.place, [])
        if at and each.length > at[0].length:
            at.clear()
        if not at or each.length == at[0].length:
            at.append(each)
    return [at[0] for _, at in sorted(best.items()) if len(at) == 1]
