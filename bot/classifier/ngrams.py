"""Word and character n-grams, TF-IDF weighted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

_WORD = r"(?u)\b\w+\b"


class Ngrams:
    """Word 1-2-grams and character 2-4-grams within words, each with its sublinear, length-normalised TF-IDF.

    Learned by scikit-learn; a single text is weighted here, an order of magnitude quicker than by its sparse
    matrices and to the same result.
    """

    def __init__(self) -> None:
        self._vectorizers = (
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, dtype=np.float32),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32),
        )
        self._families: list[_Family] = []

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learns from `texts`; their weights, one row each."""
        matrix = hstack([vectorizer.fit_transform(texts) for vectorizer in self._vectorizers], format="csr")
        self._set([(v.get_feature_names_out().tolist(), v.idf_) for v in self._vectorizers])
        return matrix

    def weights(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Column numbers and weights of the known n-grams of one text."""
        found = [family.weights(text) for family in self._families]
        return np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])

    def state(self) -> list[dict[str, Any]]:
        """What `restored` needs, fit for JSON."""
        return [{"terms": list(f.columns), "idf": f.idf.tolist()} for f in self._families]

    @classmethod
    def restored(cls, state: Iterable[dict[str, Any]]) -> Ngrams:
        """The n-grams whose `state` this is."""
        ngrams = cls()
        ngrams._set([(family["terms"], np.array(family["idf"])) for family in state])
        return ngrams

    def _set(self, learned: Iterable[tuple[list[str], np.ndarray]]) -> None:
        offset = 0
        for vectorizer, (terms, idf) in zip(self._vectorizers, learned, strict=True):
            self._families.append(_Family(vectorizer.build_analyzer(), terms, idf, offset))
            offset += len(terms)


class _Family:
    """One kind of n-gram: its terms' columns, from `offset` on, and inverse document frequencies."""

    def __init__(
        self, analyze: Callable[[str], list[str]], terms: list[str], idf: np.ndarray, offset: int
    ) -> None:
        self.columns = {term: column for column, term in enumerate(terms)}
        self.idf = np.asarray(idf, dtype=np.float32)
        self._analyze = analyze
        self._offset = offset

    def weights(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        counts = Counter(term for term in self._analyze(text) if term in self.columns)
        columns = np.fromiter((self.columns[term] for term in counts), dtype=np.int64, count=len(counts))
        frequencies = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (np.log(frequencies) + 1) * self.idf[columns]
        length = float(np.linalg.norm(weights)) or 1.0
        return columns + self._offset, weights / length
