"""What narrows a search down when it finds too much: filters that split what was found."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product, Variant
from commerce.money import Money
from commerce.search.facets import COLOR, KIND, kinds_of
from commerce.search.finding import variant_conditions
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Wanted

_MOST_OF_A_KIND = 2
_LEAST, _MOST = 0.1, 0.8  # which share of what was found a filter has to leave
_ROUND = (10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1000, 1500, 2000)


@dataclass(frozen=True)
class Narrowing:
    """A filter that is offered: what the button says, and the words that mean it."""

    title: str
    words: str


async def narrowings(
    session: AsyncSession, ids: Sequence[str], wanted: Wanted, vocabulary: Vocabulary
) -> list[Narrowing]:
    """Filters that leave some of what was found, and not nearly all of it."""
    rows = await session.execute(
        select(Product.id, Product.title, Variant.price_minor, Variant.currency, Variant.facets)
        .join(Variant, Variant.product_id == Product.id)
        .where(Product.id.in_(ids), *variant_conditions(wanted, available=True))
    )
    found = [_Form(*row) for row in rows]
    offered = [*_kinds(found, wanted, vocabulary), *_prices(found, wanted), *_colors(found, wanted)]
    return [each for each, share in offered if _LEAST <= share <= _MOST]


@dataclass(frozen=True)
class _Form:
    product_id: str
    title: str
    price_minor: int
    currency: str
    facets: Sequence[str]


Shared = Iterator[tuple[Narrowing, float]]


def _kinds(found: Sequence[_Form], wanted: Wanted, vocabulary: Vocabulary) -> Shared:
    titles = {each.product_id: each.title for each in found}
    said = {facet.removeprefix(f"{KIND}:") for facet in wanted.kinds}
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for title in titles.values():
        kinds = [kind for kind in kinds_of(title) if vocabulary.kinds.get(kind, 0) > 1]
        if kinds and kinds[-1] not in said:
            counted[kinds[-1]] += 1
            names[kinds[-1]] = " ".join(title.split()[-len(kinds[-1].split()) :])
    for kind, count in counted.most_common(_MOST_OF_A_KIND):
        yield Narrowing(names[kind], f"only {names[kind]}"), count / len(titles)


def _prices(found: Sequence[_Form], wanted: Wanted) -> Shared:
    cheapest: dict[str, int] = {}
    for each in found:
        cheapest[each.product_id] = min(each.price_minor, cheapest.get(each.product_id, each.price_minor))
    if wanted.lowest is not None or not cheapest:
        return
    middle = sorted(cheapest.values())[len(cheapest) // 2]
    limit = next((each for each in _ROUND if each * 100 >= middle), None)
    if limit is None or (wanted.highest is not None and limit * 100 >= wanted.highest):
        return
    below = sum(price <= limit * 100 for price in cheapest.values())
    told = str(Money(limit * 100, found[0].currency)).removesuffix(".00")
    yield Narrowing(f"Under {told}", f"under {told}"), below / len(cheapest)


def _colors(found: Sequence[_Form], wanted: Wanted) -> Shared:
    if any(facet.startswith(f"{COLOR}:") for group in wanted.filters for facet in group):
        return
    products = {each.product_id for each in found}
    having = {(each.product_id, facet) for each in found for facet in each.facets}
    counted = Counter(facet for _, facet in having if facet.startswith(f"{COLOR}:") and " " not in facet)
    for facet, count in counted.most_common(_MOST_OF_A_KIND):
        color = facet.partition(":")[2]
        yield Narrowing(f"In {color}", f"in {color}"), count / len(products)
