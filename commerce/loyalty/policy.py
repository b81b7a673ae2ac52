"""The store's loyalty rules, read from its policies."""

import calendar
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.money import Money
from commerce.policies.service import PolicyValue, read_policy


class PointsValue(PolicyValue):
    """What points are worth: each whole `points` of them `amount_minor` of `currency`."""

    points: int = Field(gt=0)
    amount_minor: int = Field(gt=0)
    currency: str

    def worth(self, points: int) -> Money:
        """Return the money that the whole steps in `points` come to."""
        return Money(max(0, points) // self.points * self.amount_minor, self.currency)

    def points_for(self, amount_minor: int) -> int:
        """Return the points that are worth at least `amount_minor`."""
        return -(-amount_minor // self.amount_minor) * self.points

    def whole_steps(self, points: int) -> int:
        """Return `points` less what does not make a whole step."""
        return points - points % self.points


class Tier(BaseModel):
    """A tier and the points from which it begins."""

    model_config = ConfigDict(frozen=True)

    name: str
    from_points: int = Field(ge=0)


class TierPolicy(PolicyValue):
    """The tiers, lowest first, by the points earned in the last `period_months`."""

    tiers: tuple[Tier, ...] = Field(min_length=1)
    period_months: int = Field(gt=0)


async def points_value(session: AsyncSession) -> PointsValue:
    """Read what points are worth; raises MalformedPolicy."""
    return await read_policy(session, "points_value", PointsValue)


async def tier_policy(session: AsyncSession) -> TierPolicy:
    """Read the tiers; raises MalformedPolicy."""
    return await read_policy(session, "loyalty_tiers", TierPolicy)


def months_later(moment: datetime, months: int) -> datetime:
    """Return the same day `months` later (negative: earlier), or the last day of a shorter month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
