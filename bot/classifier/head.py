"""A linear head over sentence encodings joined with word and character n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from bot.classifier.logistic import fit, preconditioner

_NOTHING = 1e-9  # of the longest direction's square: rounding, where texts are alike


@dataclass(frozen=True)
class HeadSettings:
    """How the head is trained.

    `ngram_weight` scales the n-gram part against the unit-length encoding; `c` is the inverse of the
    regularisation; `ngram_dimensions` is what the n-grams are reduced to while training, which makes it
    several times faster and, measured, no less accurate. Stopping after `max_iterations`, before convergence,
    gains accuracy on unseen messages. The nearest training sentences have a say of `neighbour_weight` (0..1)
    beside the head, which helps where an intent has few sentences; see `Neighbours` for
    `neighbour_sharpness`. Chosen on held-out training sentences, with many and with ten an intent.
    """

    ngram_weight: float = 0.6
    c: float = 10.0
    ngram_dimensions: int = 384
    max_iterations: int = 15
    neighbour_weight: float = 0.2
    neighbour_sharpness: float = 50.0
    seed: int = 7


class LinearHead:
    """Multinomial logistic regression whose weights act on encodings and on raw n-grams.

    Learned over encodings and n-grams reduced to the directions that hold most of them; the reduction is
    then folded into the n-gram weights, so that a prediction is two products and costs well under a
    millisecond.
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
        self._reduction = _main_directions(ngrams, dimensions, settings.seed) * settings.ngram_weight
        self._features = np.hstack([encodings, ngrams @ self._reduction]).astype(np.float32)
        self._scaling = preconditioner(self._features)

    def fit(self, intents: Sequence[str], rows: np.ndarray | None = None) -> LinearHead:
        """A head learned from `rows` (all when None); `intents` are those of the whole training set."""
        rows = np.arange(len(intents)) if rows is None else rows
        names, numbers = np.unique(np.asarray(intents)[rows], return_inverse=True)
        weights, bias = fit(
            self._features[rows],
            numbers,
            len(names),
            c=self._settings.c,
            steps=self._settings.max_iterations,
            scaling=self._scaling,
        )
        return LinearHead(
            intents=[str(name) for name in names],
            dense=weights[: self._width],
            sparse=self._reduction @ weights[self._width :],
            bias=bias,
        )


def _main_directions(rows: csr_matrix, count: int, seed: int) -> np.ndarray:
    """Orthonormal columns that span nearly what the first `count` singular vectors of `rows` do.

    Random combinations of the rows, drawn towards the main directions by one pass over all of them: measured,
    as good for the head as the vectors themselves, in a third of the time.
    """
    turned = rows.T.tocsr()
    drawn = turned @ np.random.default_rng(seed).standard_normal((rows.shape[0], count), dtype=np.float32)
    drawn /= np.linalg.norm(drawn, axis=0)
    drawn = (turned @ (rows @ drawn)).astype(np.float64)
    squares, directions = np.linalg.eigh(drawn.T @ drawn)
    there = squares > squares[-1] * _NOTHING
    return (drawn @ (directions[:, there] / np.sqrt(squares[there]))).astype(np.float32)
