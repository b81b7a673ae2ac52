"""Sizes, read from spaCy tokens: of clothes and shoes, and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from bot.entities.mention import Mention
from bot.entities.tokens import after, before, span
from bot.entities.vocabulary import MEASURES, NUMBERS, SIZE_LETTERS, SIZE_WORDS, words

_INCH_MARK = '"'
_NUMBER = re.compile(r"\d{1,2}(?:\.5)?")
_EXTRA = {("extra", "small"), ("extra", "large"), ("double", "xl")}
_SIZED = words("size sizes sized sz waist uk us eu eur womens women's mens men's ladies kids")
_IS = words("is 'm am")
_AFTER_ANOTHER_NUMBER = words('" - / : year day week hour minute star %')
_ARTICLES = words("a an")
_BETWEEN_SIZES = words("and or , / - to not than for instead")
_AFTER_THE_SIZE = words("is are was were feels fits fit runs ran pinches waist")
_BEFORE_A_LETTER = words("a in an to the need want for")
_RELATIVE_WORDS = words("small large")
_HOW_IT_FITS = words(
    "too so very bit little slightly rather quite way much really super awfully runs run ran fits fit feels "
    "felt looks comes came cut up"
)
_SMALLEST_AFTER_ARTICLE = 3  # "a 2" is hardly a size, "a 7" hardly anything else


def sizes(doc: Doc) -> Iterator[Mention]:
    """Sizes of clothes (XS..XXXL), numbered sizes ("9.5"), and measures, always with a space ("128 gb")."""
    sized: set[int] = set()
    for token in doc:
        if token.norm_ in SIZE_WORDS:
            if not _is_relative(token):
                yield _clothes_size(token)
        elif token.norm_ in SIZE_LETTERS and _is_letter_size(token):
            yield span("size", token, token, SIZE_LETTERS[token.norm_])
        elif number := _size_number(token, sized):
            sized.add(token.i)
            yield span("size", token, token, number)
        elif token.like_num and token.text[0].isdigit() and _is_measure(token):
            unit = token.nbor(1)
            number = re.sub(r",(?=\d{1,2}$)", ".", token.text)
            yield span("size", token, unit, f"{number} {'inch' if unit.text == _INCH_MARK else unit.norm_}")


def _clothes_size(token: Token) -> Mention:
    if (before(token), token.norm_) in _EXTRA:
        return span("size", token.nbor(-1), token, SIZE_WORDS[f"{before(token)} {token.norm_}"])
    return span("size", token, token, SIZE_WORDS[token.norm_])


def _is_relative(token: Token) -> bool:
    """Whether it says how something fits: "too small", "runs large", "a bit small on me"."""
    return token.norm_ in _RELATIVE_WORDS and before(token) in _HOW_IT_FITS


def _is_letter_size(token: Token) -> bool:
    if len(token.doc) == 1 or before(token) in _SIZED:
        return True
    if token.text.isupper():
        return before(token) in _BEFORE_A_LETTER
    return (before(token) == "an" and token.norm_ in {"s", "m", "l"}) or (
        before(token) == "the" and after(token) in _AFTER_THE_SIZE
    )


def _size_number(token: Token, sized: set[int]) -> str | None:
    """The number, where its place says that it is a size; `sized` are the places of those before it."""
    if token.norm_ in NUMBERS and before(token) in {"size", "sizes"}:
        return str(NUMBERS[token.norm_])
    if not _NUMBER.fullmatch(token.text) or after(token) in MEASURES or after(token) == "%":
        return None
    follows_a_size = token.i - 2 in sized and before(token) in _BETWEEN_SIZES
    size_is = before(token) in _IS and token.i > 1 and token.nbor(-2).norm_ in {"size", "sizes"}
    called_so = before(token) in _SIZED or after(token) == "waist"
    return token.text if follows_a_size or size_is or called_so or _is_like_a_size(token) else None


def _is_like_a_size(token: Token) -> bool:
    """ "an 8", "the 8 is too tight", "8.5" """
    if float(token.text) < _SMALLEST_AFTER_ARTICLE or after(token) in _AFTER_ANOTHER_NUMBER:
        return False
    if before(token) in _ARTICLES or (before(token) == "the" and after(token) in _AFTER_THE_SIZE):
        return True
    return token.text.endswith(".5") and not after(token).isalpha()


def _is_measure(token: Token) -> bool:
    unit = after(token)
    if unit == _INCH_MARK:
        return token.doc.text.count(_INCH_MARK) == 1
    if unit not in MEASURES:
        return False
    is_fraction = unit == "l" and ("." in token.text or "," in token.text)
    return not token.whitespace_ or is_fraction or (len(unit) > 1 and unit != "in")
