"""Reads a sentence as a search: its filters are taken out, what is left is ranked by words and meaning."""

import re
from collections.abc import Iterator, Sequence

from commerce.search.colors import COLORS, SHADES
from commerce.search.facets import CATEGORY, COLOR, KIND, MATERIAL, SALE, SIZE, option_value
from commerce.search.kinds import take_kinds
from commerce.search.measures import sizes_compared
from commerce.search.normalise import normalised, singular
from commerce.search.phrases import (
    AGE,
    CAPITALS,
    COMPARED,
    FREE,
    GOODS,
    LEAD_IN,
    OF_CHILDREN,
    OF_PEOPLE,
    ON_SALE,
    ORDERS,
    SAID_SIZE,
    SAYS_NOTHING,
    SIZE_LAST,
    STARS,
    STOCK,
    WELL_RATED,
    WITHOUT,
)
from commerce.search.prices import prices_in
from commerce.search.size_regions import SAID_SIZE_OF_REGION, SizeOfRegion, converted, size_said
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Group, Wanted

LONGEST_SENTENCE = 300  # characters


def read_sentence(text: str, vocabulary: Vocabulary) -> Wanted:
    """What `text` asks to find in a store of these words; never raises, whatever is written.

    Of a longer text only the beginning is read.
    """
    return _Reading(text[:LONGEST_SENTENCE], vocabulary).wanted()


