"""The words of English, by how often they are said."""

from __future__ import annotations

from functools import cache

# By the package's own count. What is rarer is more often a slip of a common word than meant: "oder".
_COMMON = 250


@cache
def common_words() -> frozenset[str]:
    """The English words in common use, in lower case, without slips of spelling; also without apostrophes."""
    from spellchecker import SpellChecker  # noqa: PLC0415  only who asks waits for its word list

    counted = SpellChecker(language="en").word_frequency.dictionary
    words = {word for word, count in counted.items() if count >= _COMMON}
    return frozenset(words | {word.replace("'", "") for word in words})
