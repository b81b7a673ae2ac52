"""What a message says of another variant: in black, one size up, a cheaper one."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from actions.language.figures import readable
from actions.language.options import Stems, order_of_values, spoken_values
from actions.language.spelling import words
from actions.language.variant_questions import extreme_in

Options = Mapping[str, str]
Pair = tuple[str, str]

_LONGEST_FORM = 5
_UP = r"bigger|larger|greater|higher|longer|taller|thicker|wider|more|stronger|brighter"
_DOWN = r"smaller|lower|less|shorter|thinner|fewer|narrower|slimmer|weaker|dimmer|littler"
_STEP = re.compile(
    rf"\b(?:(?P<count>\d|one|a|an|half a|next)\s+)?(?:full\s+)?sizes?\s+(?P<after>up|down|{_UP}|{_DOWN})\b"
    rf"|\bnext\s+(?:size\s+)?(?P<next>up|down|bigger|larger|smaller)\b"
)
_COMPARE = re.compile(rf"\b(?P<more>{_UP})\b|\b(?P<less>{_DOWN})\b")
_IDIOMS = re.compile(
    r"\b(how much (?:more|less)|no longer|(?:any|one|once|some) more|more than|any longer|more or less)\b"
)
_MOST = re.compile(
    r"\b(?P<most>biggest|largest|highest|longest|tallest)\b|\b(?P<least>smallest|lowest|shortest)\b"
)
_TOO = re.compile(
    r"\btoo (?P<much>big|large|long|wide|loose|high)\b|\btoo (?P<little>small|short|tight|narrow|low)\b"
)
_CHEAPER = re.compile(r"\bcheaper\b|\b(less|not so|not as) expensive\b|\blower[- ]priced\b")
_DEARER = re.compile(r"\bmore expensive\b|\bpric(i|y)er\b|\bdearer\b")
_FROM = re.compile(
    r"\b(instead of|rather than|in place of|not|anything but|(?:any|some)thing else than|other than|from"
    r"|no longer)\b"
)
_FROM_ENDS = re.compile(r"\b(to|but|for|into|want|need)\b|[,;.]")
_COLOUR = re.compile(
    r"\b(black|white|red|blue|green|yellow|orange|purple|pink|brown|gr[ea]y|silver|gold|beige|navy|teal|turquoise"
    r"|burgundy|khaki|olive|cream|ivory|violet|lilac|copper|tan|rust|sage|mint|slate|charcoal|maroon|crimson|coral"
    r"|peach|lavender|magenta|cyan|bronze|taupe|mustard|plum|indigo|cobalt|emerald|multicolou?r(?:ed)?)\b",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\bsize (\d|x*s\b|x*l\b|m\b)|\b(x{1,3}[sl]|[2-5]xl)\b", re.IGNORECASE)
# What stands before a value that is wished for, as "exchange it for a blue one".
_WISHES_FOR = re.compile(r"\b(?:for|to|into|in|make (?:it|that)|rather|want|have|like)\b", re.IGNORECASE)
_NAMES_A_KEY = {
    "longer": "length", "shorter": "length", "taller": "height", "thicker": "thickness",
    "thinner": "thickness", "brighter": "brightness", "dimmer": "brightness",
}  # fmt: skip
_MEASURED = (
    "size", "capacity", "storage", "volume", "length", "height", "diameter", "piece", "pack", "waist",
)  # fmt: skip


@dataclass
class Wish:
    """What a message says of another variant."""

    wanted: list[frozenset[Pair]] = field(default_factory=list)  # each may mean several options: any will do
    unwanted: set[Pair] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    is_cheaper: bool = False
    is_dearer: bool = False
    end: int = 0  # -1 for the cheapest, 1 for the dearest

    @property
    def is_empty(self) -> bool:
        """Whether nothing is wished."""
        return not (self.wanted or self.unwanted or self.is_cheaper or self.is_dearer or self.end)


def names_unknown_value(text: str, everything: Sequence[Options]) -> bool:
    """Whether `text` names a colour or a size that none of these variants has."""
    found, refused = _values(text.lower(), everything)
    return not found and not refused and bool(_COLOUR.search(text) or _SIZE.search(text))


def wishes_unknown_value(text: str, everything: Sequence[Options]) -> bool:
    """As `names_unknown_value`, where the value is wished for and does not only describe what was bought."""
    begins = [found.end() for found in _WISHES_FOR.finditer(text)]
    return bool(begins) and names_unknown_value(text[begins[-1] :], everything)


def read_wish(text: str, present: Options, everything: Sequence[Options]) -> Wish:
    """What `text` says in place of the options `present`, among those of `everything`."""
    wish = Wish()
    lower = text.lower()
    said, refused = _values(lower, everything)
    for pairs in said:
        _want(wish, pairs, present, said)
    wish.unwanted |= refused - {pair for each in wish.wanted for pair in each}
    wish.unwanted = {pair for pair in wish.unwanted if not wish.wanted or pair[0] not in wish.keys}
    wish.end = {"cheapest": -1, "dearest": 1}.get(extreme_in(text) or "", 0)
    wish.is_cheaper = bool(_CHEAPER.search(lower))
    wish.is_dearer = bool(_DEARER.search(lower))
    if not (wish.is_cheaper or wish.is_dearer or wish.end):
        _want_by_size(wish, lower, present, everything)
    return wish


def _want(wish: Wish, pairs: frozenset[Pair], present: Options, said: Sequence[frozenset[Pair]]) -> None:
    """Take a value as wanted, unless it is there already and another one was said ("M, but want L")."""
    others = {key for each in said if each != pairs for key, value in each if present.get(key) != value}
    new = frozenset((key, value) for key, value in pairs if present.get(key) != value)
    same = pairs - new
    if (same and all(key in others for key, _ in same)) or (same and new and len(same) < len(pairs)):
        pairs = new
    if pairs:
        wish.wanted.append(pairs)
        wish.keys |= {key for key, _ in pairs}


def _values(lower: str, everything: Sequence[Options]) -> tuple[list[frozenset[Pair]], set[Pair]]:
    """The values said, longest forms first, and those that were said to be unwanted."""
    lower = readable(lower, everything)
    table = spoken_values(everything)
    found: list[frozenset[Pair]] = []
    refused: set[Pair] = set()
    place = 0
    said = [word for word in words(lower) if word.stem != "-"]
    said_stems = [word.stem for word in said]
    refusals = _refusals(lower)
    while place < len(said):
        is_joined = place > 0 and said[place - 1].end == said[place].start and said[place - 1].stem.isdigit()
        length = 0 if is_joined else _form_at(table, said_stems, place)  # no XL in "4XL"
        if length:
            pairs = frozenset(table[tuple(said_stems[place : place + length])])
            at = bisect_right(refusals, said[place].start, key=lambda reach: reach.start) - 1
            if at >= 0 and said[place].start in refusals[at]:
                refused |= pairs
            else:
                found.append(pairs)
        place += length or 1
    return found, refused


def _form_at(table: Mapping[Stems, object], said: Sequence[str], place: int) -> int:
    for length in range(min(_LONGEST_FORM, len(said) - place), 0, -1):
        if tuple(said[place : place + length]) in table:
            return length
    return 0


def _refusals(lower: str) -> list[range]:
    """Where what is said is refused: behind "not", "instead of" and their like, up to where they end."""
    begins = [found.end() for found in _FROM.finditer(lower)]
    found = []
    for begin, next_begin in pairwise([*begins, len(lower)]):
        ended = _FROM_ENDS.search(lower, begin, next_begin)
        found.append(range(begin, ended.end() if ended else next_begin + 1))
    return found


def _want_by_size(wish: Wish, lower: str, present: Options, everything: Sequence[Options]) -> None:
    """Sizes relative to the present one: one size up, the bigger one, the largest, or what is too small."""
    direction, is_step, is_end = _direction(lower)
    if not direction:
        return
    key = _measured_key(lower, present, everything)
    if key is None or key in wish.keys:
        return
    order = order_of_values(each[key] for each in everything if key in each)
    if present.get(key) not in order:
        return
    at = order.index(present[key])
    if is_end:
        beyond = order[-1:] if direction > 0 else order[:1]
    elif is_step:
        beyond = order[at + direction : at + direction + 1] if at + direction >= 0 else []
    else:
        beyond = order[at + 1 :] if direction > 0 else order[:at]
    wish.wanted.append(frozenset((key, value) for value in beyond) or frozenset({(key, "")}))
    wish.keys.add(key)


def _direction(lower: str) -> tuple[int, bool, bool]:
    """How many places up (positive) or down; whether exactly so many; whether to the very end."""
    if step := _STEP.search(lower):
        word = step["after"] or step["next"]
        count = int(step["count"]) if (step["count"] or "").isdigit() else 1
        return (count if re.fullmatch(rf"up|{_UP}", word) else -count), True, False
    if most := _MOST.search(lower):
        return (1 if most["most"] else -1), False, True
    if too := _TOO.search(lower):
        return (-1 if too["much"] else 1), False, False
    if compare := _COMPARE.search(_IDIOMS.sub(" ", lower)):
        return (1 if compare["more"] else -1), False, False
    return 0, False, False


def _measured_key(lower: str, present: Options, everything: Sequence[Options]) -> str | None:
    """The option that is meant by bigger or smaller: the one named, else the one that is a size."""
    ordered = [key for key in present if len(order_of_values(each.get(key, "") for each in everything)) > 1]
    said = {word.stem for word in words(lower)} | {
        name for word, name in _NAMES_A_KEY.items() if word in lower.split()
    }
    for key in ordered:
        names = {word.stem for word in words(key)}
        if names & (said - {"size"}) or names == said & names == {"size"}:
            return key
    ranked = sorted(
        ordered, key=lambda key: next((n for n, m in enumerate(_MEASURED) if m in key), len(_MEASURED))
    )
    return ranked[0] if ranked else None
