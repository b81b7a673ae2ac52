"""Learns which products go with which: EASE on those sold most, nearest neighbours beyond, and orders."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from commerce.recommendations.interactions import Interactions

HEAD = 8_000  # products: what EASE learns; its time grows with the cube, its memory with the square
NEIGHBOURS = 100  # of each product: the most that are kept
_LEAST_TOGETHER = 2  # orders that hold both
_BLOCK = 2_000  # products at once


@dataclass(frozen=True)
class Neighbours:
    """For each product, by its place, others with a weight; `weights` is sparse, a row a product."""

    weights: sparse.csr_matrix

    def scores(self, history: sparse.csr_matrix) -> NDArray[np.float32]:
        """How much each user of `history` is likely to want each product."""
        return np.asarray((history @ self.weights).todense(), dtype=np.float32)

    def of(self, place: int) -> Iterator[tuple[int, float]]:
        """The others of one product, the heaviest first."""
        row = self.weights.getrow(place)
        for at in np.argsort(-row.data, kind="stable"):
            yield int(row.indices[at]), float(row.data[at])


@dataclass(frozen=True)
class Tuning:
    """How the models are set: `penalty` and `share` are EASE's, `shrink` is that of the neighbours."""

    penalty: float = 150.0
    shrink: float = 10.0
    share: float = 0.5
    head: int = HEAD


def learn_taste(interactions: Interactions, tuning: Tuning | None = None) -> Neighbours:
    """Who buys one product likes which others.

    Nearest neighbours for all products, and EASE for those sold most, each brought to the same scale and
    mixed: neighbours are good where little was bought, EASE where much was.
    """
    tuned = tuning or Tuning()
    matrix = interactions.matrix()
    near = learn_neighbours(interactions, tuned.shrink).weights
    sold = np.asarray(matrix.sum(axis=0)).ravel()
    head = np.argsort(-sold, kind="stable")[: tuned.head]
    if tuned.share == 0:
        return Neighbours(near)
    learned = _ease(matrix, np.sort(head[sold[head] > 0]), tuned.penalty)
    mixed = near * ((1 - tuned.share) / _scale(near)) + learned * (tuned.share / _scale(learned))
    return Neighbours(_pruned(mixed.tocsr()))


def learn_neighbours(interactions: Interactions, shrink: float = 10.0) -> Neighbours:
    """Cosine of products by their buyers; those that few share count for less, by `shrink`."""
    matrix = interactions.matrix().tocsc()
    norms = np.sqrt(np.maximum(np.asarray(matrix.sum(axis=0)).ravel(), 1e-9))
    blocks = []
    for start in range(0, matrix.shape[1], _BLOCK):
        shared = (matrix[:, start : start + _BLOCK].T @ matrix).tocsr()
        rows = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
        shared.data = shared.data / (norms[rows + start] * norms[shared.indices] + shrink)
        shared.data[shared.indices == rows + start] = 0.0
        blocks.append(_pruned(shared))
    return Neighbours(sparse.vstack(blocks).tocsr())


def learn_together(interactions: Interactions) -> Neighbours:
    """What is bought in the same order, by how much more often than by chance."""
    orders = interactions.baskets().tocsc()
    counts = np.maximum(np.asarray(orders.sum(axis=0)).ravel(), 1.0)
    blocks = []
    for start in range(0, orders.shape[1], _BLOCK):
        both = (orders[:, start : start + _BLOCK].T @ orders).tocsr()
        rows = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
        kept = (both.data >= _LEAST_TOGETHER) & (both.indices != rows + start)
        # Between a probability, which favours what everybody buys, and a lift, which favours rarities.
        weight = both.data / (counts[rows + start] * np.sqrt(counts[both.indices]))
        both.data = np.where(kept, weight, 0.0).astype(np.float32)
        blocks.append(_pruned(both))
    return Neighbours(sparse.vstack(blocks).tocsr())


def _ease(matrix: sparse.csr_matrix, head: NDArray[np.int64], penalty: float) -> sparse.csr_matrix:
    """The closed form: the weights that rebuild each user's purchases from their other ones."""
    some = matrix[:, head]
    gram = np.asarray((some.T @ some).todense(), dtype=np.float64)
    gram[np.diag_indices_from(gram)] += penalty
    inverse = np.linalg.inv(gram)
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    kept = min(NEIGHBOURS, max(1, len(head) - 1))
    rows, columns, values = [], [], []
    for row in range(len(head)):
        best = np.argpartition(-weights[row], kept - 1)[:kept]
        best = best[weights[row][best] > 0]
        rows.append(np.full(len(best), head[row]))
        columns.append(head[best])
        values.append(weights[row][best])
    size = matrix.shape[1]
    places = (np.concatenate(rows), np.concatenate(columns)) if rows else (np.array([]), np.array([]))
    data = np.concatenate(values).astype(np.float32) if values else np.array([], dtype=np.float32)
    return sparse.csr_matrix((data, places), shape=(size, size))


def _pruned(weights: sparse.csr_matrix) -> sparse.csr_matrix:
    """The heaviest of each row."""
    rows, columns, values = [], [], []
    for row in range(weights.shape[0]):
        start, end = weights.indptr[row], weights.indptr[row + 1]
        data = weights.data[start:end]
        best = np.argsort(-data, kind="stable")[:NEIGHBOURS]
        best = best[data[best] > 0]
        rows.append(np.full(len(best), row))
        columns.append(weights.indices[start:end][best])
        values.append(data[best])
    return sparse.csr_matrix(
        (
            np.concatenate(values or [np.array([])]).astype(np.float32),
            (np.concatenate(rows or [np.array([])]), np.concatenate(columns or [np.array([])])),
        ),
        shape=weights.shape,
    )


def _scale(weights: sparse.csr_matrix) -> float:
    return max(float(np.mean(weights.data)), 1e-9) if weights.nnz else 1.0
