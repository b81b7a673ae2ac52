"""What a shopper wants to be recommended: for themselves, like this, with that, for a gift, what is new."""

import re
from enum import StrEnum


class Wish(StrEnum):
    """What is to be recommended."""

    FOR_ME = "for_me"
    SIMILAR = "similar"
    WITH = "with"
    POPULAR = "popular"
    NEW = "new"
    RATED = "rated"
    GIFT = "gift"


_WITH = r"""
    \bgoes?(?:\ (?:well|nicely|together))*\ with\b | \bgo(?:es)?\ together\b | \bmatch(?:es|ing)?\b
    | \bpairs?\ with\b
    | \bcomplements?\b | \baccessor(?:y|ies)\b | \b(?:also|together|else)\ (?:bought|buy|get|need)\b
    | \bbought\ (?:together|with)\b
    | \bwhat\ (?:else\ )?(?:should\ i|do\ i|can\ i)\ (?:get|buy|need|use)\ with\b
    | \b(?:buy|get|wear)\ with\ (?:it|this|that|the|my)\b | \bpeople\ who\ (?:bought|buy)\b | \bto\ go\ with\b
"""
_SIMILAR = r"""
    \bsimilar\b | \b(?:more|something|anything|others?|ones?)\ like\b | \balternatives?\b | \bresembl\w+\b
    | \bsame\ style\b
"""
_GIFT = r"""
    \bgifts?\b | \bpresents?\b | \bstocking\ (?:stuffers?|fillers?)\b | \bsecret\ santa\b
    | \bsurprise\ (?:my|for)\b
"""
_NEW = r"""
    \bwhat'?s\ new\b | \bnew\ (?:arrivals?|in\b|products?|stuff|items?) | \bnewest\b | \blatest\b
"""
_RATED = r"""\b(?:best|top|highest)[\ -]?(?:rated|reviewed)\b | \bbest\ reviews?\b"""
_POPULAR = r"""
    \bbest[\ -]?sell\w*\b | \bpopular\b | \btrending\b | \btrends?\b | \bmost\ (?:bought|sold|wanted)\b
    | \bpeople\ (?:usually\ )?(?:buy|like|love)\b | \bfavou?rites?\b | \beverybody\b | \btop\ products?\b
"""
_FOR_ME = r"""
    \bfor\ me\b | \bwhat\ would\ you\ (?:recommend|suggest|take)\b | \bsurprise\ me\b | \binspire\ me\b
    | \bi\ (?:might|would|could)\ like\b | \bpersonal\w*\b | \bbased\ on\ (?:my|what\ i)\b
    | \bmy\ (?:taste|style)\b
"""
_WORDS = (
    (Wish.WITH, _WITH),
    (Wish.SIMILAR, _SIMILAR),
    (Wish.GIFT, _GIFT),
    (Wish.NEW, _NEW),
    (Wish.RATED, _RATED),
    (Wish.POPULAR, _POPULAR),
    (Wish.FOR_ME, _FOR_ME),
)
_PATTERNS = [(wish, re.compile(words, re.IGNORECASE | re.VERBOSE)) for wish, words in _WORDS]


def wish_in(text: str) -> Wish | None:
    """What `text` wants to be recommended; None when it does not say."""
    return next((wish for wish, pattern in _PATTERNS if pattern.search(text)), None)


def without_wish(text: str) -> str:
    """`text` without the words that say what is to be recommended."""
    for _, pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    return text