class _Reading:
    """A sentence while its filters are taken out of it, one kind after the other."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._filters: list[Group] = []
        self._loose: list[Group] = []
        self._without: list[str] = []
        self._without_words: list[str] = []
        self._letters = [] if text.isupper() else CAPITALS.findall(text)
        prices = prices_in(text.lower().replace("’", "'"))
        self._prices = (prices.lowest, prices.highest)
        self._stars = self._take_stars(prices.rest)
        self._corrected: list[tuple[str, str]] = []
        self._said = f" {self._spelt(normalised(self._rest))} "

    def _take_stars(self, text: str) -> int | None:
        found = STARS.search(text)
        self._rest = STARS.sub(" ", text)
        if found:
            return int(found["stars"])
        is_good = bool(WELL_RATED.search(self._rest))
        self._rest = WELL_RATED.sub(" ", self._rest)
        return 4 if is_good else None

    def _spelt(self, text: str) -> str:
        words = []
        for word in text.split():
            is_plain = word in SAYS_NOTHING or word in OF_PEOPLE
            read = word if is_plain else self._vocabulary.speller.corrected(word)
            if read != word:
                self._corrected.append((word, read))
            words.append(read)
        return " ".join(words)

    def wanted(self) -> Wanted:
        """Everything that was said."""
        order = next((each for each, pattern in ORDERS if self._take(pattern)), None)
        if self._take(ON_SALE):
            self._filters.append((SALE,))
        self._take(STOCK)
        meant = self._take_age()
        self._take_without()
        self._take_measures()
        self._take_sizes()
        self._take(LEAD_IN)
        sentence = self._said
        tokens = self._said.split()
        kinds = take_kinds(tokens, self._vocabulary)
        self._said = f" {' '.join(tokens)} "
        self._take_colors()
        self._take_values()
        self._take_names()
        content = [word for word in self._words() if word not in SAYS_NOTHING]
        is_sentence = not kinds and bool(content or meant)
        filters = " ".join([*(kind.partition(":")[2] for kind in kinds), *self._meant(), *content])
        said = " ".join(sentence.replace("|", " ").split()) if is_sentence else filters
        return Wanted(
            text=f"{meant} {said}".strip() if not OF_PEOPLE.issuperset(content) else meant or said,
            words=tuple(dict.fromkeys(word for word in content if word not in OF_PEOPLE)),
            kinds=kinds,
            filters=tuple(dict.fromkeys(self._filters)),
            loose=tuple(dict.fromkeys(self._loose)),
            without=tuple(dict.fromkeys(self._without)),
            without_words=tuple(dict.fromkeys(self._without_words)),
            lowest=self._prices[0],
            highest=self._prices[1],
            stars=self._stars,
            order=order,
            corrected=tuple(self._corrected),
            unknown=self._unknown(content) if not kinds else (),
        )

    def _unknown(self, content: Sequence[str]) -> tuple[str, ...]:
        """What is asked for by name, where the store has nothing that is called so."""
        named = [word for word in content if word not in OF_PEOPLE and word.isalpha()]
        store = self._vocabulary
        is_known = any(map(store.is_sold, named)) if len(named) != 1 else store.is_called(named[0])
        return () if is_known else tuple(dict.fromkeys(named))

    def _take_age(self) -> str:
        """Somebody's age: what it means for what they are given."""
        found = AGE.search(self._said)
        self._take(AGE)
        if found is None or int(found["age"]) > OF_CHILDREN:
            return ""
        if toys := self._vocabulary.categories.get("toy"):
            self._loose.append((f"{CATEGORY}:{toys}",))
        return "children's toys and games"

    def _take(self, pattern: re.Pattern[str]) -> bool:
        self._said, times = pattern.subn(" | ", self._said)
        return times > 0

    def _words(self) -> Iterator[str]:
        return (singular(word) for word in self._said.split() if word != "|")

    def _meant(self) -> Iterator[str]:
        """The filters as the meaning reads them."""
        for group in self._filters:
            for facet in group:
                name, _, value = facet.partition(":")
                if name in (COLOR, MATERIAL):
                    yield value
                if name == CATEGORY:
                    yield self._vocabulary.category_titles.get(value, "")

    def _take_without(self) -> None:
        for pattern in (WITHOUT, FREE):
            for found in list(pattern.finditer(self._said)):
                words = found["what"].split()
                for length in range(len(words), 0, -1):
                    phrase = " ".join(words[:length])
                    if self._leave_out(phrase):
                        end = found.start("what") + len(phrase)
                        self._said = f"{self._said[: found.start()]} | {self._said[end:]}"
                        break
                else:
                    continue
                self._take_without()
                return

    def _leave_out(self, phrase: str) -> bool:
        single = " ".join(map(singular, phrase.split()))
        store = self._vocabulary
        facets = {each for value in (phrase, single) for each in store.values.get(value, ())}
        if colored := {each for each in facets if each.startswith(f"{COLOR}:")}:
            self._without += sorted(colored)
        elif phrase in COLORS:
            self._without.append(f"{COLOR}:{phrase}")
        elif facets or (
            " " not in phrase and phrase not in SAYS_NOTHING and store.is_described(phrase, single)
        ):
            self._without += sorted(facets)
            self._without_words.append(single)
        elif f"{single}" in store.kinds:
            self._without.append(f"{KIND}:{single}")
        else:
            return False
        return True

    def _take_measures(self) -> None:
        """ "Over 30 l": all the sizes of that unit that are."""
        for found in list(COMPARED.finditer(self._said)):
            if fitting := sizes_compared(found, self._vocabulary):
                self._filters.append(fitting)
                self._said = self._said.replace(found.group(), " | ", 1)

    def _take_sizes(self) -> None:
        self._take_sizes_of_regions()
        sizes = [found["size"] for found in SAID_SIZE.finditer(self._said)]
        sizes += [found["size"] for found in SIZE_LAST.finditer(self._said)]
        self._take(SAID_SIZE)
        self._take(SIZE_LAST)
        sizes += [letter.lower() for letter in self._letters if letter.lower() not in sizes]
        for letter in self._letters:
            self._said = re.sub(rf" {letter.lower()}(?= )", " | ", self._said)
        if sizes:
            self._filters.append(tuple(f"{SIZE}:{option_value(SIZE, size)}" for size in dict.fromkeys(sizes)))

    def _take_sizes_of_regions(self) -> None:
        """ "UK 9": the store's own size that it is, unless the store has it under that name."""
        sizes = []
        for found in SAID_SIZE_OF_REGION.finditer(self._said):
            said = size_said(found)
            own = None if self._vocabulary.has(f"{SIZE}:{said}") else self._own_size(said)
            sizes.append(f"{SIZE}:{own.size if own else said}")
            if own is not None and own != said:
                self._corrected.append((str(said), f"{own.region.value.upper()} {own.size}"))
        if sizes:
            self._take(SAID_SIZE_OF_REGION)
            self._filters.append(tuple(dict.fromkeys(sizes)))

    def _own_size(self, said: SizeOfRegion) -> SizeOfRegion | None:
        return converted(said, self._vocabulary.region, self._said)

    def _take_colors(self) -> None:
        tokens, found = self._said.split(), []
        known = self._vocabulary.colors
        for place, token in enumerate(tokens):
            if token not in COLORS and token not in known:
                continue
            before = tokens[place - 1] if place else ""
            shade = f"{before} {token}"
            if shade in known or (before in SHADES and shade in self._vocabulary.values):
                found.append(f"{COLOR}:{shade}")
                tokens[place - 1] = "|"
            else:
                found.append(f"{COLOR}:{token}")
            tokens[place] = "|"
        self._said = f" {' '.join(tokens)} "
        if found:
            self._filters.append(tuple(dict.fromkeys(found)))

    def _take_values(self) -> None:
        """The values of other options: measures and materials are meant so, other words may be."""
        tokens = self._said.split()
        for length in (3, 2, 1):
            for place in range(len(tokens) - length + 1):
                phrase = " ".join(tokens[place : place + length])
                facets = self._vocabulary.values.get(phrase) or self._vocabulary.values.get(
                    option_value(SIZE, phrase)
                )
                if (
                    not facets
                    or "|" in phrase
                    or (length == 1 and (len(phrase) < 3 or phrase in SAYS_NOTHING))
                ):
                    continue
                materials = tuple(sorted(each for each in facets if each.startswith(f"{MATERIAL}:")))
                if materials or (phrase[0].isdigit() and length > 1):
                    self._filters.append(materials or tuple(sorted(facets)))
                    tokens[place : place + length] = ["|"] * length
                else:
                    self._loose.append(tuple(sorted(facets)))
        self._said = f" {' '.join(tokens)} "

    def _take_names(self) -> None:
        """Brands, and categories where a shelf is meant and no thing: "kitchen stuff"."""
        said = self._said
        for brand, facet in self._vocabulary.brands.items():
            if f" {brand} " in said:
                self._filters.append((facet,))
                said = said.replace(f" {brand} ", " | ")
        tokens = said.split()
        words = [word for word in map(singular, tokens) if word != "|"]
        content = [word for word in words if word not in SAYS_NOTHING and word not in GOODS]
        is_shelf = not GOODS.isdisjoint(words) or len(content) == len(words)
        category = self._vocabulary.categories.get(" ".join(content))
        if category and is_shelf:
            self._filters.append((f"{CATEGORY}:{category}",))
            said = " | "
        self._said = said
