"""Splits a message into what it says of each item: "the lamp is broken and the mug is too small"."""

from collections.abc import Mapping, Sequence

from actions.naming.items import Item, name_items
from actions.naming.lexicon import Lexicon, Token, clauses
from actions.naming.vocabulary import Kind

_TELLING = frozenset({Kind.NOUN, Kind.ORDINAL, Kind.ALL, Kind.BOTH, Kind.OTHER, Kind.REST})


def said_of_each(text: str, items: Sequence[Item]) -> Mapping[str, str]:
    """What `text` says of each item by key; what it says of none in particular is said of all.

    A part that names no item goes on about the one before.
    """
    said: dict[str, list[str]] = {item.key: [] for item in items}
    spoken_of = list(said)
    for clause in clauses(Lexicon.of(items).read(text)):
        part = text[clause[0].start : clause[-1].end]
        if named := _named(clause, part, items):
            spoken_of = named
        for key in spoken_of:
            said[key].append(part)
    return {key: ", ".join(parts) for key, parts in said.items()}


def _named(clause: Sequence[Token], part: str, items: Sequence[Item]) -> list[str]:
    if not any(token.kind in _TELLING for token in clause):
        return []
    naming = name_items(part, items, is_swap=True)
    if naming is None:
        return []
    return [*naming.chosen, *(key for each in naming.unclear for key in each.keys)]
