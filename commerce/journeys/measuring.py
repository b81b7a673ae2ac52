"""What messages did, held against those who got none; and how sure that is, however often one looks."""

from dataclasses import dataclass
from math import exp, inf, sqrt

# How far apart two rates are expected to be: the test is quickest about differences of this size.
_EXPECTED = 0.03
ERROR_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Arm:
    """Runs, how many of them were followed by an order, and what these came to, in minor units."""

    runs: int = 0
    bought: int = 0
    revenue_minor: int = 0

    @property
    def rate(self) -> float:
        """The share that was followed by an order."""
        return self.bought / self.runs if self.runs else 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What a journey brought: those who were told beside the holdout, for whom nothing else differs."""

    told: Arm
    held_out: Arm

    @property
    def lift(self) -> float:
        """How much more of those who were told bought, as a difference of shares."""
        return self.told.rate - self.held_out.rate

    @property
    def incremental_minor(self) -> int | None:
        """What would not have been sold without the messages; None without a holdout to tell by."""
        if not self.told.runs or not self.held_out.runs:
            return None
        without = self.held_out.revenue_minor / self.held_out.runs
        return round(self.told.revenue_minor - without * self.told.runs)

    @property
    def p_value(self) -> float:
        """The chance of such a difference if messages did nothing, whenever one looks, however often."""
        return always_valid_p(self.told, self.held_out)

    @property
    def is_sure(self) -> bool:
        """Whether messages make a difference: wrong in at most `ERROR_RATE` of journeys that make none."""
        return self.p_value <= ERROR_RATE


def always_valid_p(one: Arm, other: Arm) -> float:
    """The p-value of a mixture sequential probability ratio test of two rates, by the normal approximation.

    It may be looked at after every run: the chance that it ever falls below 0.05 without a difference is 5 %.
    """
    if not one.runs or not other.runs:
        return 1.0
    pooled = (one.bought + other.bought) / (one.runs + other.runs)
    variance = pooled * (1 - pooled) * (1 / one.runs + 1 / other.runs)
    if variance == 0:
        return 1.0
    mixed = _EXPECTED**2
    exponent = (one.rate - other.rate) ** 2 * mixed / (2 * variance * (variance + mixed))
    ratio = sqrt(variance / (variance + mixed)) * exp(exponent) if exponent < 700 else inf
    return min(1.0, 1 / ratio)
