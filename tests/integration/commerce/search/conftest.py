"""A small shop whose products mean what their axis says: meanings without a model."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from commerce.catalogue.models import Category, Product, Variant
from commerce.database import Sessions
from commerce.search.indexing import index_products
from commerce.search.service import ProductSearch, Results
from tests.factories import FixedClock, a_product, a_variant, store

# What a word means, as far as this shop goes; a text means the sum of its words.
AXES = {
    "shoe": 0, "shoes": 0, "sneakers": 0, "boots": 0, "run": 1, "running": 1, "jog": 1, "hike": 2,
    "hiking": 2, "trail": 2, "lamp": 3, "light": 3, "bright": 3, "reading": 4, "desk": 5, "mug": 6,
    "coffee": 6, "tea": 6,
}  # fmt: skip


def meaning(text: str) -> list[float]:
    vector = [0.001] * 384
    for word in text.lower().replace(".", " ").split():
        vector[AXES.get(word, 300)] += 1.0
    return vector


@dataclass(frozen=True)
class SmallShop:
    """Its search, and sessions to search with."""

    sessions: Sessions
    search: ProductSearch

    async def titles(self, text: str) -> list[str]:
        """The titles of what is found, the best first."""
        results = await self.results(text)
        return [title for title, _ in await self.found(results)]

    async def results(self, text: str) -> Results:
        async with self.sessions() as session:
            return await self.search.search(session, await self.search.read(session, text))

    async def found(self, results: Results) -> list[tuple[str, Variant]]:
        async with self.sessions() as session:
            hits = await self.search.hits(session, results, results.ids)
        return [(hit.product.title, hit.variant) for hit in hits]

    async def index(self) -> int:
        """Index what has changed; how many were embedded anew."""
        return (await index_products(self.sessions, meaning, "axes", FixedClock())).embedded


SHELF: Sequence[tuple[str, str, str, dict[str, object], list[tuple[dict[str, str], int, int]]]] = (
    ("p1", "Tempo Running Shoes", "footwear", {"brand": "Northlea", "rating": 4.6, "review_count": 9},
     [({"size": "9", "color": "black"}, 7900, 3), ({"size": "10", "color": "black"}, 7900, 0),
      ({"size": "9", "color": "white"}, 8900, 2)]),
    ("p2", "Court Running Shoes", "footwear", {"rating": 3.2, "review_count": 4},
     [({"size": "9", "color": "white"}, 5900, 1), ({"size": "10", "color": "blue"}, 5900, 4)]),
    ("p3", "Summit Hiking Boots", "footwear", {"attributes": {"material": "leather"}},
     [({"size": "9", "color": "brown"}, 15900, 5), ({"size": "10", "color": "brown"}, 15900, 5)]),
    ("p4", "Mews Hiking Boots", "footwear", {},
     [({"size": "9", "color": "navy"}, 9900, 5), ({"size": "11", "color": "navy"}, 9900, 5)]),
    ("p5", "Quill Desk Lamp", "home", {"description": "A bright light for reading."},
     [({"color": "black"}, 3900, 5), ({"color": "brass"}, 4900, 5)]),
    ("p6", "Arden Desk Lamp", "home", {}, [({"color": "white"}, 2900, 0)]),
    ("p7", "Potter's Mug", "home", {"description": "For coffee and tea."}, [({"size": "300 ml"}, 1200, 9)]),
)  # fmt: skip


@pytest.fixture
async def shop(sessions: Sessions) -> SmallShop:
    """The shop, indexed."""
    rows: list[object] = [Category(id="footwear", title="Footwear"), Category(id="home", title="Home")]
    variants: list[Variant] = []
    for product_id, title, category, values, forms in SHELF:
        product: Product = a_product(id=product_id, title=title, category_id=category, **values)
        rows.append(product)
        variants += [
            a_variant(product, options=options, price_minor=price, stock_on_hand=stock)
            for options, price, stock in forms
        ]
    async with sessions.begin() as session:
        await store(session, rows[:2], rows[2:], variants)
    made = SmallShop(
        sessions, ProductSearch(meaning, lambda word: word in {"present", "made", "sofa", "lego"})
    )
    await made.index()
    return made
