"""Colours, ordinals and quantities, read from spaCy tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.entities.mention import Mention
from bot.entities.tokens import after, before, span
from bot.entities.vocabulary import (
    COLOUR_SHADES,
    COLOUR_SPELLINGS,
    COLOURS,
    MEASURES,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SIZE_WORDS,
    STREET_WORDS,
    TIME_WORDS,
    words,
)

_WRITTEN_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_TIMES = re.compile(r"(?:x(\d{1,2})|(\d{1,2})x)")
_NOT_AFTER_LAST = words(
    "week weeks month months year years night time name day days monday tuesday wednesday thursday "
    "friday saturday sunday few couple minute thing straw resort chance digits four summer winter "
    "spring christmas"
)
_NOT_AFTER_FIRST = words("name time class aid of place thing hand thought thoughts floor street avenue")
_PRONOUN_ONE_BEFORE = words(
    "the this that which other another last next first second third wrong right same only no any "
    "every each new old some a my"
)
_COUNTED_BY = words("number no no. option item size line # apt suite step flat unit room page version gen")
_AFTER_PRONOUN_ONE = words(
    "moment sec question thing day more last of that i is was are please who which with in for from to and "
    "or but has had did does it they we you this arrived came broke looks looked"
)
# "two of the three", "a pack of 12": the latter is not how many are meant
_OF_WHAT = {("of", each) for each in ("the", "my", "those", "these", "your", "all")} | {
    (pack, "of")
    for pack in ("family", "party", "group", "pack", "packs", "set", "sets", "box", "boxes", "bag", "case")
}
_NOT_GOODS = words(
    "question questions thing things issue issues problem problems kid kids child children people person "
    "persons account accounts email emails mail mails call calls star stars point points message messages "
    "attempt attempts friend friends daughters sons digits letters numbers ways options reasons other others "
    "hundred thousand cents x grand quid dollars bucks euros pounds"
)
_NOT_COUNTED = TIME_WORDS | MEASURES | MONTHS | _NOT_GOODS | {"/", ":", "%"}
_CALLED_QUANTITY = frozenset({"qty", "quantity"})
_HAD_OR_WANTED = words(
    "received got ordered return want need bought have keep sent cancel came add remove exchange missing "
    "returning"
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_DATE_BEFORE = frozenset(["by", "on", "until", "till", "before", "since", "after"])


def colours(doc: Doc) -> Iterator[Mention]:
    """Colours in lower case, shade included, 'gray' written 'grey'."""
    for token in doc:
        if token.norm_ not in COLOURS:
            continue
        colour = COLOUR_SPELLINGS.get(token.norm_, token.norm_)
        if token.i > 0 and before(token) in COLOUR_SHADES:
            yield span("colour", token.nbor(-1), token, f"{before(token)} {colour}")
        elif token.i > 1 and before(token) == "-" and token.nbor(-2).norm_ in COLOUR_SHADES:
            yield span("colour", token.nbor(-2), token, f"{token.nbor(-2).norm_}-{colour}")
        else:
            yield span("colour", token, token, colour)


def ordinals(doc: Doc) -> Iterator[Mention]:
    """Positions: first is 1, last and latest are -1; 'number 2', '#2' and 'option 2' too."""
    for token in doc:
        if token.norm_ == "last" and (counted := _one_before_last(token)):
            yield counted
        elif token.norm_ in ORDINALS:
            if not _is_other_sense(token):
                yield span("ordinal", token, token, ORDINALS[token.norm_])
        elif written := _WRITTEN_ORDINAL.fullmatch(token.norm_):
            if not _is_date_or_street(token):
                yield span("ordinal", token, token, int(written[1]))
        elif token.is_digit and len(token) <= 2 and before(token) in {"number", "no", "option", "item", "#"}:
            yield span("ordinal", token, token, int(token.text))


def _one_before_last(token: Token) -> Mention | None:
    """ "one before last", "second to last", "last but one": -2."""
    doc = token.doc
    left = tuple(word.norm_ for word in doc[max(0, token.i - 2) : token.i])
    if left in {("one", "before"), ("second", "to"), ("next", "to")}:
        return span("ordinal", doc[token.i - 2], token, -2)
    if [word.norm_ for word in _next(token, 2)] == ["but", "one"]:
        return span("ordinal", token, doc[token.i + 2], -2)
    return None


def _is_date_or_street(token: Token) -> bool:
    left = token.nbor(-2).norm_ if before(token) == "the" and token.i > 1 else before(token)
    return left in _DATE_BEFORE | MONTHS or after(token) in STREET_WORDS | MONTHS | {"of"}


def _is_other_sense(token: Token) -> bool:
    right = after(token)
    if token.norm_ in {"last", "latest"}:
        return right in _NOT_AFTER_LAST
    if token.norm_ == "second" and before(token) in {"a", "one", "every"}:
        return True
    if right == "thing" and before(token) == "very":
        return False
    return right in _NOT_AFTER_FIRST or right in STREET_WORDS or before(token) in {"at", "hold"}


def quantities(doc: Doc) -> Iterator[Mention]:
    """How many: 'two of them', '3 mugs', 'x2', 'a couple', 'just one'; the value is an int."""
    for token in doc:
        if times := _TIMES.fullmatch(token.norm_):
            yield span("quantity", token, token, int(times[1] or times[2]))
        elif token.norm_ == "dozen":
            yield _dozens(token)
        elif after(token) == "dozen":
            continue  # counts the dozens
        elif token.norm_ == "couple" and after(token) == "of" and not _counts_time(token, 2):
            yield span("quantity", token, token, 2)
        elif (number := _number(token)) is not None and _counts_goods(token, number):
            yield span("quantity", token, token, number)


def _dozens(token: Token) -> Mention:
    """ "half a dozen" is 6, "a dozen" 12, "two dozen" 24."""
    doc, left = token.doc, token.i - 1
    if left >= 0 and doc[left].norm_ == "a" and left > 0 and doc[left - 1].norm_ == "half":
        return span("quantity", doc[left - 1], token, 6)
    if left >= 0 and doc[left].norm_ == "half":
        return span("quantity", doc[left], token, 6)
    count = (2 if doc[left].norm_ == "couple" else _number(doc[left])) if left >= 0 else None
    if count:
        return span("quantity", doc[left], token, 12 * count)
    return span("quantity", doc[left] if left >= 0 and doc[left].norm_ == "a" else token, token, 12)


def _number(token: Token) -> int | None:
    if token.is_digit:
        is_many = len(token) == 3 and after(token).isalpha() and after(token).endswith("s")
        return (int(token.text) or None) if len(token) <= 2 or is_many else None
    number = NUMBERS.get(token.norm_)
    tens = NUMBERS.get(before(token), 0)
    return tens + number if number and number < 10 and tens in range(20, 100, 10) else number


def _counts_time(token: Token, ahead: int) -> bool:
    return token.i + ahead < len(token.doc) and token.nbor(ahead).norm_ in TIME_WORDS


def _counts_goods(token: Token, number: int) -> bool:
    left = before(token)
    if token.i > 1 and left == ":" and token.nbor(-2).norm_ in _CALLED_QUANTITY:
        return True
    if left in _COUNTED_BY | MONTHS | {"/", ":", "-", ".", "at"} or _is_of_something_else(token):
        return False
    if token.norm_ == "one" or (token.is_digit and number == 1):
        return _one_is_counted(token)
    return True


def _is_of_something_else(token: Token) -> bool:
    """Whether the words around make it a time, a measure, a house number or a part of a number."""
    right = after(token)
    if token.i > 1 and (token.nbor(-2).norm_, before(token)) in _OF_WHAT:
        return True
    is_range_of_time = right in {"-", "to", "or", "and"} and _counts_time(token, 3)
    is_first_of_two_words = token.norm_ in _TENS and right in NUMBERS  # "twenty" in "twenty five"
    is_on_street = any(word.norm_ in STREET_WORDS for word in _next(token, 3))
    return right in _NOT_COUNTED or is_range_of_time or is_first_of_two_words or is_on_street


def _one_is_counted(token: Token) -> bool:
    left, right = before(token), after(token)
    if len(token.doc) == 1 or left in {"just", "only"} | _CALLED_QUANTITY:
        return True
    if left in _PRONOUN_ONE_BEFORE | COLOURS | set(SIZE_WORDS):
        return False
    if left in _HAD_OR_WANTED and not right.isalpha():
        return True
    return right.isalpha() and right not in _AFTER_PRONOUN_ONE


def _next(token: Token, count: int) -> Doc:
    return token.doc[token.i + 1 : token.i + 1 + count]
