"""Reads a misspelt word as the word of the store's that it is nearest to."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from commerce.search.normalise import singular

_SHORTEST = 4  # letters: shorter words are near to too many others
_SHORTEST_FOR_TWO = 8

IsEnglish = Callable[[str], bool]


class Speller:
    """Corrects words that are neither the store's nor English.

    Every word is kept under each form that one letter less gives it, so that a look-up is a few reads of a
    dictionary however many words there are.
    """

    def __init__(self, words: Mapping[str, int], is_english: IsEnglish) -> None:
        self._words = words
        self._is_english = is_english
        self._shortened: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if len(word) >= _SHORTEST and word.isalpha():
                for form in _forms(word):
                    self._shortened[form].append(word)

    def corrected(self, word: str) -> str:
        """The word that was meant; the same word where it is right or like nothing else."""
        is_known = word in self._words or self._is_english(word) or self._is_english(singular(word))
        if is_known or len(word) < _SHORTEST or not word.isalpha():
            return word
        near = {each for form in _forms(word) for each in self._shortened.get(form, ())}
        if len(word) >= _SHORTEST_FOR_TWO:
            near |= {each for form in _forms(word) for twice in _forms(form)
                     for each in self._shortened.get(twice, ())}  # fmt: skip
        farthest = 2 if len(word) >= _SHORTEST_FOR_TWO else 1
        ranked = [(distance(word, each), -self._words[each], each) for each in near]
        fitting = [each for each in ranked if each[0] <= farthest and each[2][0] == word[0]] or [
            each for each in ranked if each[0] <= 1
        ]
        return min(fitting)[2] if fitting else word


def distance(one: str, other: str) -> int:
    """How many letters are missing, too many, wrong or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _forms(word: str) -> Iterator[str]:
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
