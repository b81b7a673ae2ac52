"""Puts misspelt words of a message right, as the training sentences spell them, before it is encoded."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from bot.encoder.files import TOKENIZER_FILE, default_folder
from bot.entities import spelling
from bot.entities.spelling import Speller

# As often as this, what is no English word is meant as it stands: "gpay", "pls".
_MEANT = 2
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_FILE = "words.json"


def english_words(encoder: Path | None = None) -> frozenset[str]:
    """The common ones and those that the exported encoder knows whole; none where it was not exported."""
    return spelling.english_words((encoder or default_folder()) / TOKENIZER_FILE)


class SentenceSpelling:
    """Reads what is neither English nor of the training sentences as the nearest word of theirs.

    Between words equally near, the one that is said more often is meant.
    """

    def __init__(self, words: Sequence[str], english: Collection[str]) -> None:
        """`words` of the training sentences, the most frequent first."""
        self.words = list(words)
        self._speller = Speller(english, words)

    @classmethod
    def learn(cls, texts: Sequence[str], english: Collection[str]) -> SentenceSpelling:
        """From masked training sentences."""
        counts = Counter(word.lower() for text in texts for word in _WORD.findall(text))
        known = [word for word, count in counts.items() if word in english or count >= _MEANT]
        return cls(sorted(known, key=lambda word: (-counts[word], word)), english)

    def put_right(self, text: str) -> str:
        """`text` with its misspelt words replaced, everything else as it is."""
        return _WORD.sub(self._word, text)

    def save(self, folder: Path) -> None:
        """Writes the words into `folder`."""
        (folder / _FILE).write_text(json.dumps(self.words))

    @classmethod
    def load(cls, folder: Path, english: Collection[str]) -> SentenceSpelling:
        """Reads what `save` wrote."""
        return cls(json.loads((folder / _FILE).read_text()), english)

    def _word(self, found: re.Match[str]) -> str:
        word = found.group()
        right = self._speller.put_right(word.lower())
        return word if right == word.lower() else right
