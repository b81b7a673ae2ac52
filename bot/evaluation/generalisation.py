"""What is learned from fewer sentences, and of manners of writing that the learning never saw."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from bot.evaluation.labelled import Labelled
from bot.evaluation.measured import Generalisation
from bot.evaluation.pipeline import Answers, Encoded, Pipeline, answers_of

SHARES = (0.25, 0.5, 1.0)
_SEED = 13
_FEWEST = 2  # sentences of an intent, below which nothing is learned of it
_ASKS = re.compile(
    r"\?\s*$|^\W*(?:who|what|when|where|which|why|how|is|are|was|do|does|did|can|could|will|would|may|should"
    r"|have|has)\b",
    re.IGNORECASE,
)
_COURTEOUS = re.compile(
    r"\b(?:please|kindly|thanks?|thank you|sorry|would you|could you|hello|dear)\b", re.IGNORECASE
)
_SHORT, _LONG = 3, 14  # words


def manner_of(text: str) -> str:
    """How a sentence is put: terse, at length, courteous, as a question or as a statement."""
    words = len(text.split())
    if words <= _SHORT:
        return "terse"
    if words >= _LONG:
        return "at length"
    if _COURTEOUS.search(text):
        return "courteous"
    return "question" if _ASKS.search(text) else "statement"


def generalisation(
    pipeline: Pipeline,
    encoded: Encoded,
    sentences: Sequence[Labelled],
    held_out: Answers,
    tested: Sequence[Labelled],
) -> Generalisation:
    """Learns from shares of the sentences, and from all but one manner; `held_out` are the answers of
    models that had seen every manner, but not the sentence.
    """
    intents = np.array([each.intent for each in sentences], dtype=object)
    manners = np.array([manner_of(each.text) for each in sentences])
    asked = pipeline.encode([each.text for each in tested], "tested")
    wanted = np.array([each.intent for each in tested], dtype=object)
    right = held_out.intents == intents

    def accuracy(rows: np.ndarray, of: Encoded, labels: np.ndarray) -> float:
        learned = pipeline.train(encoded[rows], intents[rows])
        return float((answers_of(learned, of).intents == labels).mean())

    curve = {share: accuracy(_drawn(intents, share), asked, wanted) for share in SHARES}
    unheard = {}
    for manner in sorted(set(manners)):
        of_manner = np.flatnonzero(manners == manner)
        others = _learnable(np.flatnonzero(manners != manner), intents)
        alone = accuracy(others, encoded[of_manner], intents[of_manner])
        unheard[str(manner)] = (len(of_manner), alone, float(right[of_manner].mean()))
    return Generalisation(curve, unheard)


def _drawn(intents: np.ndarray, share: float) -> np.ndarray:
    """Rows, as many of each intent as `share` says."""
    dice = np.random.default_rng(_SEED)
    rows = []
    for intent in sorted(set(intents)):
        of_intent = np.flatnonzero(intents == intent)
        count = max(_FEWEST, round(share * len(of_intent)))
        rows.append(dice.permutation(of_intent)[:count])
    return np.sort(np.concatenate(rows))


def _learnable(rows: np.ndarray, intents: np.ndarray) -> np.ndarray:
    """The rows of intents that have two of them or more."""
    names, counts = np.unique(intents[rows].astype(str), return_counts=True)
    return rows[np.isin(intents[rows].astype(str), names[counts >= _FEWEST])]
