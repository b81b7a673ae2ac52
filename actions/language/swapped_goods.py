"""Which goods a message wants in the place of others: of "swap the lamp for a mat" the mat."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.language.goods import goods_in
from actions.language.lexicon import Item
from actions.language.orders import goods_named
from actions.language.spelling import stems

_FOR_IT = re.compile(
    r"\b(?:swap|exchang|chang|switch|replac|trad|turn|convert)\w*\b(?P<old>.*?)\b(?:for|to|into|with|by|2"
    r"|4)\b(?P<new>.+)",
    re.IGNORECASE | re.DOTALL,
)
_INSTEAD_OF = re.compile(
    r"^(?P<new>.+?)\b(?:instead of|rather than|in place of)\b(?P<old>.+)", re.IGNORECASE | re.DOTALL
)
# In "I want an exchange for the fleece" the fleece is what is given.
_EXCHANGE_FOR = re.compile(
    r"\b(?P<noun>(?:an?|the|avail|avail of|get|need|want|do|requesting|request|initiate|apply|seek|like)"
    r" (?:an )?exchange) (?:for|of|on)\s+(?=(?:the|my|this|that)\b)",
    re.IGNORECASE,
)
# "For a small and the shoes for a 10": what follows is swapped for something of its own.
_PART = re.compile(r"[.;,!\n]|\b(?:and|plus|then|but)\b", re.IGNORECASE)

_SENTENCE = re.compile(r"[.;!?\n]")
# Which order it is, told by what is in it.
_ORDER_WITH = re.compile(
    r"\b(?:my|the|that|this|an?|one) (?:\w+ ){0,2}?(?:order|purchase|package|parcel|one)"
    r" (?:with|containing|that has)\b[^.;!?\n]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Swap:
    """The words of a swap: what is given for what."""

    old: str
    new: str


def swap_in(text: str, *, is_answer: bool = False) -> Swap | None:
    """The swap that `text` speaks of; as an answer to what is wished instead, all of it is new."""
    for sentence in _SENTENCE.split(_ORDER_WITH.sub(" ", text)):
        for words in (_INSTEAD_OF, _FOR_IT):
            if found := words.search(sentence):
                return Swap(found["old"], _PART.split(found["new"])[0])
    return Swap("", _PART.split(text)[0]) if is_answer else None


def goods_of_others(swap: Swap, items: Sequence[Item]) -> tuple[str, frozenset[str]] | None:
    """The goods that are wished, as said, and the items of the order that they are.

    None where they are what is given for them, or none are named: a quality is of the same goods.
    """
    given = _keys(swap.old, items) or {item.key for item in items if len(items) == 1}
    for goods in goods_in(swap.new):
        keys = _keys(f"the {goods.text}", items)
        if keys and not given:
            continue  # which of them is swapped is not known yet
        if keys & given:
            return None
        of_given = {stem for item in items if item.key in given for stem in _words_of(item)}
        if not of_given.intersection(stems(goods.text)):
            return goods.shown, frozenset(keys)
    return None


def _keys(text: str, items: Sequence[Item]) -> set[str]:
    return {key for mention in goods_named(text, items).mentions for key in mention}


def _words_of(item: Item) -> set[str]:
    return {*stems(item.title), *(stem for value in item.options.values() for stem in stems(value))}


def without_noun(text: str) -> str:
    """The text with "an exchange for the fleece" as "exchange the fleece"."""
    return _EXCHANGE_FOR.sub(r"\g<noun> ", text)
