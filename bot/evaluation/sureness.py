"""Whether confidence is a probability, what it says of out of scope, and where to stop trusting it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from bot.classifier.model import OUT_OF_SCOPE
from bot.evaluation.pipeline import Answers, Costs

BINS = 15


@dataclass(frozen=True)
class Bin:
    """Messages of like confidence: their mean confidence and the share of them understood rightly."""

    confidence: float
    accuracy: float
    count: int


def equal_mass_bins(confidences: np.ndarray, right: np.ndarray, bins: int = BINS) -> list[Bin]:
    """`bins` bins that hold the same number of messages, give or take one; fewer with fewer messages."""
    order = np.argsort(confidences, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    return [Bin(float(confidences[p].mean()), float(right[p].mean()), len(p)) for p in parts]


def expected_calibration_error(bins: list[Bin]) -> float:
    """Mean distance of confidence to accuracy over the bins, weighted by their size.

    Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks (2017), with bins of equal mass.
    """
    total = sum(each.count for each in bins)
    return sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / total


@dataclass(frozen=True)
class ScopeScores:
    """How well messages out of scope are told from the others.

    `auroc`: probability that a message in scope gets more confidence as a request than one out of scope;
    `caught`: share of those out of scope that are called so or doubted; `kept`: share of those in scope that
    are neither.
    """

    auroc: float
    caught: float
    kept: float
    outside: int


def scope_scores(wanted: np.ndarray, answers: Answers, threshold: float) -> ScopeScores | None:
    """None where all messages are in scope, or none."""
    outside = wanted == OUT_OF_SCOPE
    if outside.all() or not outside.any():
        return None
    as_request = np.where(answers.intents == OUT_OF_SCOPE, 0.0, answers.confidences)
    believed = as_request >= threshold
    return ScopeScores(
        auroc=float(roc_auc_score(~outside, as_request)),
        caught=float((~believed[outside]).mean()),
        kept=float(believed[~outside].mean()),
        outside=int(outside.sum()),
    )


@dataclass(frozen=True)
class ThresholdChoice:
    """The cost of a message, in the mean, at each threshold, and where it is lowest."""

    thresholds: np.ndarray
    costs: np.ndarray

    @property
    def best(self) -> float:
        return float(self.thresholds[int(self.costs.argmin())])

    @property
    def lowest_cost(self) -> float:
        return float(self.costs.min())

    def cost_at(self, threshold: float) -> float:
        """The cost at the nearest threshold that was tried."""
        return float(self.costs[int(np.abs(self.thresholds - threshold).argmin())])


def choose_threshold(confidences: np.ndarray, right: np.ndarray, costs: Costs) -> ThresholdChoice:
    """Weighs thresholds from 0.05 to 0.95 by what they cost.

    A message at or above the threshold is answered: free when understood, `wrong_answer` when not. One below
    it is asked again, and handed over when the second attempt is doubted too, which is taken to happen as
    often as the first time: asking_again + share doubted * handing_over.
    """
    thresholds = np.round(np.arange(0.05, 0.951, 0.01), 2)
    means = []
    for threshold in thresholds:
        answered = confidences >= threshold
        doubted = float((~answered).mean())
        wrong = float((answered & ~right).mean())
        means.append(
            wrong * costs.wrong_answer + doubted * (costs.asking_again + doubted * costs.handing_over)
        )
    return ThresholdChoice(thresholds, np.array(means))
