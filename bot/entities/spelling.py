"""Puts misspelt words of the store right, so that every rule reads them as they were meant."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spacy.tokens import Doc

from bot.languages.english import common_words

_SHORTEST, _LONGEST = 4, 24
_LONG = 7  # from here on a word may be two edits away
_REMEMBERED = 4096


def english_words(tokenizer: Path) -> frozenset[str]:
    """The common ones and those that the encoder's tokenizer knows as a whole; none without the file."""
    try:
        vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    except FileNotFoundError:
        return frozenset()
    return common_words().union(word for word in vocabulary if word.isalpha())


class Speller:
    """Corrects to `targets` what is no word of `dictionary`; corrects nothing where that is empty.

    A target is meant when it begins with the same letter and is one edit away (two for long words); the edits
    are those of optimal string alignment: insert, delete, replace a letter, swap two neighbours.
    """

    def __init__(self, dictionary: Collection[str], targets: Iterable[str]) -> None:
        """Of targets equally near, the first one is meant."""
        targets = list(dict.fromkeys(targets))
        self._targets: dict[str, list[str]] = defaultdict(list)
        for target in targets:
            if len(target) >= _SHORTEST and target.isalpha():
                self._targets[target[0]].append(target)
        self._words = frozenset(dictionary) | set(targets)
        self._corrects = bool(dictionary)
        self.put_right = lru_cache(_REMEMBERED)(self._put_right)

    def normalise(self, doc: Doc) -> Doc:
        """Sets every token's norm to its lower case, put right where it is misspelt."""
        for token in doc:
            token.norm_ = self.put_right(token.lower_)
        return doc

    def _put_right(self, word: str) -> str:
        if (
            not (self._corrects and _SHORTEST <= len(word) <= _LONGEST and word.isalpha())
            or word in self._words
        ):
            return word
        edits = 2 if len(word) >= _LONG else 1
        near = process.extractOne(word, self._targets[word[0]], scorer=OSA.distance, score_cutoff=edits)
        return near[0] if near else word
