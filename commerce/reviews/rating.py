"""Keeps a product's rating, and what it is found by, true to its published reviews."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalogue.models import Product, Variant
from commerce.reviews.models import Review, ReviewStatus
from commerce.search.facets import STARS


async def rate_anew(session: AsyncSession, product_id: str) -> None:
    """Work out the product's rating; other reviews of it wait until the transaction ends."""
    product = await session.get_one(Product, product_id, with_for_update=True)
    await session.flush()
    published = (Review.product_id == product_id, Review.status == ReviewStatus.PUBLISHED)
    count, mean = (
        await session.execute(select(func.count(), func.avg(Review.stars)).where(*published))
    ).one()
    product.review_count, product.rating = count, float(mean) if count else None
    stars = [f"{STARS}:{number}" for number in range(1, int(product.rating or 0) + 1)]
    for variant in await session.scalars(select(Variant).where(Variant.product_id == product_id)):
        others = [each for each in variant.facets if not each.startswith(f"{STARS}:")]
        variant.facets = sorted([*others, *stars])
