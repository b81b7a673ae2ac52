"""Puts right what people type on a phone: letters held down, words cut short, slips in long ones."""

import re
import unicodedata
from difflib import get_close_matches
from functools import cache, lru_cache

_TYPED_SHORT = {
    "txt": "text", "txts": "texts", "txting": "texting", "msg": "message", "msgs": "messages",
    "msging": "messaging", "texs": "texts", "tetx": "text", "tetxs": "texts", "txet": "text", "sms's": "sms",
    "stp": "stop", "stpo": "stop", "sotp": "stop", "tsop": "stop", "stopp": "stop", "sttop": "stop",
    "stopt": "stop", "u": "you", "ya": "you", "im": "i'm", "youre": "you're", "w": "with", "wanna": "want to",
    "recieve": "receive", "recieving": "receiving",
}  # fmt: skip
_SPELT = (
    "unsubscribe", "unsubscribed", "texting", "messages", "message", "messaging", "receiving", "sending",
    "contacting", "marketing", "reminders", "notifications", "promotions", "anymore",
)  # fmt: skip
_SHORTEST_SPELT = 6
_ALIKE = 0.84


@lru_cache(4096)
def spelt(word: str) -> str:
    """The word as it was meant: letters held down, as people shorten it, or a slip in a long one."""
    word = re.sub(r"([a-z])\1{2,}", r"\1", word)
    if word in _TYPED_SHORT:
        return _TYPED_SHORT[word]
    if not _SHORTEST_SPELT <= len(word) <= len(_SPELT[0]) + 2 or word in _SPELT:
        return word
    return next(iter(get_close_matches(word, _alike(word[0]), n=1, cutoff=_ALIKE)), word)


@cache
def _alike(letter: str) -> tuple[str, ...]:
    return tuple(word for word in _SPELT if word[0] == letter)


def typed(text: str) -> str:
    """The text in small letters, its typography a typewriter's."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
