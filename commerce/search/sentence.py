"""Reads a sentence as a search: its filters are taken out, what is left is ranked by words and meaning."""

import re
from collections.abc import Iterator, Sequence

from commerce.search.colors import COLORS, SHADES
from commerce.search.facets import CATEGORY, COLOR, KIND, LONGEST_KIND, MATERIAL, SALE, SIZE, option_value
from commerce.search.normalise import normalised, singular
from commerce.search.prices import prices_in
from commerce.search.synonyms import SYNONYMS
from commerce.search.vocabulary import Vocabulary
from commerce.search.wanted import Group, Order, Wanted
from commerce.search.words import words

# What people begin a search with, and end it with: it says nothing of the goods. Apostrophes are gone by then.
_LEAD_IN = re.compile(
    r"""\b(?:
      (?:i|we)(?:\ am|m|\ are|re)?\ (?:just\ |still\ )?(?:looking|searching|shopping|hunting|interested|after)
        (?:\ for|\ in|\ to\ buy)?
    | looking\ (?:for|4) | search(?:ing)?(?:\ for)? | (?:shopping|browsing)\ for | in\ the\ market\ for
    | (?:do|have|did)\ (?:you|u|ya)\ (?:guys\ )?(?:have|sell|carry|stock|got|do|make) | have\ you\ got | got\ any
    | (?:can|could|will|would)\ (?:you|u|i)\ (?:please\ )?(?:show|find|get|recommend|suggest|help|see|buy)(?:\ me)?
    | (?:show|find|get|give|bring|list|browse)\ (?:me|us) | browse | (?:i|we)(?:\ would|d)\ (?:like|love)
        (?:\ to\ (?:see|buy|have|get|purchase))?
    | (?:i|we)(?:d|\ would)?\ (?:also\ |really\ )?(?:want|need|wanna|wish)
        (?:\ to\ (?:buy|get|see|purchase|order|find))?
    | (?:want|need|trying)\ to\ (?:buy|get|find) | what\ (?:kind|sort|type)s?\ of | which | whats? | youve\ got
    | (?:do\ )?you\ (?:have|sell|carry) | where\ (?:can|do)\ i\ (?:find|get|buy) | is\ there(?:\ an?|\ any)?
    | are\ there(?:\ any)? | recommend(?:\ me)? | suggest(?:\ me)? | please | pls | plz | thanks | thank\ you
    | hi | hello | hey | ok | okay | so | well | now | actually | maybe | perhaps | youve | ive | im
    )\b""",
    re.VERBOSE,
)
_SALE = re.compile(
    r"\b(?:on (?:sale|offer|special)|discounted|reduced|(?:in the |on )?clearance|marked down|special offers?"
    r"|(?:any |good )?(?:deals?|bargains?)(?: on)?|in (?:your|the) sale)\b"
)
_CHEAP = r"(?:the )?(?:cheapest|lowest priced?|least expensive)|cheap|affordable|inexpensive|low cost"
_RATED = r"(?:the )?(?:best|top|highest)[ -]?(?:rated|reviewed|rating)|with the best (?:reviews|ratings?)"
_ORDERS = (
    (Order.CHEAPEST, re.compile(rf"\b(?:{_CHEAP})\b")),
    (Order.DEAREST, re.compile(r"\b(?:the )?(?:most expensive|priciest|dearest|fanciest|highest priced?)\b")),
    (Order.BEST_RATED, re.compile(rf"\b(?:{_RATED})\b")),
    (Order.NEWEST, re.compile(r"\b(?:the )?(?:newest|latest|new arrivals|new in|most recent)\b")),
)
_STARS = re.compile(
    r"(?:\b(?:at least|minimum|min|over|above|more than|rated)\s)?(?P<stars>[1-5])(?:\.\d)?\s?\+?[\s-]?stars?\b"
    r"(?:\s(?:or (?:more|better|above|higher)|and (?:up|above|more)|plus|reviews?|ratings?))?"
)
_WELL_RATED = re.compile(
    r"\b(?:(?:well|highly)[ -](?:rated|reviewed)|(?:good|great|high) (?:reviews|ratings?)|with good reviews)\b"
)
_AGE = re.compile(r"\b(?:aged? )?(?P<age>\d{1,3})[ -]?(?:years?|yrs?|yo)[ -]?(?:olds?)?\b")
_OF_CHILDREN = 12  # years: up to this age toys are meant
_WITHOUT = re.compile(
    r"\b(?:without(?: any)?|no|not(?: in| made of| from)?|non|except(?: for)?|other than|anything but|excluding"
    r"|avoid(?:ing)?|nothing (?:in|with|made of)|free of|dont (?:want|like)|isnt|arent)"
    r" (?:a |an |the |of |any |in )?(?P<what>\w+(?: \w+)?)"
)
_FREE = re.compile(r"\b(?P<what>[a-z]+) free\b")
_STOCK = re.compile(
    r"\b(?:(?:is |are |that is |thats |currently )?in stock|available(?: now)?|ready to ship)\b"
)
_LETTERS = r"xxs|xs|s|m|l|xl|xxl|xxxl|2xl|3xl|small|medium|large|extra small|extra large|x small|x large"
_NO_UNIT = r"(?! (?:inch|cm|mm|ml|l|gb|tb|ft|m|kg|w|people|pieces|cups|years?|days?|hours?|minutes?)\b)"
_SAID_SIZE = re.compile(
    r"\b(?:in )?(?:a |an |my )?(?:(?:shoe |us |uk |eu )?(?:sizes?|sz)(?: is| of)?(?: us| uk| eu)?|waist(?: size)?"
    rf"|us|in an?|in) (?P<size>\d{{1,2}}(?:\.5)?{_NO_UNIT}|(?:{_LETTERS})\b)"
)
_SIZE_LAST = re.compile(rf"\b(?P<size>\d{{1,2}}(?:\.5)?|{_LETTERS}) (?:sized?|waist)\b")
_CAPITALS = re.compile(r"(?<![\w'’.-])(XXS|XS|XL|XXL|XXXL|[23]XL|[SML])(?![\w'’.-])")
_COMPARED = re.compile(
    r"\b(?P<way>under|below|less than|up to|at most|max|over|above|more than|at least|min)"
    r" (?P<number>\d+(?:\.\d+)?) (?P<unit>[a-z]+)\b"
)
_AFTER_KIND = words("for with on in of to like under from by beside behind above near")
_GOODS = words("stuff things thing products product items item goods section department category range")
SAYS_NOTHING = words(
    """
    a about all also am an and any anything anyone are as at be because been bit but by can color could do does
    dont else ever everything for from get give good goods got had has have he her here him his how i id if im in
    into is it item its just kind like looking lot made make many may me more most much must my need nice nothing
    of off on one option or other our out over pair people place please product really sale same see sell she
    should show size some something sort store stuff such than that thats the their them there these they thing
    this those to too type u under up ur us use very want wanna was we were what when where which who will with
    would you your yours
    """
)
# Who it is for, and that it is a gift: for the meaning, not to be looked for in a description.
_OF_PEOPLE = words(
    """
    gift present birthday christmas xmas anniversary wedding housewarming idea dad father mum mom mother parent
    brother sister wife husband boyfriend girlfriend partner friend colleague boss teacher son daughter kid child
    boy girl man woman men women mens womens kids grandma grandpa grandmother grandfather aunt uncle baby toddler
    year old age like love
    """
)


