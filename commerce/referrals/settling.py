"""Rewards both once the friend has kept an order beyond its return window, and never twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.audit.models import ActorKind
from commerce.audit.service import Cause, Operation, audit
from commerce.clock import Clock
from commerce.customers.models import CreditEntry, CreditReason, Customer
from commerce.customers.payment_methods import open_store_credit, store_credit_of
from commerce.loyalty.earning import kept_from
from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import months_later
from commerce.notification import Notifier, Recipient, notification
from commerce.orders.models import Order, OrderStatus
from commerce.orders.payments import money_of
from commerce.orders.problem_reports import ProblemReport, ProblemStatus
from commerce.referrals.claiming import is_same_person, lives_at
from commerce.referrals.models import Referral, ReferralStatus
from commerce.referrals.policy import ReferralPolicy, RewardKind, referral_policy
from commerce.returns.models import ReturnRequest, ReturnStatus

_YEAR = timedelta(days=365)
_RETURN_IS_OPEN = (ReturnStatus.APPROVED, ReturnStatus.MANUAL_REVIEW, ReturnStatus.RECEIVED)


async def open_referrals(session: AsyncSession, *, after: UUID | None, limit: int) -> list[UUID]:
    """Return referrals that are not settled, by id after `after`."""
    query = select(Referral.id).where(Referral.status == ReferralStatus.OPEN)
    if after is not None:
        query = query.where(Referral.id > after)
    return list(await session.scalars(query.order_by(Referral.id).limit(limit)))


async def settle(session: AsyncSession, referral_id: UUID, *, clock: Clock, notifier: Notifier) -> bool:
    """Reward or refuse an open referral if that is certain by now; whether it was rewarded."""
    referral = await session.scalar(
        select(Referral)
        .where(Referral.id == referral_id, Referral.status == ReferralStatus.OPEN)
        .with_for_update(skip_locked=True)
    )
    if referral is None:
        return False
    policy = await referral_policy(session)
    found = await _kept_order(session, referral, policy, clock)
    if isinstance(found, str):
        _close(referral, ReferralStatus.REFUSED, clock, reason=found)
    elif found is not None:
        return await _settle_with(session, referral, found, clock=clock, notifier=notifier)
    return False


async def _kept_order(
    session: AsyncSession, referral: Referral, policy: ReferralPolicy, clock: Clock
) -> Order | str | None:
    """The first order that counts; a reason where none will; None while that is open."""
    last = referral.claimed_at + timedelta(days=policy.within_days)
    orders = await session.scalars(
        select(Order)
        .where(
            Order.customer_id == referral.friend_id,
            Order.placed_at >= referral.claimed_at,
            Order.placed_at <= last,
            Order.status != OrderStatus.CANCELLED,
        )
        .order_by(Order.placed_at, Order.id)
        .options(selectinload(Order.lines))
    )
    is_open = False
    for order in orders:
        if not await is_settled(session, order, clock.now()):
            is_open = True
        elif order.currency == policy.currency and await _kept_minor(session, order) >= policy.least_minor:
            return None if is_open else order
    return None if is_open or clock.now() <= last else "too_late"


async def is_settled(session: AsyncSession, order: Order, now: datetime) -> bool:
    """Return whether nothing comes back any more: the return window is over, and nothing is under way."""
    if order.delivered_at is None or await kept_from(session, order, order.delivered_at) > now:
        return False
    returns = exists().where(ReturnRequest.order_id == order.id, ReturnRequest.status.in_(_RETURN_IS_OPEN))
    reports = exists().where(
        ProblemReport.order_id == order.id, ProblemReport.status == ProblemStatus.MANUAL_REVIEW
    )
    return not await session.scalar(select(returns | reports))


async def _kept_minor(session: AsyncSession, order: Order) -> int:
    return sum(line.paid_minor for line in order.lines) - (await money_of(session, order)).goods_refunded


async def _settle_with(
    session: AsyncSession,
    referral: Referral,
    order: Order,
    *,
    clock: Clock,
    notifier: Notifier,
) -> bool:
    """Reward both for `order`, unless they turn out to be one person or household."""
    policy = await referral_policy(session)
    # Whoever brings many is asked one after the other, so that the year's most holds.
    people = await _locked(session, referral)
    referrer, friend = people[referral.referrer_id], people[referral.friend_id]
    if is_same_person(referrer, friend):
        return _close(referral, ReferralStatus.REFUSED, clock, reason="same_person")
    if await lives_at(session, referrer.id, order.address):
        return _close(referral, ReferralStatus.REFUSED, clock, reason="household")
    is_full = await _rewarded_lately(session, referrer.id, clock.now()) >= policy.most_each_year
    _close(referral, ReferralStatus.REWARDED, clock, order=order)
    told = {referrer: 0 if is_full else policy.referrer, friend: policy.friend}
    for customer, amount in told.items():
        if amount:
            other = friend if customer is referrer else referrer
            await _reward(session, _Reward(referral.id, customer, amount, other, policy), clock, notifier)
    cause = Cause(ActorKind.SYSTEM, "referrals")
    audit(session, cause, Operation("reward_referral", "referral", str(referral.id)), {"is_full": is_full})
    await session.flush()
    return True


def _close(
    referral: Referral, status: ReferralStatus, clock: Clock, *, reason: str = "", order: Order | None = None
) -> bool:
    referral.status, referral.reason, referral.settled_at = status, reason, clock.now()
    referral.order_id = order.id if order else None
    return False


async def _locked(session: AsyncSession, referral: Referral) -> dict[str, Customer]:
    both = (referral.referrer_id, referral.friend_id)
    found = await session.scalars(
        select(Customer).where(Customer.id.in_(both)).order_by(Customer.id).with_for_update()
    )
    return {each.id: each for each in found}


async def _rewarded_lately(session: AsyncSession, referrer_id: str, now: datetime) -> int:
    """For how many friends the referrer was rewarded within a year."""
    count = await session.scalar(
        select(func.count())
        .select_from(Referral)
        .where(
            Referral.referrer_id == referrer_id,
            Referral.status == ReferralStatus.REWARDED,
            Referral.settled_at > now - _YEAR,
        )
    )
    return count or 0


@dataclass(frozen=True, slots=True)
class _Reward:
    referral_id: UUID
    customer: Customer
    amount: int
    other: Customer
    policy: ReferralPolicy


async def _reward(session: AsyncSession, reward: _Reward, clock: Clock, notifier: Notifier) -> None:
    customer, policy = reward.customer, reward.policy
    if policy.kind is RewardKind.POINTS:
        session.add(
            PointsEntry(
                customer_id=customer.id,
                points=reward.amount,
                reason=PointsReason.REFERRAL,
                occasion=str(reward.referral_id),
                created_at=clock.now(),
                expires_at=months_later(clock.now(), policy.expires_after_months),
            )
        )
    else:
        await open_store_credit(session, customer.id, policy.currency)
        method = await store_credit_of(session, customer.id, policy.currency, lock=True)
        session.add(
            CreditEntry(
                payment_method_id=method.id,
                amount_minor=reward.amount,
                currency=policy.currency,
                reason=CreditReason.GOODWILL,
            )
        )
    news = notification(
        "referral_rewarded",
        reward=policy.words(reward.amount),
        friend=reward.other.first_name or "Your friend",
    )
    await notifier.notify(session, Recipient(customer.id), news)
