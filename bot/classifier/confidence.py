"""How sure the classifier is, as the calibrated probability that its answer is right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression


def evidence(probabilities: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Three columns a text: log-odds of the top intent, cosine to the nearest training sentences, entropy."""
    top = np.clip(probabilities.max(axis=1), 1e-6, 1 - 1e-6)
    entropy = -(probabilities * np.log(np.clip(probabilities, 1e-12, 1))).sum(axis=1)
    return np.column_stack([np.log(top / (1 - top)), near, entropy])


@dataclass(frozen=True)
class Calibration:
    """A logistic regression over `evidence`: three weights and a bias."""

    weights: np.ndarray
    bias: float

    @classmethod
    def fit(cls, evidence: np.ndarray, right: np.ndarray) -> Calibration:
        """Learns from evidence and whether the answer was right; with one kind only, the base rate."""
        if right.all() or not right.any():
            rate = (right.sum() + 1) / (len(right) + 2)
            return cls(np.zeros(evidence.shape[1]), float(np.log(rate / (1 - rate))))
        scale = evidence.std(axis=0) + 1e-9
        model = LogisticRegression(C=10.0, max_iter=1000).fit(evidence / scale, right)
        return cls(model.coef_[0] / scale, float(model.intercept_[0]))

    def confidence(self, evidence: np.ndarray) -> np.ndarray:
        """Probability (0..1) that each answer is right."""
        return 1 / (1 + np.exp(-(evidence @ self.weights + self.bias)))
