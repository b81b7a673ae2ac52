"""Which of a shopper's orders are meant by the goods that a message names, and which goods are in none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions.language.goods import Goods, goods_in, is_adjective
from actions.language.lexicon import Item, Lexicon, Token
from actions.language.spelling import stems
from actions.language.vocabulary import GENERAL_NOUNS, Kind

# Heads of titles that mean something else as often: "my card" is no greeting card.
_AMBIGUOUS = GENERAL_NOUNS | frozenset(stems("card lead stand cover top rack light block game"))
_LONGEST_ANSWER = 5


@dataclass(frozen=True)
class NamedGoods:
    """The keys of the items that a message names, each mention apart, and the first goods that are none."""

    mentions: Sequence[frozenset[str]] = ()
    unknown: Goods | None = None

    def owners(self, keys_of: Mapping[str, Sequence[str]]) -> list[str]:
        """Those of `keys_of` with an item of every mention; with one of any where none has them all."""
        if not self.mentions:
            return []
        every = [owner for owner, keys in keys_of.items() if all(each & set(keys) for each in self.mentions)]
        return every or [
            owner for owner, keys in keys_of.items() if any(each & set(keys) for each in self.mentions)
        ]


def goods_named(
    text: str,
    items: Sequence[Item],
    *,
    is_swap: bool = False,
    is_answer: bool = False,
    only_sure: bool = False,
) -> NamedGoods:
    """What `text` names of `items`, and what goods it names that are none of them.

    `is_answer`: a word that only describes an item is enough, as in "the wireless one". `only_sure`: the
    message is of something else, so that only "the sofa order" is of goods.
    """
    tokens = Lexicon.of(items, is_strict=True).read(text, is_about_orders=True)
    found: list[frozenset[str]] = []
    unknown: Goods | None = None
    spans = goods_in(text, is_swap=is_swap, only_sure=only_sure)
    for goods in spans:
        keys = _meant([token for token in tokens if goods.start <= token.start < goods.end])
        if keys:
            found.append(keys)
        elif unknown is None:
            unknown = goods
    inside = [(goods.start, goods.end) for goods in spans]
    rest = [token for token in tokens if not any(start <= token.start < end for start, end in inside)]
    found += [keys for keys in (_alone(rest, place, text) for place in range(len(rest))) if keys]
    if not found and is_answer and len(text.split()) <= _LONGEST_ANSWER:
        found = [token.keys for token in tokens if token.kind is Kind.QUALITY]
    return NamedGoods(tuple(found), None if found and is_answer else unknown)


def _meant(tokens: Sequence[Token]) -> frozenset[str]:
    """The items that the words of one mention fit; none when a word before the noun is of something else."""
    nouns = [place for place, token in enumerate(tokens) if token.kind is Kind.NOUN]
    if not nouns:
        qualities = [token.keys for token in tokens if token.kind is Kind.QUALITY]
        is_whole = all(token.kind is not Kind.WORD or is_adjective(token.detail) for token in tokens)
        return frozenset.intersection(*qualities) if qualities and is_whole else frozenset()
    keys = tokens[nouns[-1]].keys
    for token in tokens[: nouns[-1]]:
        if token.kind is Kind.WORD and not (token.detail == "-" or is_adjective(token.detail)):
            return frozenset()
        if token.kind in {Kind.QUALITY, Kind.NOUN}:
            keys = keys & (token.keys | token.also) or keys
    return keys


def _alone(tokens: Sequence[Token], place: int, text: str) -> frozenset[str]:
    """The items that a noun means outside of a mention of goods, with what describes it right before it."""
    token = tokens[place]
    if token.kind is not Kind.NOUN:
        return frozenset()
    (*described, head) = stems(text[token.start : token.end])
    if not described and head in _AMBIGUOUS:
        return frozenset()
    keys = token.keys
    if place and tokens[place - 1].kind is Kind.QUALITY:
        keys = keys & tokens[place - 1].keys or keys
    return keys
