"""How many stars of five a message gives: "4 stars", "four out of five", "★★★★", "a solid 4"."""

import re

from actions.language.number_words import number_of

_NUMBER = r"(?<![\w.,#$-])([1-5]|one|two|three|four|five)(?:[.,]0)?"
_SHAPES = re.compile("(?:[★⭐\N{GLOWING STAR}]\N{VARIATION SELECTOR-16}? ?){1,5}")
_OF_FIVE = re.compile(rf"{_NUMBER} ?(?:/|of|out of|from) ?(?:5|five)(?:[ -]?stars?)?\b", re.IGNORECASE)
_OF_TEN = re.compile(r"(?<![\w.,#$-])(\d{1,2}) ?(?:/|out of) ?(?:10|ten)\b", re.IGNORECASE)
_STARS = re.compile(rf"{_NUMBER}[ -]?(?:stars?\b|[★⭐])", re.IGNORECASE)
_BARE = re.compile(
    r"\W*(?:(?:i|i'd|i'll|i would|would|give|gave|giving|say|it|them|that|this|a|an|the|make|rather|no|well"
    r"|ok|okay|let|me|only|just|full|solid|strong|good|maybe|think|is|it's|its|deserves?|gets?|sorry"
    rf"|actually|change|to)\W+)*{_NUMBER}(?:\W+(?:please|thanks|then|for (?:it|that|them|this)))*\W*",
    re.IGNORECASE,
)
_MADE = re.compile(rf"\b(?:make|give) (?:it|that|them|this) (?:a |an )?{_NUMBER}(?=\W|$)", re.IGNORECASE)
_MOST = re.compile(
    r"\b(?:all|full|maximum|max|top) (?:the |of the )?(?:five|stars|marks|score|rating)\b", re.IGNORECASE
)


def stars_in(text: str, *, is_asked: bool = False) -> int | None:
    """The stars that `text` gives, the last ones where it takes others back; None where it gives none.

    `is_asked`: a number alone is one of stars.
    """
    if shapes := _SHAPES.search(text):
        return len(re.findall("[★⭐\N{GLOWING STAR}]", shapes[0]))
    for pattern in (_OF_FIVE, _STARS):
        if found := pattern.findall(text):
            return _count(found[-1])
    if ten := _OF_TEN.search(text):
        return min(5, max(1, (int(ten[1]) + 1) // 2))
    if _MOST.search(text):
        return 5
    bare = (_BARE.fullmatch(text) or _MADE.search(text)) if is_asked else None
    return _count(bare[1]) if bare else None


def without_stars(text: str) -> str:
    """The text without what it says of stars."""
    for pattern in (_OF_FIVE, _STARS, _OF_TEN, _SHAPES):
        text = pattern.sub(" ", text)
    return " ".join(text.split()).strip(" ,;:-.")


def _count(said: str) -> int:
    return number_of(said)
