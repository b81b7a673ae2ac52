"""What a customer is told of the friends they invited, and who has invited most: first names alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.identity import Shopper
from commerce.loyalty.earning import kept_from
from commerce.orders.models import Order, OrderStatus
from commerce.referrals.models import Referral, ReferralStatus

_LATEST = 10
_SHOWN = 5


class FriendState(StrEnum):
    """How far a friend has come."""

    NO_ORDER = "no_order"
    ORDERED = "ordered"  # it has not arrived yet
    WAITING = "waiting"  # it may still go back
    REWARDED = "rewarded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class InvitedFriend:
    """A friend by their first name; `at` is when their order cannot go back any more, or was rewarded."""

    name: str
    state: FriendState
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the leaderboard; several may share one."""

    rank: int
    name: str
    friends: int
    is_asker: bool


async def invited_friends(session: AsyncSession, shopper: Shopper, *, clock: Clock) -> list[InvitedFriend]:
    """Return who came with a verified shopper's code, the latest first; raises NotAllowed."""
    rows = await session.execute(
        select(Referral, Customer.first_name)
        .join(Customer, Customer.id == Referral.friend_id)
        .where(Referral.referrer_id == shopper.verified_customer())
        .order_by(Referral.claimed_at.desc(), Referral.id)
        .limit(_LATEST)
    )
    return [await _friend(session, referral, name, clock.now()) for referral, name in rows.all()]


async def leaderboard(session: AsyncSession, shopper: Shopper) -> list[Place]:
    """Return the first places by friends rewarded for, and a verified shopper's own; raises NotAllowed."""
    asker = shopper.verified_customer()
    ranked = _ranked().subquery()
    is_shown = (ranked.c.row <= _SHOWN) | (ranked.c.referrer_id == asker)
    rows = await session.execute(
        select(ranked.c.rank, Customer.first_name, ranked.c.friends, ranked.c.referrer_id)
        .join(Customer, Customer.id == ranked.c.referrer_id)
        .where(is_shown)
        .order_by(ranked.c.row)
    )
    return [Place(rank, name, friends, of == asker) for rank, name, friends, of in rows]


def _ranked() -> Select[tuple[str, int, int, int]]:
    friends = func.count()
    order = (friends.desc(), func.min(Referral.settled_at))
    return (
        select(
            Referral.referrer_id,
            friends.label("friends"),
            func.rank().over(order_by=friends.desc()).label("rank"),
            func.row_number().over(order_by=(*order, Referral.referrer_id)).label("row"),
        )
        .join(Customer, Customer.id == Referral.referrer_id)
        .where(Referral.status == ReferralStatus.REWARDED, Customer.first_name != "")
        .group_by(Referral.referrer_id)
    )


async def _friend(session: AsyncSession, referral: Referral, name: str, now: datetime) -> InvitedFriend:
    if referral.status is not ReferralStatus.OPEN:
        return InvitedFriend(name, FriendState(referral.status.value), referral.settled_at)
    order = await session.scalar(
        select(Order)
        .where(
            Order.customer_id == referral.friend_id,
            Order.placed_at >= referral.claimed_at,
            Order.status != OrderStatus.CANCELLED,
        )
        .order_by(Order.placed_at, Order.id)
        .options(selectinload(Order.lines))
        .limit(1)
    )
    if order is None:
        return InvitedFriend(name, FriendState.NO_ORDER, None)
    if order.delivered_at is None:
        return InvitedFriend(name, FriendState.ORDERED, None)
    over = await kept_from(session, order, order.delivered_at)
    return InvitedFriend(name, FriendState.WAITING, max(over, now))
