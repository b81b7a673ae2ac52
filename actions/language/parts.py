"""Splits a message into what it says of each item: "the lamp is broken and the mug is too small"."""

from collections.abc import Mapping, Sequence

from actions.language.items import Item, name_items
from actions.language.lexicon import Lexicon, Token, clauses
from actions.language.spelling import stems
from actions.language.vocabulary import Kind

_TELLING = frozenset({Kind.NOUN, Kind.ORDINAL, Kind.ALL, Kind.BOTH, Kind.OTHER, Kind.REST})
# What a part may hold that only lists items.
_LISTING = _TELLING | {
    Kind.TAKE, Kind.QUALITY, Kind.NUMBER, Kind.A, Kind.OF, Kind.ONE, Kind.ADD, Kind.TOO, Kind.PRONOUN,
}  # fmt: skip
_LISTING_WORDS = frozenset(
    stems("the my please i want would like can could id im need we you your and both back")
)


def said_of_each(text: str, items: Sequence[Item]) -> Mapping[str, str]:
    """What `text` says of each item by key; what it says of none in particular is said of all.

    A part that names no item goes on about the one before, or about all of a mere list ("the lamp and the
    mug, they're broken").
    """
    said: dict[str, list[str]] = {item.key: [] for item in items}
    spoken_of, is_list = list(said), False
    for clause in clauses(Lexicon.of(items).read(text)):
        part = text[clause[0].start : clause[-1].end]
        named = _named(clause, part, items)
        if any(token.kind is Kind.REST for token in clause):
            named = [key for key in named if not said[key]]
        if named:
            spoken_of = [*spoken_of, *named] if is_list else named
            is_list = all(token.kind in _LISTING or token.detail in _LISTING_WORDS for token in clause)
        for key in named or spoken_of:
            said[key].append(part)
    return {key: ", ".join(parts) for key, parts in said.items()}


def _named(clause: Sequence[Token], part: str, items: Sequence[Item]) -> list[str]:
    if not any(token.kind in _TELLING for token in clause):
        return []
    naming = name_items(part, items, is_swap=True)
    if naming is None:
        return []
    return [*naming.chosen, *(key for each in naming.unclear for key in each.keys)]
