"""The training sentences nearest to a text: how near they are, and which intents they speak for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

NEAREST = 3
_UNHEARD = -20.0  # the logarithm of a vote too small to be counted
_AT_ONCE = 256  # texts; more would not fit into the processor's caches
COMPARED = 384  # of the features, those of the embedding


class Neighbours:
    """Training sentences by their encodings, which begin with a unit vector, and their intents."""

    def __init__(self, encodings: np.ndarray, intents: Sequence[int], count: int, sharpness: float) -> None:
        """`intents` are numbers below `count`; the greater `sharpness`, the more the nearest ones decide."""
        self.encodings = np.ascontiguousarray(encodings[:, :COMPARED], dtype=np.float32)
        self.intents = np.asarray(intents, dtype=np.int64)
        self.sharpness = sharpness
        self._count = count

    def look_up(self, encodings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Each encoding's mean cosine to its three nearest, and the share of the votes for each intent.

        A sentence's vote weighs exp(sharpness * cosine): a kernel density of von Mises-Fisher's form.
        """
        parts = [self._look_up(encodings[at : at + _AT_ONCE]) for at in range(0, len(encodings), _AT_ONCE)]
        return np.concatenate([near for near, _ in parts]), np.concatenate([votes for _, votes in parts])

    def _look_up(self, encodings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cosines = encodings[:, :COMPARED] @ self.encodings.T
        nearest = min(NEAREST, cosines.shape[1])
        near = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1)
        exponents = self.sharpness * (cosines - cosines.max(axis=1, keepdims=True))
        texts, sentences = np.nonzero(exponents > _UNHEARD)  # some hundreds a text
        votes = np.bincount(
            texts * self._count + self.intents[sentences],
            weights=np.exp(exponents[texts, sentences]),
            minlength=len(cosines) * self._count,
        ).reshape(len(cosines), self._count)
        return near, votes / votes.sum(axis=1, keepdims=True)


def blended(probabilities: np.ndarray, votes: np.ndarray, weight: float) -> np.ndarray:
    """The geometric mean of both, `votes` counting for `weight` (0..1), as probabilities."""
    logs = (1 - weight) * np.log(probabilities + 1e-9) + weight * np.log(votes + 1e-9)
    mixed = np.exp(logs - logs.max(axis=1, keepdims=True))
    return mixed / mixed.sum(axis=1, keepdims=True)
