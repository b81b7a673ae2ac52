"""Accuracy, precision, recall, F1, and which intent is taken for which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import precision_recall_fscore_support


@dataclass(frozen=True)
class IntentScore:
    """Precision, recall and F1 (0..1) of one intent over `support` messages."""

    intent: str
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Scores:
    """Of a set of messages; macro F1 is the mean over the intents that occur in it."""

    accuracy: float
    macro_f1: float
    by_intent: list[IntentScore]


def scores(wanted: Sequence[str], understood: Sequence[str]) -> Scores:
    """Compares what was understood with the labels."""
    names = sorted(set(wanted))
    columns = precision_recall_fscore_support(
        list(wanted), list(understood), labels=names, average=None, zero_division=0
    )
    by_intent = [
        IntentScore(name, float(p), float(r), float(f1), int(support))
        for name, p, r, f1, support in zip(names, *columns, strict=True)
    ]
    return Scores(
        accuracy=float(np.mean([a == b for a, b in zip(wanted, understood, strict=True)])),
        macro_f1=float(np.mean([each.f1 for each in by_intent])),
        by_intent=by_intent,
    )


@dataclass(frozen=True)
class Confusion:
    """How often messages of `wanted` were taken for `understood`, with some of them, the surest first."""

    wanted: str
    understood: str
    count: int
    share: float
    examples: list[tuple[str, float]]


def worst_confusions(
    texts: Sequence[str],
    wanted: Sequence[str],
    understood: Sequence[str],
    confidences: Sequence[float],
    *,
    most: int = 20,
    examples: int = 3,
) -> list[Confusion]:
    """The pairs of intents confused most often; `share` is of the wanted intent's messages."""
    rows = list(zip(texts, wanted, understood, confidences, strict=True))
    pairs = Counter((row[1], row[2]) for row in rows if row[1] != row[2])
    support = Counter(wanted)
    found = []
    for (a, b), count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))[:most]:
        said = sorted(((row[0], float(row[3])) for row in rows if row[1:3] == (a, b)), key=lambda e: -e[1])
        found.append(Confusion(a, b, count, count / support[a], said[:examples]))
    return found


@dataclass(frozen=True)
class EntityScore:
    """Precision, recall and F1 (0..1) of one kind of entity, found with the value it should have."""

    entity: str
    precision: float
    recall: float
    f1: float
    support: int


def entity_scores(
    wanted: Iterable[Iterable[tuple[str, str]]], found: Iterable[Iterable[tuple[str, str]]]
) -> tuple[EntityScore, list[EntityScore]]:
    """Over all entities (micro average), and of each kind; entities are (kind, value) pairs of a message."""
    kinds: dict[str, Counter[str]] = {}
    for labels, mentions in zip(wanted, found, strict=True):
        expected, actual = Counter(labels), Counter(mentions)
        for name, pairs in (
            ("right", expected & actual),
            ("wanted", expected),
            ("found", actual),
        ):
            for (kind, _), count in pairs.items():
                kinds.setdefault(kind, Counter())[name] += count
    total = sum(kinds.values(), Counter())
    return _entity_score("all", total), [_entity_score(kind, kinds[kind]) for kind in sorted(kinds)]


def _entity_score(kind: str, counts: Counter[str]) -> EntityScore:
    right, wanted, found = counts["right"], counts["wanted"], counts["found"]
    precision = right / found if found else 0.0
    recall = right / wanted if wanted else 0.0
    f1 = 2 * right / (wanted + found) if wanted + found else 0.0
    return EntityScore(kind, precision, recall, f1, wanted)
