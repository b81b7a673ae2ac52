"""The store's search: sentence in, products out, with what was given up where nothing fits all of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.search.finding import Found, Hit, find, hits
from commerce.search.models import ProductDocument, SearchTerm
from commerce.search.relaxing import Relaxed, relaxations
from commerce.search.sentence import read_sentence
from commerce.search.vocabulary import REVISION, Vocabulary, read_vocabulary
from commerce.search.wanted import Wanted

Encode = Callable[[str], list[float]]
_MOST_TRIED = 12  # relaxations


@dataclass(frozen=True)
class Results:
    """What was found, the best first.

    `relaxed` tells what was given up where nothing fits all that was said, `sold_out` that what fits cannot
    be had now.
    """

    wanted: Wanted
    ids: tuple[str, ...] = ()
    relaxed: Relaxed | None = None
    sold_out: bool = False
    has_more: bool = False

    @property
    def searched(self) -> Wanted:
        """The search that the results satisfy."""
        return self.relaxed.wanted if self.relaxed else self.wanted


@dataclass
class ProductSearch:
    """Finds products; `encode` makes a vector of a text, `is_english` knows words that are no misspelling.

    Without `encode` products are found by words and filters alone.
    """

    encode: Encode | None
    is_english: Callable[[str], bool]
    _vocabulary: Vocabulary | None = field(default=None, init=False)
    _revision: int | None = field(default=None, init=False)

    async def vocabulary(self, session: AsyncSession) -> Vocabulary:
        """The store's words, read anew when the products have been indexed since."""
        revision = await session.scalar(select(SearchTerm.documents).where(SearchTerm.term == REVISION))
        if self._vocabulary is None or revision != self._revision:
            self._vocabulary = await read_vocabulary(session, self.is_english)
            self._revision = revision
        return self._vocabulary

    async def read(self, session: AsyncSession, text: str) -> Wanted:
        """What `text` asks to find."""
        return read_sentence(text, await self.vocabulary(session))

    async def search(self, session: AsyncSession, wanted: Wanted) -> Results:
        """What satisfies `wanted`, else what comes nearest and says what it gave up."""
        vocabulary = await self.vocabulary(session)
        embedding = await self._meaning(session, wanted)
        for asked in _readings(wanted):
            found = await find(session, asked, embedding, vocabulary.documents)
            if found.ids:
                return _results(asked, found)
        asked = replace(wanted, loose=())
        found = await find(session, asked, embedding, vocabulary.documents, available=False)
        if found.ids:
            return _results(asked, found, sold_out=True)
        for tried, relaxed in enumerate(relaxations(asked, vocabulary)):
            found = await find(session, relaxed.wanted, embedding, vocabulary.documents)
            if found.ids:
                return replace(_results(asked, found), relaxed=relaxed)
            if tried == _MOST_TRIED:
                break
        return Results(asked)

    async def hits(self, session: AsyncSession, results: Results, ids: Sequence[str]) -> list[Hit]:
        """The products of these results, each with the variants for which it was found."""
        return await hits(session, ids, results.searched, available=not results.sold_out)

    async def _meaning(self, session: AsyncSession, wanted: Wanted) -> Sequence[float] | None:
        if wanted.near:
            query = select(ProductDocument.embedding).where(ProductDocument.product_id == wanted.near)
            near = await session.scalar(query)
            if near is not None:
                return near
        if self.encode is None or not wanted.text.strip():
            return None
        return await asyncio.to_thread(self.encode, wanted.text)


def _readings(wanted: Wanted) -> Sequence[Wanted]:
    """As it was said, and without what the words may mean and need not."""
    return (wanted, replace(wanted, loose=())) if wanted.loose else (wanted,)


def _results(wanted: Wanted, found: Found, *, sold_out: bool = False) -> Results:
    return Results(wanted, found.ids, sold_out=sold_out, has_more=found.has_more)
