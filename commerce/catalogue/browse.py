"""Shows the catalogue page by page, as a storefront does."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Category, Product, Variant
from commerce.money import Money

LONGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """A product as a shelf shows it: with its lowest price and how many variants it comes in."""

    id: str
    title: str
    category_id: str | None
    price: Money
    variants: int
    rating: float | None = None
    reviews: int = 0


async def browse_products(
    session: AsyncSession,
    *,
    category_id: str | None = None,
    search: str = "",
    limit: int = 24,
    after: str | None = None,
) -> tuple[list[ShelfItem], str | None]:
    """A page of offered products by id, and where the next one starts; None on the last.

    Every word of `search` must be in the title.
    """
    page = min(limit, LONGEST_PAGE)
    found = await session.execute(_shelf(category_id, search.split(), after).limit(page + 1))
    items = [
        ShelfItem(product_id, title, category, Money(price, currency), variants, rating, reviews)
        for product_id, title, category, price, currency, variants, rating, reviews in found
    ]
    return items[:page], items[page - 1].id if len(items) > page else None


def _shelf(
    category_id: str | None, words: Sequence[str], after: str | None
) -> Select[str, str, str | None, int, str, int, float | None, int]:
    shelf = (
        select(
            Product.id,
            Product.title,
            Product.category_id,
            func.min(Variant.price_minor),
            func.min(Variant.currency),
            func.count(),
            Product.rating,
            Product.review_count,
        )
        .join(Variant, Variant.product_id == Product.id)
        .where(Variant.is_offered)
        .group_by(Product.id)
        .order_by(Product.id)
    )
    for word in words:
        shelf = shelf.where(Product.title.icontains(word, autoescape=True))
    if category_id is not None:
        shelf = shelf.where(Product.category_id == category_id)
    if after is not None:
        shelf = shelf.where(Product.id > after)
    return shelf


async def list_categories(session: AsyncSession) -> Sequence[Category]:
    """Every category, by title."""
    return (await session.scalars(select(Category).order_by(Category.title))).all()
