"""Colours, sizes, ordinals and quantities, read from spaCy tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.entities.mention import Mention
from bot.entities.vocabulary import (
    COLOUR_SHADES,
    COLOUR_SPELLINGS,
    COLOURS,
    MEASURES,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SIZE_LETTERS,
    SIZE_WORDS,
    STREET_WORDS,
    TIME_WORDS,
    words,
)

_WRITTEN_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_TIMES = re.compile(r"(?:x(\d{1,2})|(\d{1,2})x)")
_SIZE_NUMBER = re.compile(r"\d{1,2}(?:\.5)?")
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
    (pack, "of") for pack in ("pack", "packs", "set", "sets", "box", "boxes", "bag", "case")
}
_NOT_COUNTED = TIME_WORDS | MEASURES | MONTHS | {"/", ":", "%"}
_DATE_BEFORE = frozenset(["by", "on", "until", "till", "before", "since", "after"])


def _before(token: Token) -> str:
    return token.nbor(-1).norm_ if token.i > 0 else ""


def _after(token: Token) -> str:
    return token.nbor(1).norm_ if token.i + 1 < len(token.doc) else ""


def _span(entity: str, first: Token, last: Token, value: str | int) -> Mention:
    return Mention(entity, first.idx, last.idx + len(last), value)


def colours(doc: Doc) -> Iterator[Mention]:
    """Colours in lower case, shade included, 'gray' written 'grey'."""
    for token in doc:
        if token.norm_ not in COLOURS:
            continue
        colour = COLOUR_SPELLINGS.get(token.norm_, token.norm_)
        if token.i > 0 and _before(token) in COLOUR_SHADES:
            yield _span("colour", token.nbor(-1), token, f"{_before(token)} {colour}")
        elif token.i > 1 and _before(token) == "-" and token.nbor(-2).norm_ in COLOUR_SHADES:
            yield _span("colour", token.nbor(-2), token, f"{token.nbor(-2).norm_}-{colour}")
        else:
            yield _span("colour", token, token, colour)


def sizes(doc: Doc) -> Iterator[Mention]:
    """Clothes sizes (XS..XXXL), numbered sizes and measures such as '128gb' or '14 inch'."""
    for token in doc:
        if token.norm_ in SIZE_WORDS:
            extra = token.norm_ in {"small", "large"} and _before(token) == "extra"
            first = token.nbor(-1) if extra else token
            yield _span("size", first, token, SIZE_WORDS[f"extra {token.norm_}" if extra else token.norm_])
        elif token.norm_ in SIZE_LETTERS and (
            len(doc) == 1 or _before(token) == "size" or _is_capital_size(token)
        ):
            yield _span("size", token, token, SIZE_LETTERS[token.norm_])
        elif _SIZE_NUMBER.fullmatch(token.text) and _follows_size(token):
            yield _span("size", token, token, token.text)
        elif token.like_num and token.text[0].isdigit() and _after(token) in MEASURES:
            unit = token.nbor(1)
            if not token.whitespace_ or (len(unit) > 1 and unit.norm_ != "in"):
                joint = " " if token.whitespace_ else ""
                yield _span("size", token, unit, f"{token.text}{joint}{unit.norm_}")


def _follows_size(token: Token) -> bool:
    return _before(token) in {"size", "sz", "waist", "sizes"} or (
        _before(token) in {"a", "is"} and token.i > 1 and token.nbor(-2).norm_ in {"size", "am", "'m"}
    )


def _is_capital_size(token: Token) -> bool:
    return token.text.isupper() and _before(token) in {"a", "in", "an", "to", "the", "need", "want", "for"}


def ordinals(doc: Doc) -> Iterator[Mention]:
    """Positions: first is 1, last and latest are -1; 'number 2', '#2' and 'option 2' too."""
    for token in doc:
        if token.norm_ == "last" and (counted := _one_before_last(token)):
            yield counted
        elif token.norm_ in ORDINALS:
            if not _is_other_sense(token):
                yield _span("ordinal", token, token, ORDINALS[token.norm_])
        elif written := _WRITTEN_ORDINAL.fullmatch(token.norm_):
            if not _is_date_or_street(token):
                yield _span("ordinal", token, token, int(written[1]))
        elif token.is_digit and len(token) <= 2 and _before(token) in {"number", "no", "option", "item", "#"}:
            yield _span("ordinal", token, token, int(token.text))


def _one_before_last(token: Token) -> Mention | None:
    """ "one before last", "second to last", "last but one": -2."""
    doc = token.doc
    before = tuple(word.norm_ for word in doc[max(0, token.i - 2) : token.i])
    if before in {("one", "before"), ("second", "to"), ("next", "to")}:
        return _span("ordinal", doc[token.i - 2], token, -2)
    if [word.norm_ for word in _next(token, 2)] == ["but", "one"]:
        return _span("ordinal", token, doc[token.i + 2], -2)
    return None


def _is_date_or_street(token: Token) -> bool:
    before = token.nbor(-2).norm_ if _before(token) == "the" and token.i > 1 else _before(token)
    return before in _DATE_BEFORE | MONTHS or _after(token) in STREET_WORDS | MONTHS | {"of"}


def _is_other_sense(token: Token) -> bool:
    after = _after(token)
    if token.norm_ in {"last", "latest"}:
        return after in _NOT_AFTER_LAST
    if token.norm_ == "second" and _before(token) in {"a", "one", "every"}:
        return True
    return after in _NOT_AFTER_FIRST or after in STREET_WORDS or _before(token) in {"at", "hold"}


def quantities(doc: Doc) -> Iterator[Mention]:
    """How many: 'two of them', '3 mugs', 'x2', 'a couple', 'just one'; the value is an int."""
    for token in doc:
        if times := _TIMES.fullmatch(token.norm_):
            yield _span("quantity", token, token, int(times[1] or times[2]))
        elif token.norm_ == "couple" and _after(token) == "of" and not _counts_time(token, 2):
            yield _span("quantity", token, token, 2)
        elif (number := _number(token)) is not None and _counts_goods(token, number):
            yield _span("quantity", token, token, number)


def _number(token: Token) -> int | None:
    if token.is_digit and len(token) <= 2:
        return int(token.text) or None
    return NUMBERS.get(token.norm_) if token.norm_ != "couple" else None


def _counts_time(token: Token, ahead: int) -> bool:
    return token.i + ahead < len(token.doc) and token.nbor(ahead).norm_ in TIME_WORDS


def _counts_goods(token: Token, number: int) -> bool:
    before, after = _before(token), _after(token)
    if token.i > 1 and (token.nbor(-2).norm_, before) in _OF_WHAT:
        return False
    if after in _NOT_COUNTED or before in _COUNTED_BY | MONTHS | {"/", ":", "-", "."}:
        return False
    if any(word.norm_ in STREET_WORDS for word in _next(token, 3)):
        return False
    if after in {"-", "to", "or", "and"} and _counts_time(token, 3):
        return False
    if token.norm_ == "one" or (token.is_digit and number == 1):
        return _one_is_counted(token)
    return True


def _one_is_counted(token: Token) -> bool:
    before, after = _before(token), _after(token)
    if len(token.doc) == 1 or before in {"just", "only", "qty", "quantity"}:
        return True
    if before in _PRONOUN_ONE_BEFORE | COLOURS | set(SIZE_WORDS):
        return False
    return after.isalpha() and after not in _AFTER_PRONOUN_ONE


def _next(token: Token, count: int) -> Doc:
    return token.doc[token.i + 1 : token.i + 1 + count]
