"""The loyalty tier of a customer: by the points that the orders of the last months earned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from commerce.loyalty.models import PointsEntry, PointsReason
from commerce.loyalty.policy import Tier, TierPolicy, months_later

_OF_ORDERS = frozenset({PointsReason.EARNED, PointsReason.CLAWED_BACK, PointsReason.RESTORED})


@dataclass(frozen=True, slots=True)
class TierStanding:
    """A tier, the points that count for it, and what changes it.

    `next` is the tier above, `missing` the points to it; `until` is when this tier ends if nothing more is
    earned, None for the lowest.
    """

    tier: Tier
    points: int
    next: Tier | None
    missing: int
    until: datetime | None


def tier_standing(entries: Iterable[PointsEntry], policy: TierPolicy, now: datetime) -> TierStanding:
    """Return how a customer with this ledger stands. Redeeming lowers no tier; sending goods back does."""
    earned = _earned(entries)
    begin = months_later(now, -policy.period_months)
    counted = sorted((at, points) for at, points in earned.values() if at > begin)
    total = sum(points for _, points in counted)
    tiers = sorted(policy.tiers, key=lambda each: each.from_points)
    reached = [each for each in tiers if each.from_points <= total] or tiers[:1]
    above = next((each for each in tiers if each.from_points > total), None)
    until, left = None, total
    for at, points in counted:
        left -= points
        if left < reached[-1].from_points:
            until = months_later(at, policy.period_months)
            break
    return TierStanding(reached[-1], total, above, above.from_points - total if above else 0, until)


def _earned(entries: Iterable[PointsEntry]) -> Mapping[UUID, tuple[datetime, int]]:
    """Return when each order earned points, and what is left of them after returns."""
    earned: dict[UUID, tuple[datetime, int]] = {}
    for entry in entries:
        if entry.order_id is None or entry.reason not in _OF_ORDERS:
            continue
        at, points = earned.get(entry.order_id, (entry.created_at, 0))
        if entry.reason is PointsReason.EARNED:
            at = entry.created_at
        earned[entry.order_id] = (at, points + entry.points)
    return {order: (at, max(0, points)) for order, (at, points) in earned.items()}
