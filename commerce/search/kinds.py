"""What kind of goods a sentence asks for."""

from collections.abc import Sequence

from commerce.search.colors import COLORS
from commerce.search.facets import KIND, LONGEST_KIND
from commerce.search.normalise import singular
from commerce.search.phrases import AFTER_KIND, OF_PEOPLE, SAYS_NOTHING
from commerce.search.synonyms import SYNONYMS
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Group


def take_kinds(tokens: list[str], vocabulary: Vocabulary) -> Group:
    """The kinds that the words name, by their longest names, each replaced by a mark in `tokens`.

    Not one that is only spoken of besides: the desk in "a lamp for my desk".
    """
    found: list[str] = []
    place = 0
    while place < len(tokens):
        length, kinds = _kinds_at(tokens, place, vocabulary)
        if kinds and not (_is_besides(tokens, place) or (found and not _joins(tokens, place))):
            found += [f"{KIND}:{kind}" for kind in kinds]
            tokens[place : place + length] = ["|"]
        place += 1
    return tuple(dict.fromkeys(found))


def _kinds_at(tokens: Sequence[str], place: int, vocabulary: Vocabulary) -> tuple[int, list[str]]:
    """How many words from `place` on name a kind of goods, and which; other names of it where need be."""
    for length in range(min(LONGEST_KIND, len(tokens) - place), 0, -1):
        phrase = " ".join(map(singular, tokens[place : place + length]))
        if length == 1 and (phrase in SAYS_NOTHING or phrase in COLORS):  # "in cream" is no hand cream
            continue
        if phrase in vocabulary.kinds:
            return length, [phrase]
        if same := [each for each in SYNONYMS.get(phrase, ()) if each in vocabulary.kinds]:
            return length, same
    return 0, []


def _is_besides(tokens: Sequence[str], place: int) -> bool:
    start = max((at + 1 for at in range(place) if tokens[at] == "|"), default=0)
    before = tokens[start:place]
    prepositions = [at for at, token in enumerate(before) if token in AFTER_KIND]
    if not prepositions:
        return False
    return any(singular(token) not in SAYS_NOTHING | OF_PEOPLE for token in before[: prepositions[-1]])


def _joins(tokens: Sequence[str], place: int) -> bool:
    return place > 0 and tokens[place - 1] in ("or", "and")