def read_sentence(text: str, vocabulary: Vocabulary) -> Wanted:
    """What `text` asks to find in a store of these words; never raises, whatever is written."""
    return _Reading(text, vocabulary).wanted()


class _Reading:
    """A sentence while its filters are taken out of it, one kind after the other."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._filters: list[Group] = []
        self._loose: list[Group] = []
        self._without: list[str] = []
        self._without_words: list[str] = []
        self._letters = [] if text.isupper() else _CAPITALS.findall(text)
        prices = prices_in(text.lower().replace("’", "'"))
        self._prices = (prices.lowest, prices.highest)
        self._stars = self._take_stars(prices.rest)
        self._corrected: list[tuple[str, str]] = []
        self._said = f" {self._spelt(normalised(self._rest))} "

    def _take_stars(self, text: str) -> int | None:
        found = _STARS.search(text)
        self._rest = _STARS.sub(" ", text)
        if found:
            return int(found["stars"])
        is_good = bool(_WELL_RATED.search(self._rest))
        self._rest = _WELL_RATED.sub(" ", self._rest)
        return 4 if is_good else None

    def _spelt(self, text: str) -> str:
        words = []
        for word in text.split():
            is_plain = word in SAYS_NOTHING or word in _OF_PEOPLE
            read = word if is_plain else self._vocabulary.speller.corrected(word)
            if read != word:
                self._corrected.append((word, read))
            words.append(read)
        return " ".join(words)

    def wanted(self) -> Wanted:
        """Everything that was said."""
        order = next((each for each, pattern in _ORDERS if self._take(pattern)), None)
        if self._take(_SALE):
            self._filters.append((SALE,))
        self._take(_STOCK)
        meant = self._take_age()
        self._take_without()
        self._take_measures()
        self._take_sizes()
        self._take(_LEAD_IN)
        sentence = self._said
        kinds = self._take_kinds()
        self._take_colors()
        self._take_values()
        self._take_names()
        content = [word for word in self._words() if word not in SAYS_NOTHING]
        is_sentence = not kinds and bool(content or meant)
        filters = " ".join([*(kind.partition(":")[2] for kind in kinds), *self._meant(), *content])
        said = " ".join(sentence.replace("|", " ").split()) if is_sentence else filters
        return Wanted(
            text=f"{meant} {said}".strip() if not _OF_PEOPLE.issuperset(content) else meant or said,
            words=tuple(dict.fromkeys(word for word in content if word not in _OF_PEOPLE)),
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
        named = [word for word in content if word not in _OF_PEOPLE and word.isalpha()]
        return () if any(map(self._is_sold, named)) else tuple(dict.fromkeys(named))

    def _is_sold(self, word: str) -> bool:
        return self._is_known(word, f"{word}s", f"{word}es") or word in self._vocabulary.categories

    def _take_age(self) -> str:
        """Somebody's age: what it means for what they are given."""
        found = _AGE.search(self._said)
        self._take(_AGE)
        if found is None or int(found["age"]) > _OF_CHILDREN:
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
        for pattern in (_WITHOUT, _FREE):
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
        facets = {each for value in (phrase, single) for each in self._vocabulary.values.get(value, ())}
        if colored := {each for each in facets if each.startswith(f"{COLOR}:")}:
            self._without += sorted(colored)
        elif phrase in COLORS:
            self._without.append(f"{COLOR}:{phrase}")
        elif facets or (" " not in phrase and phrase not in SAYS_NOTHING and self._is_known(phrase, single)):
            self._without += sorted(facets)
            self._without_words.append(single)
        elif f"{single}" in self._vocabulary.kinds:
            self._without.append(f"{KIND}:{single}")
        else:
            return False
        return True

    def _is_known(self, *words: str) -> bool:
        return any(word in self._vocabulary.documents for word in words)

    def _take_measures(self) -> None:
        """ "Over 30 l": all the sizes of that unit that are."""
        for found in list(_COMPARED.finditer(self._said)):
            is_upper = found["way"] in ("under", "below", "less than", "up to", "at most", "max")
            limit = float(found["number"])
            fitting = [
                facet
                for value, facets in self._vocabulary.values.items()
                if (number := _measure(value, found["unit"])) is not None
                and (number <= limit if is_upper else number >= limit)
                for facet in facets
                if facet.startswith(f"{SIZE}:")
            ]
            if fitting:
                self._filters.append(tuple(sorted(fitting)))
                self._said = self._said.replace(found.group(), " | ", 1)

    def _take_sizes(self) -> None:
        sizes = [found["size"] for found in _SAID_SIZE.finditer(self._said)]
        sizes += [found["size"] for found in _SIZE_LAST.finditer(self._said)]
        self._take(_SAID_SIZE)
        self._take(_SIZE_LAST)
        sizes += [letter.lower() for letter in self._letters if letter.lower() not in sizes]
        for letter in self._letters:
            self._said = re.sub(rf" {letter.lower()}(?= )", " | ", self._said)
        if sizes:
            self._filters.append(tuple(f"{SIZE}:{option_value(SIZE, size)}" for size in dict.fromkeys(sizes)))

    def _take_kinds(self) -> Group:
        """What kind of goods is meant: the longest name of one, not one that is only spoken of besides."""
        tokens = self._said.split()
        found: list[str] = []
        place = 0
        while place < len(tokens):
            length, kinds = self._kinds_at(tokens, place)
            if kinds and not (self._is_besides(tokens, place) or (found and not _joins(tokens, place))):
                found += [f"{KIND}:{kind}" for kind in kinds]
                tokens[place : place + length] = ["|"]
            place += 1
        self._said = f" {' '.join(tokens)} "
        return tuple(dict.fromkeys(found))

    def _kinds_at(self, tokens: Sequence[str], place: int) -> tuple[int, list[str]]:
        """How many words from `place` on name a kind of goods, and which; other names of it where need be."""
        for length in range(min(LONGEST_KIND, len(tokens) - place), 0, -1):
            phrase = " ".join(map(singular, tokens[place : place + length]))
            if length == 1 and phrase in SAYS_NOTHING:
                continue
            if phrase in self._vocabulary.kinds:
                return length, [phrase]
            if same := [each for each in SYNONYMS.get(phrase, ()) if each in self._vocabulary.kinds]:
                return length, same
        return 0, []

    @staticmethod
    def _is_besides(tokens: Sequence[str], place: int) -> bool:
        """Whether it only says what the thing is for: the desk in "a light for my desk"."""
        start = max((at + 1 for at in range(place) if tokens[at] == "|"), default=0)
        before = tokens[start:place]
        prepositions = [at for at, token in enumerate(before) if token in _AFTER_KIND]
        if not prepositions:
            return False
        return any(singular(token) not in SAYS_NOTHING | _OF_PEOPLE for token in before[: prepositions[-1]])

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
        content = [word for word in words if word not in SAYS_NOTHING and word not in _GOODS]
        is_shelf = not _GOODS.isdisjoint(words) or len(content) == len(words)
        category = self._vocabulary.categories.get(" ".join(content))
        if category and is_shelf:
            self._filters.append((f"{CATEGORY}:{category}",))
            said = " | "
        self._said = said


def _joins(tokens: Sequence[str], place: int) -> bool:
    return place > 0 and tokens[place - 1] in ("or", "and")


def _measure(value: str, unit: str) -> float | None:
    number, _, of = value.partition(" ")
    try:
        return float(number) if of == unit else None
    except ValueError:
        return None
