"""A linear head over sentence encodings joined with word and character n-grams."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True)
class HeadSettings:
    """How the head is trained.

    `ngram_weight` scales the n-gram part against the unit-length encoding; `c` is the inverse of the
    regularisation; `ngram_dimensions` is what the n-grams are reduced to while training, which makes it
    several times faster and, measured, no less accurate. Stopping after `max_iterations`, before
    convergence, costs nothing in accuracy either. The nearest training sentences have a say of
    `neighbour_weight` (0..1) beside the head, which helps where an intent has few sentences; see
    `Neighbours` for `neighbour_sharpness`. Chosen on held-out training sentences, with many and with ten an
    intent.
    """

    ngram_weight: float = 0.4
    c: float = 40.0
    ngram_dimensions: int = 384
    max_iterations: int = 60
    neighbour_weight: float = 0.2
    neighbour_sharpness: float = 50.0
    seed: int = 7


class LinearHead:
    """Multinomial logistic regression whose weights act on encodings and on raw n-grams.

    Learned over encodings and n-grams reduced by truncated SVD; the reduction is then folded into the
    n-gram weights, so that a prediction is two products and costs well under a millisecond.
    """

    def __init__(self, intents: list[str], dense: np.ndarray, sparse: np.ndarray, bias: np.ndarray) -> None:
        self.intents = intents
        self.dense = np.ascontiguousarray(dense, dtype=np.float32)
        self.sparse = np.ascontiguousarray(sparse, dtype=np.float32)
        self.bias = bias.astype(np.float32)

    def probabilities(self, encodings: np.ndarray, ngrams: csr_matrix) -> np.ndarray:
        """One row of probabilities a text, in the order of `intents`."""
        return _softmax(encodings @ self.dense + ngrams @ self.sparse + self.bias)

    def probabilities_of_one(
        self, encoding: np.ndarray, columns: np.ndarray, weights: np.ndarray
    ) -> np.ndarray:
        """The row of one text, whose n-grams are in these columns with these weights."""
        return _softmax(encoding @ self.dense + weights @ self.sparse[columns] + self.bias)


def _softmax(logits: np.ndarray) -> np.ndarray:
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


class HeadTrainer:
    """Prepares the features of one training set, then fits heads on all of it or on parts of it."""

    def __init__(self, encodings: np.ndarray, ngrams: csr_matrix, settings: HeadSettings) -> None:
        self._settings = settings
        self._width = encodings.shape[1]
        dimensions = min(settings.ngram_dimensions, min(ngrams.shape) - 1)
        self._reduction = TruncatedSVD(dimensions, n_iter=3, random_state=settings.seed)
        reduced = self._reduction.fit_transform(ngrams) * settings.ngram_weight
        self._features = np.hstack([encodings, reduced]).astype(np.float32)

    def fit(self, intents: Sequence[str], rows: np.ndarray | None = None) -> LinearHead:
        """A head learned from `rows` (all when None); `intents` are those of the whole training set."""
        rows = np.arange(len(intents)) if rows is None else rows
        model = LogisticRegression(
            C=self._settings.c, max_iter=self._settings.max_iterations, tol=1e-3, multi_class="multinomial"
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is intended
            model.fit(self._features[rows], np.asarray(intents)[rows])
        weights, bias = model.coef_, model.intercept_
        if len(model.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        to_ngrams = self._reduction.components_.T * self._settings.ngram_weight
        return LinearHead(
            intents=[str(intent) for intent in model.classes_],
            dense=weights[:, : self._width].T,
            sparse=to_ngrams @ weights[:, self._width :].T,
            bias=bias,
        )
