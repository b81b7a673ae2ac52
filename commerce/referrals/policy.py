"""What the store gives for a friend, as its policy `referral` says."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.money import Money
from commerce.policies.service import PolicyValue, read_policy


class RewardKind(StrEnum):
    """In what somebody is rewarded."""

    POINTS = "points"
    CREDIT = "credit"  # store credit, in minor units of `currency`


class ReferralPolicy(PolicyValue):
    """The rewards of both, and for which orders they are given; a reward of 0 is none."""

    kind: RewardKind
    referrer: int = Field(ge=0)
    friend: int = Field(ge=0)
    currency: str = ""  # of credit, and of `least_minor`
    least_minor: int = Field(0, ge=0)  # what the friend must keep of the order
    within_days: int = Field(gt=0)  # the friend has to order so soon after using the code
    most_each_year: int = Field(ge=0)  # of rewards to one referrer
    expires_after_months: int = Field(12, gt=0)  # of points

    @model_validator(mode="after")
    def _names_its_currency(self) -> Self:
        if not self.currency:
            raise ValueError("the least amount and credit need a currency")
        return self

    @property
    def is_offered(self) -> bool:
        """Whether anything is given at all."""
        return bool(self.referrer or self.friend)

    def words(self, amount: int) -> str:
        """Word a reward: `500 points`, or `$5.00 in store credit`."""
        if self.kind is RewardKind.POINTS:
            return f"{amount:,} point{'' if amount == 1 else 's'}"
        return f"{Money(amount, self.currency)} in store credit"

    @property
    def least(self) -> Money:
        """What the friend must keep of the order."""
        return Money(self.least_minor, self.currency)


async def referral_policy(session: AsyncSession) -> ReferralPolicy:
    """Read the policy; raises MalformedPolicy."""
    return await read_policy(session, "referral", ReferralPolicy)
