"""Messages that may have been misunderstood, grouped by meaning, as training data to be corrected."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.classifier.neighbours import COMPARED
from bot.evaluation.pipeline import Pipeline
from bot.evaluation.refusals import BadFile

# Mean cosine distance at which two groups stay two: below it sentences ask for the same in other words.
_APART = 0.65
_NO_ENTITIES = str.maketrans("[]{}", "()()")
_MASKED = re.compile(r"\[(e-mail|phone|card|token|secret|person name|postcode|email)\]")


@dataclass(frozen=True)
class Heard:
    """A message as it was understood, and what speaks against that; the greater `badness`, the worse."""

    text: str
    intent: str
    confidence: float
    signs: list[str]
    badness: float
    times: int


def read_inbox(given: str) -> list[Heard]:
    """Reads a JSON list; raises BadFile."""
    try:
        return [Heard(**each) for each in json.loads(given)]
    except (json.JSONDecodeError, TypeError) as error:
        raise BadFile(f"the inbox is not a JSON list of messages: {error}") from None


def groups(pipeline: Pipeline, heard: Sequence[Heard]) -> list[list[Heard]]:
    """Messages of like meaning together: the worst group first, in a group the worst message first."""
    if len(heard) < 2:
        return [list(heard)] if heard else []
    encoded = pipeline.encode([each.text for each in heard], "inbox")
    numbers = AgglomerativeClustering(
        n_clusters=None, affinity="cosine", linkage="average", distance_threshold=_APART
    ).fit_predict(encoded.encodings[:, :COMPARED])
    found = [
        sorted((heard[row] for row in np.flatnonzero(numbers == number)), key=lambda each: -each.badness)
        for number in np.unique(numbers)
    ]
    return sorted(found, key=lambda group: (-group[0].badness, -len(group)))


def as_training_data(grouped: Sequence[Sequence[Heard]]) -> Iterator[str]:
    """Rasa's NLU YAML, a line each: a block for each intent in a group, above it what speaks against it."""
    yield 'version: "3.1"'
    yield "# Each block has the intent that was understood: correct it, drop what teaches nothing, append the"
    yield "# rest to a file of data/nlu/. The lines above a block are about its examples, in their order."
    yield "nlu:"
    for number, group in enumerate(grouped, start=1):
        yield f"# Group {number}: {len(group)} of like meaning"
        for intent in dict.fromkeys(each.intent for each in group):
            own = [each for each in group if each.intent == intent]
            yield from (f"#   {_against(each)}" for each in own)
            yield f"- intent: {intent}"
            yield "  examples: |"
            yield from (f"    - {_example(each.text)}" for each in own)


def _against(heard: Heard) -> str:
    times = f", said {heard.times} times" if heard.times > 1 else ""
    return f"{heard.confidence:.2f}: {', '.join(heard.signs)}{times}"


def _example(text: str) -> str:
    """On one line, nothing in it that Rasa reads as an entity, what is masked as the classifier sees it."""
    shown = _MASKED.sub(lambda found: found.group(1).replace("e-mail", "email"), text)
    return " ".join(shown.translate(_NO_ENTITIES).split())
