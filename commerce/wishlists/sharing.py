"""Shares a wish list by a link, and ends that: the link then leads nowhere, and a new one is another."""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import ClassVar

from sqlalchemy import func, select

from commerce.audit.service import Operation
from commerce.changes import Change, Context
from commerce.customers.models import Customer
from commerce.errors import CommerceError
from commerce.wishlists.models import Wishlist, WishlistItem


class NothingToShare(CommerceError):
    """there is nothing on the wish list"""


class NotShared(CommerceError):
    """the wish list is not shared"""


@dataclass(frozen=True, slots=True)
class SharePlan:
    """What the others will see: how many products, and under which name, None for none."""

    count: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Shared:
    """The key under which the list is seen, and what is seen."""

    key: str
    count: int
    name: str | None


@dataclass(frozen=True, slots=True)
class ShareWishlist(Change[Wishlist, SharePlan, Shared]):
    """Lets whoever has the link see a verified shopper's list, with their first name or without."""

    outcome: ClassVar = Shared
    raises: ClassVar = (NothingToShare,)
    private: ClassVar = frozenset({"key", "name"})

    shows_name: bool

    def operation(self, context: Context, /) -> Operation:
        return Operation("share_wishlist", "customer", context.customer_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Wishlist, SharePlan]:
        """Count what is on it."""
        row = await _own(context, lock=lock)
        count = await context.session.scalar(
            select(func.count()).where(WishlistItem.customer_id == context.customer_id)
        )
        if row is None or not count:
            raise NothingToShare
        customer = await context.session.get_one(Customer, context.customer_id)
        name = (customer.first_name or None) if self.shows_name else None
        return row, SharePlan(count, name)

    async def apply(self, context: Context, row: Wishlist, plan: SharePlan, /) -> Shared:
        """Keep the key there is, or make one."""
        row.share_key = row.share_key or token_urlsafe(18)
        row.shows_name = self.shows_name
        await context.session.flush()
        return Shared(row.share_key, plan.count, plan.name)


@dataclass(frozen=True, slots=True)
class StopSharing(Change[Wishlist, SharePlan, SharePlan]):
    """Makes the link lead nowhere."""

    outcome: ClassVar = SharePlan
    raises: ClassVar = (NotShared,)
    private: ClassVar = frozenset({"name"})

    def operation(self, context: Context, /) -> Operation:
        return Operation("stop_sharing_wishlist", "customer", context.customer_id)

    async def plan(self, context: Context, /, *, lock: bool) -> tuple[Wishlist, SharePlan]:
        """Find that it is shared."""
        row = await _own(context, lock=lock)
        if row is None or row.share_key is None:
            raise NotShared
        return row, SharePlan(0, None)

    async def apply(self, context: Context, row: Wishlist, plan: SharePlan, /) -> SharePlan:
        """Forget the key."""
        row.share_key = None
        await context.session.flush()
        return plan


async def _own(context: Context, *, lock: bool) -> Wishlist | None:
    query = (
        select(Wishlist)
        .where(Wishlist.customer_id == context.customer_id)
        .execution_options(populate_existing=True)
    )
    return await context.session.scalar(query.with_for_update(key_share=True) if lock else query)
