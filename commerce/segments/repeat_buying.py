"""How often somebody will buy again: the BG/NBD model of Fader, Hardie and Lee (2005), fitted by likelihood.

Customers buy at random at a rate of their own (gamma over customers), and after any purchase may be gone for
good with a chance of their own (beta over customers). Times are in weeks.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import gammaln, hyp2f1

Numbers = npt.NDArray[np.float64]

_LEAST_REPEATERS = 30
_FAR = 30.0  # as logarithms of the parameters go
_IMPOSSIBLE = 1e6


class NotFitted(ValueError):
    """There are too few repeated purchases to tell customers apart, or the fit came to nothing."""


@dataclass(frozen=True, slots=True)
class Purchases:
    """Of each customer: repeat purchases; since the first, the time of the last one and of looking."""

    repeats: Numbers
    last: Numbers
    age: Numbers

    def of(self, chosen: npt.NDArray[np.int64]) -> "Purchases":
        """Return those of some customers."""
        return Purchases(self.repeats[chosen], self.last[chosen], self.age[chosen])


@dataclass(frozen=True, slots=True)
class RepeatBuying:
    """The model with its parameters, as published: r, alpha, a, b."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, seen: Purchases) -> float:
        """Return the logarithm of how likely what was seen is."""
        return float(np.sum(_log_likelihoods(self, seen)))

    def alive(self, seen: Purchases) -> Numbers:
        """Return the chance that each customer is not gone."""
        r, x = self.r, seen.repeats
        grown = (r + x) * (np.log(self.alpha + seen.age) - np.log(self.alpha + seen.last))
        odds = np.log(self.a) - np.log(self.b + np.maximum(x, 1) - 1) + grown
        return np.where(x > 0, 1 / (1 + np.exp(np.minimum(odds, 700))), 1.0)

    def buys_within(self, seen: Purchases, weeks: float) -> Numbers:
        """Return the chance that each customer buys at least once more within `weeks`."""
        fewer = (self.r + seen.repeats) * np.log((self.alpha + seen.age) / (self.alpha + seen.age + weeks))
        return self.alive(seen) * -np.expm1(fewer)

    def expected(self, seen: Purchases, weeks: float) -> Numbers:
        """Return how many purchases each customer is expected to make within `weeks`."""
        # The formula has a removable gap at a = 1.
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6
        r, b, x = self.r, self.b, seen.repeats
        share = weeks / (self.alpha + seen.age + weeks)
        kept = np.exp((r + x) * np.log1p(-share)) * hyp2f1(r + x, b + x, a + b + x - 1, share)
        expected: Numbers = (a + b + x - 1) / (a - 1) * (1 - kept) * self.alive(seen)
        return expected


def fit(seen: Purchases) -> RepeatBuying:
    """Return the model under which what was seen is most likely. Raises NotFitted."""
    if np.count_nonzero(seen.repeats > 0) < _LEAST_REPEATERS:
        raise NotFitted("too few customers have bought again")
    # A scale at which the rate's parameter is near one, whatever the store's rhythm is.
    scale = float(np.mean(seen.age)) or 1.0
    scaled = Purchases(seen.repeats, seen.last / scale, seen.age / scale)

    def loss(logs: Numbers) -> float:
        value = -np.mean(_log_likelihoods(RepeatBuying(*np.exp(logs)), scaled))
        return float(value) if np.isfinite(value) else _IMPOSSIBLE

    bounds = [(-_FAR, _FAR)] * 4
    tries = [minimize(loss, np.log(start), method="L-BFGS-B", bounds=bounds) for start in _STARTS]
    best = min(tries, key=lambda each: float(each.fun))
    if best.fun >= _IMPOSSIBLE:
        raise NotFitted("no parameters explain what was bought")
    r, alpha, a, b = (float(each) for each in np.exp(best.x))
    return RepeatBuying(r, alpha * scale, a, b)


_STARTS = ((1.0, 1.0, 1.0, 1.0), (0.3, 0.2, 0.8, 2.5))


def _log_likelihoods(model: RepeatBuying, seen: Purchases) -> Numbers:
    r, alpha, a, b, x = model.r, model.alpha, model.a, model.b, seen.repeats
    rate = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    still = -(r + x) * np.log(alpha + seen.age)
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + seen.last)
    both = np.where(x > 0, np.logaddexp(still, gone), still)
    result: Numbers = rate + stays + both
    return result
