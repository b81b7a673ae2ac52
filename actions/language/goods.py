"""The goods that a message names, as "the sofa" in "cancel the sofa order", whoever ordered one or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.language.goods_words import (
    ADJECTIVES,
    BREAKS,
    CARRIERS,
    DETERMINERS,
    NO_GOODS,
    OBJECT_OF,
    OF_CARRIERS,
    PARTS,
    PEOPLE,
    PREDICATES,
    REASONS,
    REQUESTS,
)
from actions.language.spelling import Word, words
from actions.language.verbs import slips_of

_MOST_WORDS = 6
_SHORTEST = 2
_SWAPPED_FOR = frozenset({"for", "to", "into", "want", "instead", "with"})
_ADJECTIVE = re.compile(r"(?:ful|ous|able|ible|less|ish|est)$")
# "Cancel my odrer" names no goods.
_MISSPELT = frozenset(
    slip for word in ("order", "orders", "parcel", "package", "delivery") for slip in slips_of(word)
)
_OF_ANY_KIND = frozenset({"card", "box", "pack", "present"})  # a graphics card is no credit card
_OF = frozenset({"with", "of", "for", "containing"})
_ADVERB = re.compile(r"ly$")
_NAMED_THINGS = re.compile(
    r"(?<!\S)\S+@\S+|#?\b[A-Za-z]{0,3}-?\d{4,}\w*|\bRMA-\w+|\b(?=\w*\d)(?=\d*[A-Za-z])\w{4,}\b|[$£€]\s?\d[\d.,]*|\bhttps?:\S+"
)


@dataclass(frozen=True)
class Goods:
    """A mention of goods: its words as they were said, without what only describes them and without "order".

    It stands from `start`, where what describes it begins, to `end`.
    """

    text: str
    start: int
    end: int
    is_sure: bool = False  # whether its place in the sentence says that it is of an order

    @property
    def shown(self) -> str:
        """As it is said back: "the sofa", but "Houston"."""
        return self.text if self.text[:1].isupper() else f"the {self.text.lower()}"


def goods_in(text: str, *, is_swap: bool = False, only_sure: bool = False) -> list[Goods]:
    """The goods that `text` may name, in its order; what comes after why it is said is left out.

    `is_swap`: what is said after "for" or "to" is the new thing. `only_sure`: only where the words around
    say that they are of an order, as in "the sofa order".
    """
    return _Finder(text).found(is_swap=is_swap, only_sure=only_sure)


def is_adjective(word: str) -> bool:
    """Whether a word before a noun only says what state or kind a thing is of: "the old lamp"."""
    return word in ADJECTIVES or word in DETERMINERS or bool(_ADJECTIVE.search(word))


class _Finder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._words = words(_NAMED_THINGS.sub(lambda hit: " " * len(hit[0]), text))
        self._said = [text[word.start : word.end].lower().replace("’", "'") for word in self._words]

    def found(self, *, is_swap: bool, only_sure: bool) -> list[Goods]:
        goods: list[Goods] = []
        place, is_open, is_new, has_requested = 0, True, False, False
        while place < len(self._words):
            said = self._said[place]
            is_new |= is_swap and bool(goods) and said in _SWAPPED_FOR
            if said in REASONS or (said in ".!?;," and has_requested):
                is_open = False
            has_requested |= said in REQUESTS
            start = self._start(place)
            one, end = self._run(start) if start is not None else (None, place)
            if one and not is_new and (one.is_sure or (is_open and not only_sure)):
                goods.append(one)
            place = max(end, place + 1)
        return goods

    def _start(self, place: int) -> int | None:
        """Where goods may begin, with the word at `place` leading to them."""
        said = self._said[place]
        if said in DETERMINERS:
            return place + 1
        following = self._said[place + 1] if place + 1 < len(self._said) else ""
        if said in REQUESTS and following not in DETERMINERS:
            return place + 1
        is_first = place == 0 or self._said[place - 1] in ".!?;,"
        return place if is_first and self._is_subject(place) else None

    def _is_subject(self, place: int) -> bool:
        """Whether the sentence begins with goods of which something is said: "sofa arrived broken"."""
        end = self._end(place)
        return place < end < len(self._said) and self._said[end] in PREDICATES

    def _end(self, start: int) -> int:
        end = start
        while end < len(self._words) and end - start < _MOST_WORDS and self._is_content(end):
            end += 1
        return end

    def _is_content(self, place: int) -> bool:
        said = self._said[place]
        if said == "-":
            return self._is_inside(place)
        if said in BREAKS or said in DETERMINERS or said in REASONS or _ADVERB.search(said):
            return False
        if said[0].isdigit():
            return place + 1 < len(self._said) and self._said[place + 1][0].isalpha()
        return said[0].isalpha()

    def _is_inside(self, place: int) -> bool:
        near = self._words[place - 1 : place + 2]
        return len(near) == 3 and near[0].end == near[1].start and near[1].end == near[2].start

    def _run(self, start: int) -> tuple[Goods | None, int]:
        end = self._end(start)
        parts = list(zip(self._words[start:end], self._said[start:end], strict=True))
        is_sure = False
        carrier = next((at for at, (word, _) in enumerate(parts) if word.stem in OF_CARRIERS), len(parts) - 1)
        parts = parts[: carrier + 1]
        while parts and (parts[-1][1] in CARRIERS or parts[-1][0].stem in CARRIERS):
            is_sure |= parts[-1][0].stem in OF_CARRIERS
            parts.pop()
        first = parts[0][0].start if parts else 0
        while len(parts) > 1 and self._only_describes([said for _, said in parts]):
            parts.pop(0)
        is_sure |= self._is_object(start)
        return self._goods([word for word, _ in parts], first, is_sure=is_sure), end

    @staticmethod
    def _only_describes(said: Sequence[str]) -> bool:
        """Whether the first word may go: "old" in "old lamp", but not "two" in "two-seater"."""
        is_joined = said[1:2] == ["-"]
        return not is_joined and (is_adjective(said[0]) or not said[0][0].isalpha())

    def _is_object(self, start: int) -> bool:
        """ "Cancel the sofa", "where is my sofa", "the order with the sofa", "a receipt for my sofa"."""
        before = [said for said in self._said[max(0, start - 4) : start] if said not in DETERMINERS]
        if before[-1:] in (["is"], ["are"]):
            return before[-2:-1] == ["where"]
        if len(before) > 1 and before[-1] in _OF:
            return before[-2] in OF_CARRIERS
        return bool(before) and before[-1] in OBJECT_OF

    def _goods(self, parts: Sequence[Word], start: int, *, is_sure: bool) -> Goods | None:
        if not parts or any(each.stem in PEOPLE for each in parts):
            return None
        *described, head = (each.stem for each in parts)
        is_of_a_kind = head in _OF_ANY_KIND and bool(described) and NO_GOODS.isdisjoint(described)
        if head in NO_GOODS and not is_of_a_kind:
            return None
        if not (is_sure or described) and head in PARTS:
            return None
        said = self._text[parts[0].start : parts[-1].end]
        if self._text[parts[-1].start : parts[-1].end].lower() in _MISSPELT:
            return None
        if said.lower() in ADJECTIVES or len(said) < _SHORTEST or said[0].isdigit():
            return None
        return Goods(said, start, parts[-1].end, is_sure)
