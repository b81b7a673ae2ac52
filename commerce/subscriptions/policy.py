"""The store's rules for subscriptions."""

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.policies.service import PolicyValue, read_policy


class SubscriptionTerms(PolicyValue):
    """Whether goods of a category can be subscribed to, and what each order then costs less."""

    is_offered: bool
    percent_off: int = Field(default=0, ge=0, le=90)


class SubscriptionIntervals(PolicyValue):
    """The shortest and the longest time between two orders, in days."""

    min_days: int = Field(gt=0)
    max_days: int = Field(gt=0)


class SubscriptionRetries(PolicyValue):
    """After how many days a payment that failed is tried again, each counted from the one before."""

    days: tuple[int, ...]


class SubscriptionNotice(PolicyValue):
    """How many days before an order its customer is told of it; 0 means not at all."""

    days: int = Field(ge=0)


class StayOffer(PolicyValue):
    """What the next order costs less for who stays, once for each subscription; 0 means nothing."""

    percent_off: int = Field(ge=0, le=90)


async def subscription_terms(session: AsyncSession, category_id: str | None) -> SubscriptionTerms:
    """Read the terms of a category; raises MalformedPolicy."""
    return await read_policy(session, "subscription_terms", SubscriptionTerms, category_id=category_id)


async def subscription_intervals(session: AsyncSession) -> SubscriptionIntervals:
    """Read which intervals are possible; raises MalformedPolicy."""
    return await read_policy(session, "subscription_intervals", SubscriptionIntervals)


async def stay_offer(session: AsyncSession) -> StayOffer:
    """Read what is offered to who wants to go; raises MalformedPolicy."""
    return await read_policy(session, "subscription_offer", StayOffer)
