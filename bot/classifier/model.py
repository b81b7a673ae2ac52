"""The trained intent classifier: n-grams, head, nearest training sentences, calibration; and its files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.model_selection import StratifiedKFold

from bot.classifier.confidence import Calibration, evidence
from bot.classifier.head import HeadSettings, HeadTrainer, LinearHead
from bot.classifier.neighbours import Neighbours, blended
from bot.classifier.ngrams import Ngrams

OUT_OF_SCOPE = "out_of_scope"
FOLDS = 4
# Sentences that suffice to learn how sure to be; with fewer in a fold, further folds are asked.
_ENOUGH = 4_000
_ARRAYS, _NAMES = "weights.npz", "names.json"


class TooLittleTrainingData(Exception):
    """Fewer than two intents, or an intent with a single sentence."""


class IntentModel:
    """Ranks intents for masked texts with their encodings, with a calibrated confidence in the first."""

    def __init__(
        self,
        ngrams: Ngrams,
        head: LinearHead,
        neighbours: Neighbours,
        neighbour_weight: float,
        calibration: Calibration,
    ) -> None:
        self._ngrams = ngrams
        self._head = head
        self._neighbours = neighbours
        self._neighbour_weight = neighbour_weight
        self._calibration = calibration

    @classmethod
    def train(
        cls, texts: Sequence[str], encodings: np.ndarray, intents: Sequence[str], settings: HeadSettings
    ) -> IntentModel:
        """Learns from masked texts, their encodings and intents; raises TooLittleTrainingData."""
        names, counts = np.unique(intents, return_counts=True)
        if len(names) < 2 or counts.min() < 2:
            scarce = ", ".join(names[counts < 2]) or "the only intent is " + ", ".join(names)
            raise TooLittleTrainingData(f"every intent needs two sentences and there must be two: {scarce}")
        ngrams = Ngrams()
        features = ngrams.fit(texts)
        trainer = HeadTrainer(encodings, features, settings)
        calibration = _calibrate(trainer, encodings, features, np.asarray(intents), settings)
        head = trainer.fit(intents)
        neighbours = _neighbours(head, encodings, intents, settings)
        return cls(ngrams, head, neighbours, settings.neighbour_weight, calibration)

    def rank(self, text: str, encoding: np.ndarray) -> list[tuple[str, float]]:
        """All intents with confidence, best first; the first one's is the probability that it is right."""
        columns, weights = self._ngrams.weights(text)
        near, votes = self._neighbours.look_up(encoding.reshape(1, -1))
        alone = self._head.probabilities_of_one(encoding, columns, weights)
        mixed = blended(alone.reshape(1, -1), votes, self._neighbour_weight)
        sure = float(self._calibration.confidence(evidence(mixed, near))[0])
        probabilities = mixed[0]
        order = np.argsort(-probabilities)
        scale = sure / float(probabilities[order[0]])
        return [(self._head.intents[i], min(float(probabilities[i]) * scale, sure)) for i in order]

    def save(self, folder: Path) -> None:
        """Writes the model's files into `folder`."""
        np.savez(
            folder / _ARRAYS,
            dense=self._head.dense,
            sparse=self._head.sparse,
            bias=self._head.bias,
            known=self._neighbours.encodings,
            known_intents=self._neighbours.intents,
            neighbours=np.array([self._neighbours.sharpness, self._neighbour_weight]),
            calibration=np.append(self._calibration.weights, self._calibration.bias),
        )
        names = {"intents": self._head.intents, "ngrams": self._ngrams.state()}
        (folder / _NAMES).write_text(json.dumps(names))

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Reads what `save` wrote; nothing in it can run code."""
        names = json.loads((folder / _NAMES).read_text())
        with np.load(folder / _ARRAYS) as arrays:
            head = LinearHead(names["intents"], arrays["dense"], arrays["sparse"], arrays["bias"])
            weights = arrays["calibration"]
            calibration = Calibration(weights[:-1], float(weights[-1]))
            sharpness, weight = map(float, arrays["neighbours"])
            neighbours = Neighbours(arrays["known"], arrays["known_intents"], len(head.intents), sharpness)
            return cls(Ngrams.restored(names["ngrams"]), head, neighbours, weight, calibration)


def _neighbours(
    head: LinearHead, encodings: np.ndarray, intents: Sequence[str], settings: HeadSettings
) -> Neighbours:
    numbers = np.searchsorted(head.intents, intents)
    return Neighbours(encodings, numbers, len(head.intents), settings.neighbour_sharpness)


def _calibrate(
    trainer: HeadTrainer,
    encodings: np.ndarray,
    features: csr_matrix,
    intents: np.ndarray,
    settings: HeadSettings,
) -> Calibration:
    """Learns what a right answer looks like from sentences the head has not seen, enough of them.

    Each fold is asked twice. A head that knows all intents shows how sure to be of the like of its sentences.
    One that knows no out of scope shows it of what nobody wrote a sentence for: to it, those sentences are
    everything unforeseen, about which it must not be sure.
    """
    folds = min(FOLDS, int(np.unique(intents, return_counts=True)[1].min()))
    in_scope = intents != OUT_OF_SCOPE
    rows, right = [], []
    for learned, held_out in StratifiedKFold(folds, shuffle=True, random_state=settings.seed).split(
        encodings, intents
    ):
        for known in _shown(learned, in_scope):
            if len(np.unique(intents[known])) < 2:
                continue
            head = trainer.fit(intents, known)
            near_by = _neighbours(head, encodings[known], intents[known], settings)
            near, votes = near_by.look_up(encodings[held_out])
            alone = head.probabilities(encodings[held_out], features[held_out])
            probabilities = blended(alone, votes, settings.neighbour_weight)
            answers = np.array(head.intents)[probabilities.argmax(axis=1)]
            rows.append(evidence(probabilities, near))
            right.append(answers == intents[held_out])
        if sum(map(len, right)) >= _ENOUGH:
            break
    return Calibration.fit(np.concatenate(rows), np.concatenate(right))


def _shown(learned: np.ndarray, in_scope: np.ndarray) -> list[np.ndarray]:
    """The rows that a fold's heads learn from: all, and, where there are others, those in scope."""
    inside = learned[in_scope[learned]]
    return [learned] if len(inside) == len(learned) else [learned, inside]
