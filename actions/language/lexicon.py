"""What words can mean in one order: its items' nouns and qualities beside the common phrases."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from actions.language.options import Stems, spoken_values
from actions.language.spelling import Word, stems, words
from actions.language.vocabulary import COMMON_WORDS, GENERAL_NOUNS, ORDINALS, PHRASES, SYNONYMS, Kind

_LONGEST_PHRASE = 7
_TIMES = frozenset({"second", "minute", "hour", "day", "week", "month", "year", "time"})
_SHORTEST_WITH_TYPO = 4
_ALIKE, _NEARLY_ALIKE = 0.75, 0.85
_LONG = 7
_SHORTEST_SWAPPED = 5
_SHORTEST_ENDING = 4
# What a number is of that tells how big a thing is, and not how many there are.
_MEASURES = frozenset(
    stems("hours minutes inch gb tb mb ml liter cm mm meter ft pounds kg oz degrees bar cups mp mah watts")
) | {"%"}
_ORDER_WITH = re.compile(
    r"\b(order|purchase) (with|that has|that had|containing) ((the|a|an|my|some) )?$", re.IGNORECASE
)
_LONGEST_ORDER_WITH = 40  # characters
_IDENTIFIER = re.compile(r"(?<!\S)\S+@\S+|#?\b[A-Za-z]{0,3}-?\d{5,}\b|\bRMA-\w+", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A line of an order as it may be named: `quantity` of it can be chosen."""

    key: str
    title: str
    options: Mapping[str, str] = field(default_factory=dict)
    quantity: int = 1
    price_minor: int = 0


@dataclass(frozen=True)
class Token:
    """A word or phrase of a message with what it means here; `keys` are the items it may stand for."""

    kind: Kind
    start: int
    end: int
    keys: frozenset[str] = frozenset()
    also: frozenset[str] = (
        frozenset()
    )  # the items a noun describes without naming them: "desk" and a desk lamp
    number: int = 0
    detail: str = ""
    is_plural: bool = False


