"""What customers did, read for many at a time: what scores and segments stand on."""

from asyncio import to_thread
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.loyalty.policy import TierPolicy, months_later, tier_policy
from commerce.segments.order_value import OrderValue, fit_values
from commerce.segments.queries import FACTS, ITEMS, SAMPLED, TIER_POINTS, TOP
from commerce.segments.repeat_buying import NotFitted, Purchases, RepeatBuying, fit

WEEK = timedelta(weeks=1)
# As many customers as tell the parameters well; more only take longer.
_SAMPLE = 20_000


@dataclass(frozen=True, slots=True)
class Facts:
    """One customer's past; sums in minor units of `currency`, days of several orders counted once."""

    customer_id: str
    joined_at: datetime
    orders: int = 0
    days: int = 0  # on which they ordered
    first_at: datetime | None = None
    last_at: datetime | None = None
    spent_minor: int = 0
    later_minor: int = 0  # of the days after the first
    currency: str | None = None
    country: str | None = None
    channel: str | None = None
    views: int = 0
    adds: int = 0
    checkouts: int = 0
    acted_at: datetime | None = None
    cart_at: datetime | None = None
    sent: int = 0
    answered: int = 0
    items: dict[str, int] = field(default_factory=dict)  # by category
    tier_points: int = 0
    tiers: tuple[str, ...] = ()  # those that the points reach, but for the lowest

    @property
    def repeats(self) -> int:
        """On how many days they ordered again."""
        return max(0, self.days - 1)


@dataclass(frozen=True, slots=True)
class Models:
    """How this store's customers buy; None where too few bought again to tell."""

    buying: RepeatBuying | None
    value: OrderValue | None
    currency: str | None


def purchases_of(facts: list[Facts], now: datetime) -> Purchases:
    """Return the purchases of customers who have ordered, in weeks."""
    rows = [
        (each.repeats, (each.last_at - each.first_at) / WEEK, (now - each.first_at) / WEEK)
        for each in facts
        if each.first_at is not None and each.last_at is not None
    ]
    columns = np.array(rows, dtype=float).reshape(-1, 3).T
    return Purchases(columns[0], columns[1], np.maximum(columns[2], columns[1]))


async def learn(session: AsyncSession, now: datetime) -> Models:
    """Fit the models to a sample of the customers, the same each time."""
    rows = await session.execute(SAMPLED, {"now": now, "limit": _SAMPLE})
    facts = [Facts(row.customer_id, now, **_bought(row)) for row in rows]
    currencies = [each.currency for each in facts]
    currency = max(set(currencies), key=lambda each: (currencies.count(each), each or ""), default=None)
    try:
        buying = await to_thread(fit, purchases_of(facts, now))  # seconds of pure reckoning
    except NotFitted:
        return Models(None, None, currency)
    again = [each for each in facts if each.repeats and each.later_minor > 0 and each.currency == currency]
    repeats = np.array([each.repeats for each in again], dtype=float)
    means = np.array([each.later_minor / each.repeats for each in again])
    try:
        return Models(buying, await to_thread(fit_values, repeats, means), currency)
    except NotFitted:
        return Models(buying, None, currency)


async def read_facts(session: AsyncSession, now: datetime, *, after: str, limit: int) -> list[Facts]:
    """Return the facts of `limit` customers, by id after `after`."""
    given = {"now": now, "after": after, "limit": limit}
    lately = {"acted_since": now - timedelta(days=7), "sent_since": now - timedelta(days=14)}
    rows = (await session.execute(FACTS, given | lately)).all()
    items: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for customer_id, category_id, count in await session.execute(ITEMS, given):
        items[customer_id][category_id] = int(count)
    policy = await tier_policy(session)
    since = months_later(now, -policy.period_months)
    rewarded = await session.execute(TIER_POINTS, given | {"since": since})
    points: dict[str, int] = {customer_id: int(count) for customer_id, count in rewarded}
    return [
        Facts(
            row.customer_id,
            row.joined_at,
            **_bought(row),
            country=row.country,
            channel=row.channel,
            views=row.views or 0,
            adds=row.adds or 0,
            checkouts=row.checkouts or 0,
            acted_at=row.acted_at,
            cart_at=row.cart_at,
            sent=row.sent or 0,
            answered=row.answered or 0,
            items=items[row.customer_id],
            tier_points=points.get(row.customer_id, 0),
            tiers=_reached(policy, points.get(row.customer_id, 0)),
        )
        for row in rows
    ]


def _reached(policy: TierPolicy, points: int) -> tuple[str, ...]:
    tiers = sorted(policy.tiers, key=lambda each: each.from_points)
    return tuple(each.name for each in tiers[1:] if each.from_points <= points)


def _bought(row: Row[Any]) -> dict[str, Any]:
    names = ("orders", "days", "spent_minor", "later_minor")
    found: dict[str, Any] = {name: int(getattr(row, name) or 0) for name in names}
    return found | {name: getattr(row, name) for name in ("first_at", "last_at", "currency")}


async def least_of_top(session: AsyncSession, percent: float, currency: str | None, now: datetime) -> int:
    """Return from how much on somebody is among the `percent` who have spent most, in minor units."""
    given = {"share": 1 - percent / 100, "currency": currency, "now": now}
    return int(await session.scalar(TOP, given) or 0)
