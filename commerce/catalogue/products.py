"""Reads whole products."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Product


async def products_by_id(session: AsyncSession, ids: Sequence[str]) -> list[Product]:
    """The products of `ids` in that order, with category and variants; unknown ones are left out."""
    rows = await session.scalars(
        select(Product)
        .where(Product.id.in_(ids))
        .options(selectinload(Product.category), selectinload(Product.variants))
    )
    found = {product.id: product for product in rows}
    return [found[each] for each in dict.fromkeys(ids) if each in found]
