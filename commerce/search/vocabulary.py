"""The words of one store: its kinds of goods, options, brands and categories."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Category, Variant
from commerce.search.colors import COLORS
from commerce.search.facets import BRAND, CATEGORY, COLOR, KIND, STARS, TITLE
from commerce.search.models import SearchTerm
from commerce.search.normalise import normalised, singular, stems
from commerce.search.size_regions import Region, region_of
from commerce.search.spelling import IsEnglish, Speller
from commerce.search.words import words

REVISION = "revision:"  # the term whose count tells when the words were indexed
# Last words of titles that are no kind of thing alone: "a set of bowls" is no dumbbell set.
_TOO_GENERAL = words("set kit pack pair box case cover stand piece bundle item product size color")
_OWN = frozenset({KIND, CATEGORY, BRAND, STARS, TITLE, "sale", "revision"})
_EVERYDAY = words("and the of for")


@dataclass(frozen=True)
class Vocabulary:
    """What the words of a sentence may mean in this store."""

    kinds: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)  # facets by how their value is written
    brands: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    category_titles: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)  # in how many products a word is
    title_words: frozenset[str] = frozenset()
    speller: Speller = field(default_factory=lambda: Speller({}, str.isalpha))
    region: Region = Region.US  # whose sizes the store has

    @property
    def colors(self) -> frozenset[str]:
        """Every colour of the store."""
        return frozenset(value for value, facets in self.values.items() if f"{COLOR}:{value}" in facets)

    def has(self, facet: str) -> bool:
        """Whether anything has this facet."""
        return facet in self.values.get(facet.partition(":")[2], frozenset())

    def is_called(self, word: str) -> bool:
        """Whether something is called so, and not only described with the word."""
        is_name = word in self.title_words or word in self.categories
        return is_name or word in self.values or f"{word}s" in self.values

    def is_sold(self, word: str) -> bool:
        """Whether something is called so or described with the word, of which there may be several."""
        return self.is_described(word, f"{word}s", f"{word}es") or word in self.categories

    def is_described(self, *words: str) -> bool:
        """Whether something is described with one of these words."""
        return any(word in self.documents for word in words)


async def read_vocabulary(session: AsyncSession, is_english: IsEnglish) -> Vocabulary:
    """The store's words as they were last indexed; of the kinds those that several products share."""
    is_kind = SearchTerm.term.startswith(f"{KIND}:")
    is_name = is_kind & SearchTerm.term.contains(" ") & (SearchTerm.documents < 2)
    rows = await session.execute(select(SearchTerm.term, SearchTerm.documents).where(~is_name))
    titles = await session.execute(select(Category.id, Category.title))
    currency = await session.scalar(
        select(Variant.currency).group_by(Variant.currency).order_by(func.count().desc()).limit(1)
    )
    found = vocabulary_of(dict(rows.all()), dict(titles.all()), is_english)
    return replace(found, region=region_of(currency))


def vocabulary_of(
    terms: Mapping[str, int], categories: Mapping[str, str], is_english: IsEnglish
) -> Vocabulary:
    """The vocabulary of these words and facets, each with the number of products that have it."""
    kinds, brands = {}, {}
    values: dict[str, set[str]] = defaultdict(set)
    documents = {}
    title_words = {term.partition(":")[2] for term in terms if term.startswith(f"{TITLE}:")}
    for term, count in terms.items():
        name, is_facet, value = term.partition(":")
        if not is_facet:
            documents[term] = count
        elif name == KIND:
            if value not in _TOO_GENERAL and len(value) > 1 and not value.isdigit():
                kinds[value] = count
        elif name == BRAND:
            brands[value] = term
        elif name not in _OWN:
            values[value].add(term)
    said = {*documents, *COLORS, *_words([*kinds, *values, *brands, *map(normalised, categories.values())])}
    counted = {word: documents.get(word, 1) for word in said}
    return Vocabulary(
        kinds,
        {value: frozenset(facets) for value, facets in values.items()},
        brands,
        {phrase: each for each, title in categories.items() for phrase in _names_of(each, title)},
        dict(categories),
        documents,
        frozenset(title_words),
        Speller(counted, is_english),
    )


def _names_of(category_id: str, title: str) -> set[str]:
    """What a category may be called: its id, its title, and each word of it."""
    words = [word for word in stems(title) if word not in _EVERYDAY]
    return {" ".join(stems(category_id)), " ".join(words), *words}


def _words(texts: Iterable[str]) -> set[str]:
    found = {word for text in texts for word in text.split()}
    return found | {singular(word) for word in found}
