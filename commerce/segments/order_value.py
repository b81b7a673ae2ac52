"""How much somebody's next orders come to: the Gamma-Gamma model of Fader and Hardie (2013)."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from commerce.segments.repeat_buying import NotFitted, Numbers

_LEAST = 30
_FAR = 30.0


@dataclass(frozen=True, slots=True)
class OrderValue:
    """The model with its parameters, as published: p, q and v; values in one unit of money."""

    p: float
    q: float
    v: float

    def expected(self, repeats: Numbers, mean: Numbers) -> Numbers:
        """Return what each customer's orders come to on average: theirs so far, drawn to everybody's."""
        return self.p * (self.v + repeats * mean) / (self.p * repeats + self.q - 1)


def fit_values(repeats: Numbers, mean: Numbers) -> OrderValue:
    """Return the model of `repeats` orders of `mean` value, both above zero. Raises NotFitted."""
    if len(repeats) < _LEAST:
        raise NotFitted("too few customers have bought again")
    scale = float(np.mean(mean))
    values = mean / scale

    def loss(logs: Numbers) -> float:
        p, more, v = np.exp(logs)
        q = 1 + more  # else a mean would not be
        px = p * repeats
        likely = (
            gammaln(px + q) - gammaln(px) - gammaln(q) + q * np.log(v)
            + (px - 1) * np.log(values) + px * np.log(repeats) - (px + q) * np.log(repeats * values + v)
        )  # fmt: skip
        value = -np.mean(likely)
        return float(value) if np.isfinite(value) else 1e6

    done = minimize(loss, np.zeros(3), method="L-BFGS-B", bounds=[(-_FAR, _FAR)] * 3)
    if not np.isfinite(done.fun) or done.fun >= 1e6:
        raise NotFitted("no parameters explain what orders came to")
    p, more, v = (float(each) for each in np.exp(done.x))
    return OrderValue(p, 1 + more, v * scale)
