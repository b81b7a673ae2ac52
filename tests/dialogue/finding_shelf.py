"""Goods that the tests of finding look for: their kinds are sold by nobody else in the dialogue store."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Category, Product, Variant
from commerce.clock import SystemClock
from commerce.database import Sessions
from commerce.help.encoder import QuestionEncoder
from commerce.orders.models import OrderStatus
from commerce.recommendations.training import train_recommender
from commerce.reviews.models import Review, ReviewStatus
from commerce.search.indexing import index_products
from tests.dialogue.servers import VAR
from tests.dialogue.shoppers import a_shopper_with_orders, ago
from tests.factories import a_line, a_product, a_variant, an_order, store

Form = tuple[dict[str, str], int, int]  # options, price in cents, stock
CLOCK = SystemClock("America/New_York")
_ORDERS = 70  # of three goods each: enough to learn from


@dataclass(frozen=True)
class Shelved:
    """A product of the shelf."""

    id: str
    title: str
    category: str
    description: str
    forms: Sequence[Form]
    attributes: tuple[tuple[str, str], ...] = ()
    brand: str | None = None
    rating: float | None = None
    before_minor: int | None = None


SHELF = (
    Shelved("fz1", "Marsh Waders", "angling", "Keeps you dry to the chest. Weighs 900 grams.",
            [({"size": "9", "color": "green"}, 8900, 4), ({"size": "10", "color": "green"}, 8900, 0),
             ({"size": "9", "color": "brown"}, 9900, 4)], (("material", "neoprene"),), "Heron", 4.5),
    Shelved("fz2", "Brook Waders", "angling", "A light pair for summer streams.",
            [({"size": "9", "color": "green"}, 5900, 2), ({"size": "11", "color": "blue"}, 5900, 2)],
            (("material", "nylon"),), "Otter", 3.4),
    Shelved("fz3", "Delta Waders", "angling", "Stitched by hand.",
            [({"size": "10", "color": "brown"}, 14900, 3)], (("material", "leather"),), "Heron", 4.9),
    Shelved("fz4", "Quiet Angling Rod", "angling", "Four parts that fit in a rucksack.",
            [({"length": "2.4 m"}, 4500, 5), ({"length": "3 m"}, 5500, 5)], (), "Heron", 4.1, 6900),
    Shelved("fz5", "Swift Angling Rod", "angling", "Carbon, for casting far.",
            [({"length": "3 m"}, 9500, 0)], (), "Otter", 4.0),
    Shelved("fz6", "Lure Box", "angling", "Holds forty lures and floats.", [({}, 1900, 9)], (), "Otter", 4.2),
)  # fmt: skip


async def fill(sessions: Sessions) -> None:
    """Put the shelf into the store, once, with reviews and buyers, and index and learn what is there."""
    async with sessions.begin() as session:
        if await session.get(Category, "angling") is None:
            await store(session, Category(id="angling", title="Angling"), *_rows())
    shopper = await a_shopper_with_orders(sessions, first_name="Rod")
    async with sessions.begin() as session:
        for days in range(1, _ORDERS + 1):
            lines = [
                a_line(await session.get_one(Variant, f"{each}-0"), title=each)
                for each in ("fz1", "fz4", "fz6")
            ]
            placed_at = ago(days=30 + days)
            session.add(an_order(shopper.customer, lines, status=OrderStatus.DELIVERED, placed_at=placed_at))
    encoder = QuestionEncoder(VAR / "encoder")
    await index_products(sessions, encoder.encode, encoder.digest, CLOCK)
    await train_recommender(sessions, CLOCK)


def _rows() -> list[object]:
    rows: list[object] = []
    for each in SHELF:
        product = a_product(
            id=each.id,
            title=each.title,
            category_id=each.category,
            description=each.description,
            attributes=dict(each.attributes),
            brand=each.brand,
            rating=each.rating,
            review_count=1 if each.rating else 0,
        )
        variants = [
            a_variant(
                product,
                sku=f"{each.id}-{place}",
                options=options,
                price_minor=price,
                stock_on_hand=stock,
                compare_at_minor=each.before_minor,
            )
            for place, (options, price, stock) in enumerate(each.forms)
        ]
        review = Review(
            id=uuid4(), product_id=each.id, author="Ada M.", stars=round(each.rating or 4),
            text=f"My {each.title} has lasted three seasons.", status=ReviewStatus.PUBLISHED,
        )  # fmt: skip
        rows += [product, variants, review]
    return rows


async def variants_of(sessions: Sessions, title: str) -> list[Variant]:
    """The variants of the product with this title, with their product."""
    async with sessions() as session:
        rows = await session.scalars(
            select(Variant)
            .join(Product, Product.id == Variant.product_id)
            .where(Product.title == title)
            .options(selectinload(Variant.product))
        )
        return list(rows)
