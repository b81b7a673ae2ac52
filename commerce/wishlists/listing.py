"""What is on a wish list, as its owner sees it and as those do whom they gave the link."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.catalogue.models import Product
from commerce.customers.models import Customer
from commerce.identity import Shopper
from commerce.money import Money
from commerce.wishlists.models import Wishlist, WishlistItem


@dataclass(frozen=True, slots=True)
class Wish:
    """A product on the list: in the variant that was named, else from its lowest price."""

    product_id: str
    sku: str | None
    title: str
    options: dict[str, str]
    price: Money | None  # None where it is not sold any more
    is_available: bool


@dataclass(frozen=True, slots=True)
class SharedWishlist:
    """A list as those see it who have its link; `owner` is None where the name is not shown."""

    owner: str | None
    wishes: tuple[Wish, ...]


async def wishes_of(session: AsyncSession, shopper: Shopper) -> list[Wish]:
    """Return what a verified shopper wishes for, what was added first first; raises NotAllowed."""
    return await _wishes(session, shopper.verified_customer())


async def share_key_of(session: AsyncSession, shopper: Shopper) -> str | None:
    """Return the key of a verified shopper's shared list; None where it is not shared."""
    found = await session.get(Wishlist, shopper.verified_customer(), populate_existing=True)
    return found.share_key if found else None


async def shared_wishlist(session: AsyncSession, share_key: str) -> SharedWishlist | None:
    """Return the list that is shared under a key, and no more of its owner than they allow."""
    row = (
        await session.execute(
            select(Wishlist, Customer.first_name)
            .join(Customer, Customer.id == Wishlist.customer_id)
            .where(Wishlist.share_key == share_key)
        )
    ).one_or_none()
    if row is None:
        return None
    wishlist, first_name = row
    owner = (first_name or None) if wishlist.shows_name else None
    return SharedWishlist(owner, tuple(await _wishes(session, wishlist.customer_id)))


async def _wishes(session: AsyncSession, customer_id: str) -> list[Wish]:
    rows = await session.execute(
        select(WishlistItem, Product)
        .join(Product, Product.id == WishlistItem.product_id)
        .where(WishlistItem.customer_id == customer_id)
        .options(selectinload(Product.variants))
        .order_by(WishlistItem.added_at, WishlistItem.product_id)
    )
    return [_wish(item, product) for item, product in rows]


def _wish(item: WishlistItem, product: Product) -> Wish:
    offered = [each for each in product.variants if each.is_offered and item.sku in (None, each.sku)]
    named = next((each for each in product.variants if each.sku == item.sku), None)
    cheapest = min(offered, key=lambda each: each.price_minor, default=None)
    return Wish(
        product.id,
        item.sku or (offered[0].sku if len(product.variants) == 1 and offered else None),
        product.title,
        named.options if named else {},
        cheapest.price if cheapest else None,
        any(each.is_available() for each in offered),
    )