@dataclass
class Lexicon:
    """The nouns and qualities of some items."""

    nouns: dict[Stems, set[str]] = field(default_factory=dict)
    qualities: dict[Stems, set[str]] = field(default_factory=dict)
    plural_titles: set[str] = field(default_factory=set)  # items that are called in the plural: jeans, shoes
    is_strict: bool = False  # a table is no misspelt tablet, as where anything may be named

    @classmethod
    def of(cls, items: Sequence[Item], *, is_strict: bool = False) -> "Lexicon":
        """The words that these items may be named by; `is_strict` about how they may be misspelt."""
        lexicon = cls(is_strict=is_strict)
        for item in items:
            lexicon._add_title(item)
        values = spoken_values(item.options for item in items)
        for form, pairs in values.items():
            if not form[-1].isdigit() or len(form) > 1:
                owners = {item.key for item in items if any(pair in item.options.items() for pair in pairs)}
                lexicon.qualities.setdefault(form, set()).update(owners)
        return lexicon

    def _add_title(self, item: Item) -> None:
        title = stems(item.title)
        if not title:
            return
        if words(item.title)[-1].is_plural:
            self.plural_titles.add(item.key)
        heads = {title[-1], *(title[-2:-1] if title[-1] in GENERAL_NOUNS else ())}
        for start, end in combinations(range(len(title) + 1), 2):
            part = title[start:end]
            names = part[-1] in heads
            self._add(self.nouns if names else self.qualities, part, item.key)
            if len(part) > 1:
                self._add(self.nouns if names else self.qualities, ("".join(part),), item.key)
        for said, meant in SYNONYMS.items():
            if heads & set(stems(meant)):
                self._add(self.nouns, (said,), item.key)

    @staticmethod
    def _add(table: dict[Stems, set[str]], form: Stems, key: str) -> None:
        if form not in PHRASES and (len(form) > 1 or len(form[0]) > 1):
            table.setdefault(form, set()).add(key)

    def read(self, text: str, *, is_about_orders: bool = False) -> list[Token]:
        """The message as tokens; identifiers such as order numbers and e-mails say nothing about items.

        `is_about_orders`: items that only tell which order is meant count too.
        """
        hidden = _IDENTIFIER.sub(lambda found: " " * len(found[0]), text)
        said, tokens, place = words(hidden), [], 0
        while place < len(said):
            token, length = self._next(said, place)
            tokens.append(token)
            place += length
        return tokens if is_about_orders else _without_order(text, tokens)

    def _next(self, said: Sequence[Word], place: int) -> tuple[Token, int]:
        longest = min(_LONGEST_PHRASE, len(said) - place)
        for length in range(longest, 0, -1):
            span = said[place : place + length]
            if token := self._known(span):
                return token, length
        return self._single(said, place), 1

    def _known(self, span: Sequence[Word]) -> Token | None:
        form = tuple(word.stem for word in span if word.stem != "-")
        start, end, is_plural = span[0].start, span[-1].end, span[-1].is_plural
        if not form or span[0].stem == "-" or span[-1].stem == "-":
            return None
        if form in PHRASES:
            kind, detail = PHRASES[form]
            return Token(kind, start, end, detail=detail, is_plural=is_plural)
        if len(form) == 2 and form not in self.nouns and form not in self.qualities:
            form = ("".join(form),)  # "head phones"
        nouns, qualities = self.nouns.get(form, set()), self.qualities.get(form, set())
        if nouns:
            return self._noun(nouns, start, end, is_plural, also=qualities)
        if qualities:
            return Token(Kind.QUALITY, start, end, frozenset(qualities), is_plural=is_plural)
        return None

    def _noun(
        self, keys: Collection[str], start: int, end: int, is_plural: bool, also: Collection[str] = ()
    ) -> Token:
        says_several = is_plural and not set(keys) <= self.plural_titles
        return Token(Kind.NOUN, start, end, frozenset(keys), frozenset(also), is_plural=says_several)

    def _single(self, said: Sequence[Word], place: int) -> Token:
        word = said[place]
        before = said[place - 1].stem if place else ""
        after = said[place + 1].stem if place + 1 < len(said) else ""
        if ordinal := _ordinal(word.stem, before, after):
            return Token(Kind.ORDINAL, word.start, word.end, number=ordinal)
        is_measure = after in _MEASURES and (after,) not in self.nouns
        is_count = word.stem.isdigit() and len(word.stem) < 3 and before not in {"in", "size"}
        if is_count and int(word.stem) and not is_measure and after not in _TIMES:
            return Token(Kind.NUMBER, word.start, word.end, number=int(word.stem))
        if word.stem in {"couple", "dozen"}:
            return Token(Kind.NUMBER, word.start, word.end, number=2 if word.stem == "couple" else 12)
        return (
            self._ending(word)
            or self._misspelt(word)
            or Token(Kind.WORD, word.start, word.end, detail=word.stem)
        )

    def _ending(self, word: Word) -> Token | None:
        """A noun that ends a title's last word: "watch" for a wristwatch."""
        if len(word.stem) < _SHORTEST_ENDING or word.stem in COMMON_WORDS:
            return None
        found = {key for form, keys in self.nouns.items() if form[-1].endswith(word.stem) for key in keys}
        return self._noun(found, word.start, word.end, word.is_plural) if found else None

    def _misspelt(self, word: Word) -> Token | None:
        if len(word.stem) < _SHORTEST_WITH_TYPO or word.stem in COMMON_WORDS or not word.stem.isalpha():
            return None
        known = {form[0] for form in [*self.nouns, *self.qualities] if len(form) == 1}
        alike = [each for each in known if each[0] == word.stem[0] and len(each) > 2]
        if self.is_strict:
            alike = [each for each in alike if not _is_begun(word.stem, each)]
        swapped = [each for each in alike if _is_swapped(word.stem, each)]
        cutoff = _NEARLY_ALIKE if self.is_strict else _ALIKE
        for meant in swapped[:1] or difflib.get_close_matches(word.stem, alike, n=1, cutoff=cutoff):
            if keys := self.nouns.get((meant,)):
                return self._noun(keys, word.start, word.end, word.is_plural)
            return Token(Kind.QUALITY, word.start, word.end, frozenset(self.qualities[(meant,)]))
        return None


def _is_swapped(said: str, known: str) -> bool:
    """Whether two letters that stand together have changed their places: "kettel" is a kettle."""
    differ = [at for at, (one, other) in enumerate(zip(said, known, strict=False)) if one != other]
    is_pair = len(said) == len(known) >= _SHORTEST_SWAPPED and len(differ) == 2 and differ[1] == differ[0] + 1
    return is_pair and said[differ[0] : differ[1] + 1] == known[differ[0] : differ[1] + 1][::-1]


def _is_begun(said: str, known: str) -> bool:
    """Whether one short word begins the other, as table does tablet."""
    return len(said) < _LONG and (known.startswith(said) or said.startswith(known))


def _without_order(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the items that only tell which order is meant: "my order with the lamp in it"."""
    kept: list[Token] = []
    is_told = False
    for token in tokens:
        if _ORDER_WITH.search(text[max(0, token.start - _LONGEST_ORDER_WITH) : token.start]):
            is_told = token.kind in {Kind.NOUN, Kind.QUALITY}
        elif token.kind not in {Kind.NOUN, Kind.QUALITY}:
            is_told = False
        if not is_told:
            kept.append(token)
    return kept


def _ordinal(word: str, before: str, after: str) -> int | None:
    if word in ORDINALS:
        return ORDINALS[word]
    if word in {"st", "nd", "rd", "th"} and before.isdigit():
        return int(before)
    if word.isdigit() and len(word) < 3 and before in {"number", "no", "option", "#", "item", "line", "nr"}:
        return int(word) or None
    if word.isdigit() and after in {"st", "nd", "rd", "th"}:
        return int(word) or None
    return None


def clauses(tokens: Iterable[Token]) -> list[list[Token]]:
    """The tokens between "and", "but" and marks."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind in {Kind.AND, Kind.COMMA, Kind.BUT}:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]
