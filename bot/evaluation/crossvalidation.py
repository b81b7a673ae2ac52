"""Cross-validation: every training sentence answered by a model that has not seen it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.classifier.model import OUT_OF_SCOPE
from bot.evaluation.labelled import Labelled
from bot.evaluation.pipeline import Answers, Encoded, Learned, Pipeline, answers_of

FOLDS = 5
SEED = 11


@dataclass(frozen=True)
class Held:
    """One fold: what was learned without `rows`."""

    learned: Learned
    rows: np.ndarray


def folds(pipeline: Pipeline, encoded: Encoded, intents: Sequence[str], count: int = FOLDS) -> Iterator[Held]:
    """What is learned without each fold, stratified by intent: spelling, n-grams, head and calibration."""
    labels = np.asarray(intents, dtype=object)
    split = StratifiedKFold(count, shuffle=True, random_state=SEED)
    for learned, held_out in split.split(encoded.encodings, labels.astype(str)):
        yield Held(pipeline.train(encoded[learned], labels[learned]), held_out)


def answer_held_out(held: Sequence[Held], encoded: Encoded) -> Answers:
    """What each sentence is taken for by the model that was learned without it."""
    intents, confidences, seconds = (np.empty(len(encoded), dtype=kind) for kind in (object, float, object))
    for fold in held:
        answers = answers_of(fold.learned, encoded[fold.rows])
        intents[fold.rows] = answers.intents
        confidences[fold.rows] = answers.confidences
        seconds[fold.rows] = answers.seconds
    return Answers(intents, confidences, seconds)


def scarce_intents(sentences: Sequence[Labelled]) -> list[str]:
    """The intents with fewer sentences than folds, which cannot be cross-validated."""
    counts = Counter(each.intent for each in sentences)
    return sorted(intent for intent, count in counts.items() if count < FOLDS)


def without_repeats(sentences: Sequence[Labelled]) -> list[Labelled]:
    """Each text once, whatever its case: a sentence that is held out must not be learned from as well."""
    return list({each.text.lower(): each for each in reversed(sentences)}.values())[::-1]


def answer_as_if_unheard(
    pipeline: Pipeline, encoded: Encoded, intents: Sequence[str], held: Sequence[Held]
) -> Answers:
    """As `answer_held_out`, by models that know no out of scope: what it would be for kinds never taught.

    Sentences in scope come from one fold, those out of scope are all asked of its model.
    """
    labels = np.asarray(intents, dtype=object)
    fold = held[0]
    learned = np.setdiff1d(np.flatnonzero(labels != OUT_OF_SCOPE), fold.rows)
    understanding = pipeline.train(encoded[learned], labels[learned])
    asked = np.union1d(fold.rows, np.flatnonzero(labels == OUT_OF_SCOPE))
    answers = answers_of(understanding, encoded[asked])
    intents_of, confidences, seconds = (np.full(len(labels), None, dtype=object) for _ in range(3))
    intents_of[asked], confidences[asked], seconds[asked] = (
        answers.intents,
        answers.confidences,
        answers.seconds,
    )
    return Answers(intents_of, confidences, seconds)
