"""Finds variants, and says whether one may take another's place."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Variant
from commerce.errors import CommerceError, NotFound


@dataclass(eq=False)
class VariantNotFound(NotFound):
    """no variant {sku}"""

    sku: str


@dataclass(eq=False)
class NotSameProduct(CommerceError):
    """variant {sku} is not of the product {title!r}"""

    title: str
    sku: str


@dataclass(eq=False)
class SameVariant(CommerceError):
    """{title!r} is variant {sku} already"""

    title: str
    sku: str


@dataclass(eq=False)
class VariantUnavailable(CommerceError):
    """{asked} of variant {sku} asked for, in stock: {in_stock}

    There are not as many of a variant as asked for; `in_stock` is None where stock is not counted.
    """

    sku: str
    options: dict[str, str]
    asked: int
    in_stock: int | None


SWAP_REFUSALS = (VariantNotFound, NotSameProduct, SameVariant, VariantUnavailable)


async def variants_by_sku(session: AsyncSession, skus: Iterable[str], *, lock: bool) -> dict[str, Variant]:
    """Variants with their products, in one locking sequence; raises VariantNotFound."""
    wanted = sorted(set(skus))
    query = (
        select(Variant)
        .where(Variant.sku.in_(wanted))
        .options(selectinload(Variant.product))
        .order_by(Variant.sku)
        .execution_options(populate_existing=True)
    )
    rows = await session.scalars(query.with_for_update(key_share=True) if lock else query)
    found = {variant.sku: variant for variant in rows}
    for sku in wanted:
        if sku not in found:
            raise VariantNotFound(sku)
    return found


async def available_alternatives(session: AsyncSession, sku: str) -> list[Variant]:
    """The other variants of the same product that can be had now, by price."""
    return [variant for variant in await other_variants(session, sku) if variant.is_available()]


async def other_variants(session: AsyncSession, sku: str) -> list[Variant]:
    """All other variants of the same product, by price, whether they can be had or not."""
    product_of = select(Variant.product_id).where(Variant.sku == sku).scalar_subquery()
    rows = await session.scalars(
        select(Variant)
        .where(Variant.product_id == product_of, Variant.sku != sku)
        .order_by(Variant.price_minor, Variant.sku)
    )
    return list(rows)


def require_same_product(title: str, product_id: str, old_sku: str, new: Variant, currency: str) -> None:
    """Raise SameVariant or NotSameProduct unless `new` may take the place of `old_sku`."""
    if new.product_id != product_id:
        raise NotSameProduct(title, new.sku)
    if new.sku == old_sku:
        raise SameVariant(title, new.sku)
    if new.currency != currency:
        raise VariantUnavailable(new.sku, new.options, 1, 0)


def require_available(variant: Variant, quantity: int) -> None:
    """Raise VariantUnavailable unless `quantity` of it can be had now."""
    if not variant.is_available(quantity):
        counted = variant.stock_on_hand if variant.is_offered else 0
        raise VariantUnavailable(variant.sku, variant.options, quantity, counted)
