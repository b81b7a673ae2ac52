"""What the training sentences say of messages and of each other: likely intents, doubtful labels, repeats."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.classifier.neighbours import COMPARED
from bot.evaluation.labelled import Labelled
from bot.evaluation.pipeline import Encoded

NEAREST = 6
_SHARPNESS = 12.0  # of a neighbour's vote, exp(sharpness * cosine)
_APART = 0.65  # mean cosine distance at which two groups of messages stay two
_SURE = 0.7  # share of the votes that makes an intent the neighbours' own
_NEAR = 0.6  # cosine below which the nearest sentences say nothing about each other
_ALIKE = 0.985  # cosine of sentences that teach the same
_AT_ONCE = 1024
_LISTED = 300


@dataclass(frozen=True)
class Suggestion:
    """An intent, its share of the nearest sentences' votes, and the nearest sentence that has it."""

    intent: str
    share: float
    nearest: str


@dataclass(frozen=True)
class Doubt:
    """A sentence whose nearest ones have another intent; `cosine` is that of the nearest of them."""

    text: str
    intent: str
    suggested: str
    nearest: str
    cosine: float


@dataclass(frozen=True)
class Repeat:
    """Two sentences that say nearly the same; with different intents they contradict each other."""

    text: str
    intent: str
    other: str
    other_intent: str


@dataclass(frozen=True)
class Known:
    """The training sentences with their encodings, in which neighbours are looked for."""

    sentences: Sequence[Labelled]
    encodings: np.ndarray

    @classmethod
    def of(cls, sentences: Sequence[Labelled], encoded: Encoded) -> Known:
        """Of sentences as the classifier sees them."""
        return cls(sentences, np.ascontiguousarray(encoded.encodings[:, :COMPARED]))

    def suggestions(self, encoding: np.ndarray, without: Collection[int] = ()) -> list[Suggestion]:
        """What a text with this encoding may mean, the likeliest first."""
        cosines = self.encodings @ encoding[:COMPARED]
        if without:
            cosines[list(without)] = -1.0
        return self._voted(cosines)

    def _voted(self, cosines: np.ndarray) -> list[Suggestion]:
        rows = np.argsort(-cosines)[:NEAREST]
        votes: dict[str, float] = {}
        nearest: dict[str, str] = {}
        for row in rows:
            each = self.sentences[row]
            votes[each.intent] = votes.get(each.intent, 0.0) + float(np.exp(_SHARPNESS * cosines[row]))
            nearest.setdefault(each.intent, each.text)
        total = sum(votes.values())
        ranked = sorted(votes, key=lambda intent: -votes[intent])
        return [Suggestion(intent, round(votes[intent] / total, 3), nearest[intent]) for intent in ranked]

    def doubts(self, rows: Sequence[int], without: Collection[int] = ()) -> list[Doubt]:
        """Of the sentences in `rows`: those that their nearest ones, without `without`, speak against."""
        found = []
        for row in rows:
            cosines = self.encodings @ self.encodings[row]
            cosines[[row, *without]] = -1.0
            own, best = self.sentences[row], int(cosines.argmax())
            first = self._voted(cosines)[0]
            if first.intent != own.intent and first.share >= _SURE and cosines[best] >= _NEAR:
                found.append(
                    Doubt(own.text, own.intent, first.intent, first.nearest, round(float(cosines[best]), 3))
                )
        return found

    def review(self) -> tuple[list[Doubt], list[Repeat]]:
        """Doubtful labels, the worst first, and near-repeats, contradictions first, among all sentences."""
        suspects, repeats = [], []
        intents = np.unique([each.intent for each in self.sentences], return_inverse=True)[1]
        for start in range(0, len(self.encodings), _AT_ONCE):
            part = self.encodings[start : start + _AT_ONCE]
            cosines = part @ self.encodings.T
            cosines[np.arange(len(part)), start + np.arange(len(part))] = -1.0
            near = np.argpartition(-cosines, NEAREST, axis=1)[:, :NEAREST]
            own = intents[start : start + len(part), None]
            others = (intents[near] != own).sum(axis=1)
            suspects += [start + int(row) for row in np.flatnonzero(others >= NEAREST - 1)]
            best = cosines.argmax(axis=1)
            alike = np.flatnonzero(cosines[np.arange(len(part)), best] >= _ALIKE)
            repeats += [(start + int(row), int(best[row])) for row in alike if start + row < best[row]]
        doubts = sorted(self.doubts(suspects), key=lambda each: -each.cosine)
        told = [self._repeat(first, second) for first, second in repeats]
        return doubts[:_LISTED], sorted(told, key=lambda each: each.intent == each.other_intent)[:_LISTED]

    def _repeat(self, first: int, second: int) -> Repeat:
        one, other = self.sentences[first], self.sentences[second]
        return Repeat(one.text, one.intent, other.text, other.intent)


@dataclass(frozen=True)
class Message:
    """A shopper's message, and the intent that was understood."""

    key: str
    text: str
    intent: str


def notes_on(messages: Sequence[Message], encoded: Encoded, known: Known) -> list[dict[str, object]]:
    """For each message its group, what it may mean, and whether the nearest sentences dispute the intent."""
    numbers = _groups(encoded.encodings[:, :COMPARED])
    notes = []
    for message, encoding, number in zip(messages, encoded.encodings, numbers, strict=True):
        suggestions = known.suggestions(encoding)
        near = float((known.encodings @ encoding[:COMPARED]).max())
        first = suggestions[0]
        notes.append(
            {
                "key": message.key,
                "group": int(number),
                "suggestions": [asdict(each) for each in suggestions[:3]],
                "is_disputed": first.intent != message.intent and first.share >= _SURE and near >= _NEAR,
            }
        )
    return notes


def _groups(encodings: np.ndarray) -> np.ndarray:
    if len(encodings) < 2:
        return np.zeros(len(encodings), dtype=int)
    return AgglomerativeClustering(
        n_clusters=None, affinity="cosine", linkage="average", distance_threshold=_APART
    ).fit_predict(encodings)


def sentence_key(intent: str, text: str) -> str:
    """What tells one labelled sentence from others."""
    said = " ".join(text.lower().split())
    return hashlib.sha256(f"{intent}\0{said}".encode()).hexdigest()[:20]
