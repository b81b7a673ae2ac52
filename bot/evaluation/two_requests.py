"""Whether a message that asks for two things has both of them heard."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bot.classifier.clause_reading import asks
from bot.evaluation.labelled import Labelled

_BETWEEN = (". Also, ", " and also ", ". ", "? And ", ", and ", "\n", " plus ")


@dataclass(frozen=True)
class Pair:
    """A message of two requests, and the rows they were drawn from."""

    text: str
    rows: tuple[int, int]


def drawn_pairs(sentences: Sequence[Labelled], rows: Sequence[int], count: int, seed: int) -> list[Pair]:
    """`count` messages of two requests of `sentences` each, drawn among `rows`."""
    dice = random.Random(seed)
    asking = [row for row in rows if asks(sentences[row].intent)]
    pairs: list[Pair] = []
    while len(pairs) < count and len({sentences[row].intent for row in asking}) > 1:
        first, second = dice.sample(asking, 2)
        if sentences[first].intent != sentences[second].intent:
            begun = sentences[first].text.rstrip(".?! ")
            pairs.append(Pair(f"{begun}{dice.choice(_BETWEEN)}{sentences[second].text}", (first, second)))
    return pairs
