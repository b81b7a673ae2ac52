"""Measures a recommender on what happened after it was trained."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from commerce.recommendations.interactions import Interactions
from commerce.recommendations.learning import Neighbours, Tuning, learn_neighbours, learn_taste

CUT = 20
_TRAINED_ON = 0.8  # of all interactions, the earliest
_USERS_AT_ONCE = 1_000
_DAY = 86_400.0
_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8)
_MOST_TO_TUNE_ON = 1_000_000
POPULARITY_WEIGHT = 0.001  # what everybody buys decides only where taste says nothing
_HALF_LIFE_DAYS = 30.0

Score = Callable[[sparse.csr_matrix], NDArray[np.float32]]


@dataclass(frozen=True)
class Figures:
    """How good a model is: recall and nDCG at 20, the share of items it ever shows, and how rare they are.

    Novelty is the mean of -log2 of the share of users who have each item shown.
    """

    recall: float
    ndcg: float
    coverage: float
    novelty: float
    users: int


def measure(interactions: Interactions) -> dict[str, dict[str, float]]:
    """The figures of our model, of popularity and of plain item-kNN: each learns the past, the rest is asked.

    Asked are users with a past, for what they had not bought before.
    """
    past, future = time_split(interactions)
    prior = popularity(past)
    models: Mapping[str, Score] = {
        "ours": blended(learn_taste(past, chosen_tuning(past)), prior),
        "item_knn": learn_neighbours(past, shrink=0.0).scores,
        "popularity": lambda history: np.tile(prior, (history.shape[0], 1)),
    }
    return {name: asdict(figures(score, past, future)) for name, score in models.items()}


def chosen_tuning(interactions: Interactions) -> Tuning:
    """How much of EASE there is to be in the mixture: what did best on the newest of these interactions."""
    if len(interactions) > _MOST_TO_TUNE_ON:
        return Tuning()
    past, future = time_split(interactions)
    tried = {share: figures(learn_taste(past, Tuning(share=share)).scores, past, future) for share in _SHARES}
    return Tuning(share=max(tried, key=lambda share: (tried[share].ndcg, -share)))


def time_split(interactions: Interactions) -> tuple[Interactions, Interactions]:
    """The earliest four fifths, and the rest."""
    if not len(interactions):
        return interactions, interactions
    moment = np.quantile(interactions.at, _TRAINED_ON)
    is_past = interactions.at <= moment
    return interactions.only(is_past), interactions.only(~is_past)


def popularity(interactions: Interactions) -> NDArray[np.float32]:
    """How much each item sells, the last weeks counting most; the best seller is 1."""
    sold = np.zeros(len(interactions.items), dtype=np.float32)
    if len(interactions):
        age = (interactions.at.max() - interactions.at) / _DAY
        np.add.at(sold, interactions.item, np.power(0.5, age / _HALF_LIFE_DAYS).astype(np.float32))
        sold /= max(float(sold.max()), 1e-9)
    return sold


def blended(taste: Neighbours, prior: NDArray[np.float32]) -> Score:
    """Taste, and a little of what everybody buys, which decides where taste says nothing."""

    def score(history: sparse.csr_matrix) -> NDArray[np.float32]:
        return taste.scores(history) + POPULARITY_WEIGHT * prior

    return score


def figures(score: Score, past: Interactions, future: Interactions) -> Figures:
    """The figures of one model; users without a past or without anything new are not asked."""
    seen, wanted = past.matrix(), future.matrix()
    wanted = (wanted - wanted.multiply(seen)).tocsr()
    wanted.eliminate_zeros()
    asked = np.flatnonzero((np.diff(seen.indptr) > 0) & (np.diff(wanted.indptr) > 0))
    owners = np.maximum(np.asarray(seen.sum(axis=0)).ravel(), 1.0) / max(seen.shape[0], 1)
    surprise = -np.log2(owners)
    recalls, gains, novelties = [], [], []
    shown = np.zeros(seen.shape[1], dtype=bool)
    discount = 1.0 / np.log2(np.arange(2, CUT + 2))
    for start in range(0, len(asked), _USERS_AT_ONCE):
        users = asked[start : start + _USERS_AT_ONCE]
        scores = score(seen[users]).copy()
        scores[seen[users].nonzero()] = -np.inf
        best = _top(scores)
        for row, user in enumerate(users):
            relevant = set(wanted.indices[wanted.indptr[user] : wanted.indptr[user + 1]].tolist())
            hit = np.array([item in relevant for item in best[row].tolist()])
            recalls.append(hit.sum() / len(relevant))
            ideal = discount[: min(CUT, len(relevant))].sum()
            gains.append(float((hit * discount[: len(hit)]).sum() / ideal))
        shown[np.unique(best)] = True
        novelties.append(float(surprise[best].mean()))
    if not len(asked):
        return Figures(0.0, 0.0, 0.0, 0.0, 0)
    return Figures(
        float(np.mean(recalls)),
        float(np.mean(gains)),
        float(shown.mean()),
        float(np.mean(novelties)),
        len(asked),
    )


def _top(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best of each row, the best first; of equals the first."""
    kept = min(CUT, scores.shape[1])
    best = np.argpartition(-scores, kept - 1, axis=1)[:, :kept]
    order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1)
