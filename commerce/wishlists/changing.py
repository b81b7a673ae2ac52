"""Puts products on a wish list and takes them off; nothing is bought or held by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Cause, Operation, once
from commerce.catalogue.models import Product
from commerce.clock import Clock
from commerce.errors import CommerceError
from commerce.identity import Shopper
from commerce.plans import fingerprint
from commerce.wishlists.models import Wishlist, WishlistItem

MOST_WISHES = 100


@dataclass(eq=False)
class WishlistFull(CommerceError):
    """a wish list holds at most {most} products"""

    most: int


@dataclass(frozen=True, slots=True)
class WishlistChanged:
    """The titles of what was put on the list, of what was on it already, and of what was taken off."""

    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


async def add_wishes(
    session: AsyncSession, shopper: Shopper, wanted: Mapping[str, str | None], *, cause: Cause, clock: Clock
) -> WishlistChanged:
    """Put products, by id, on a verified shopper's list, each in the variant that is named, if one is.

    Raises NotAllowed and WishlistFull. One that is on the list takes the variant that is named now.
    """
    customer_id = shopper.verified_customer()

    async def work() -> WishlistChanged:
        titles = await _titles(session, wanted)
        await session.execute(
            insert(Wishlist).values(customer_id=customer_id, created_at=clock.now()).on_conflict_do_nothing()
        )
        await session.get_one(Wishlist, customer_id, with_for_update={"key_share": True})
        there = set(await _on_list(session, customer_id))
        new = [each for each in titles if each not in there]
        if len(there) + len(new) > MOST_WISHES:
            raise WishlistFull(MOST_WISHES)
        for product_id in titles:
            row = insert(WishlistItem).values(
                customer_id=customer_id, product_id=product_id, sku=wanted[product_id], added_at=clock.now()
            )
            sku = func.coalesce(row.excluded.sku, WishlistItem.sku)
            key = [WishlistItem.customer_id, WishlistItem.product_id]
            await session.execute(row.on_conflict_do_update(index_elements=key, set_={"sku": sku}))
        return WishlistChanged(
            added=tuple(titles[each] for each in new),
            kept=tuple(titles[each] for each in titles if each in there),
        )

    named = ",".join(f"{product}:{sku or ''}" for product, sku in sorted(wanted.items()))
    operation = Operation("add_wishes", "wishlist", f"{customer_id}/{fingerprint(named)}")
    return await once(session, cause, operation, WishlistChanged, work)


async def remove_wishes(
    session: AsyncSession, shopper: Shopper, product_ids: Sequence[str], *, cause: Cause
) -> WishlistChanged:
    """Take products off a verified shopper's list; what is not on it is no error. Raises NotAllowed."""
    customer_id = shopper.verified_customer()

    async def work() -> WishlistChanged:
        titles = await _titles(session, product_ids)
        gone = await session.scalars(
            delete(WishlistItem)
            .where(WishlistItem.customer_id == customer_id, WishlistItem.product_id.in_(product_ids))
            .returning(WishlistItem.product_id)
        )
        removed = set(gone)
        return WishlistChanged(removed=tuple(titles[each] for each in titles if each in removed))

    operation = Operation("remove_wishes", "wishlist", f"{customer_id}/{fingerprint(sorted(product_ids))}")
    return await once(session, cause, operation, WishlistChanged, work)


async def _titles(
    session: AsyncSession, product_ids: Sequence[str] | Mapping[str, str | None]
) -> dict[str, str]:
    rows = await session.execute(select(Product.id, Product.title).where(Product.id.in_(list(product_ids))))
    found = {row.id: row.title for row in rows}
    return {each: found[each] for each in product_ids if each in found}


async def _on_list(session: AsyncSession, customer_id: str) -> Sequence[str]:
    found = await session.scalars(
        select(WishlistItem.product_id).where(WishlistItem.customer_id == customer_id)
    )
    return found.all()
