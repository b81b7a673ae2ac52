"""A closed list of phrases, and whether a message is made of nothing else."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from itertools import product

Phrase = tuple[str, ...]
_TOKEN = re.compile(r"[^\W_]+|%|[^\w\s]")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
# Of an emoji only the picture counts: neither its skin tone nor how it is joined to the text.
_DRESSING = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d]")
_MOST_WORDS = 24


class Weight(IntEnum):
    """What a phrase counts for in a message."""

    ADDS = 0  # a courtesy: says nothing by itself
    ACKNOWLEDGES = 1  # enough by itself, but takes no more than courtesies beside it
    SAYS = 2


Phrases = Mapping[Phrase, Weight]


def words_of(text: str) -> list[str]:
    """Split into words without apostrophes, case, drawn-out letters or the dressing of emoji."""
    plain = unicodedata.normalize("NFC", text).lower()
    plain = _DRESSING.sub("", re.sub(r"(?<=\w)['’`´](?=\w)", "", plain))
    return [each for each in _TOKEN.findall(_DRAWN_OUT.sub(r"\1", plain)) if not _is_mark(each)]


def _is_mark(sign: str) -> bool:
    """Whether it is punctuation, which parts words and says nothing; an emoji does."""
    if sign.isalnum() or sign == "%":
        return False
    return sign.isascii() or unicodedata.category(sign).startswith("P")


def expanded(templates: str) -> Iterable[Phrase]:
    """Every phrase of lines such as `that|it is|seems fine`; `-` is an alternative that says nothing."""
    for line in templates.strip().splitlines():
        slots = [each.split("|") for each in line.split()]
        for choice in product(*slots) if slots else ():
            yield tuple(word for each in choice for word in each.split("_") if word != "-")


def weighed(weight: Weight, templates: str) -> dict[Phrase, Weight]:
    """The expanded phrases, each of this weight."""
    return dict.fromkeys(expanded(templates), weight)


class Grammar:
    """Phrases that a message may be made of."""

    def __init__(self, *phrases: Phrases) -> None:
        self._phrases = {phrase: weight for each in phrases for phrase, weight in each.items()}
        self._longest = max(map(len, self._phrases))

    def weight_of(self, words: Sequence[str]) -> Weight | None:
        """The greatest weight of a way to make `words` of the phrases alone; None when there is none."""
        if not words or len(words) > _MOST_WORDS:
            return None
        best: list[Weight | None] = [Weight.ADDS, *([None] * len(words))]
        for start in range(len(words)):
            before = best[start]
            if before is None:
                continue
            for end in range(start + 1, min(start + self._longest, len(words)) + 1):
                weight = self._phrases.get(tuple(words[start:end]))
                if weight is not None:
                    best[end] = max(before, weight, best[end] or Weight.ADDS)
        return best[len(words)]
