"""Messages as they come: misspelt, in capitals, without punctuation, in other words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from bot.evaluation.manners import after_a_story, as_a_text, by_voice, non_native, wrapped_in_courtesy

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in _ROWS for at, letter in enumerate(row)
}
_WORD = re.compile(r"\b[a-zA-Z']+\b")
_LONG_WORD = re.compile(r"(?<![\w#@.])[a-z]{4,}(?![\w@])", re.IGNORECASE)
_OTHER_WORDS = {
    "order": "purchase",
    "parcel": "package",
    "package": "parcel",
    "want": "would like",
    "wanna": "want to",
    "send": "ship",
    "buy": "get",
    "purchase": "order",
    "get": "receive",
    "refund": "money back",
    "broken": "damaged",
    "damaged": "broken",
    "help": "assist",
    "tell": "let me know",
    "cost": "price",
    "item": "product",
    "items": "products",
    "wrong": "incorrect",
    "missing": "not there",
    "late": "delayed",
    "delete": "remove",
    "remove": "take out",
    "begin": "start",
    "stop": "end",
    "fast": "quick",
    "cheap": "inexpensive",
    "shop": "store",
    "store": "shop",
    "please": "kindly",
    "hi": "hello",
    "hello": "hi",
    "thanks": "thank you",
    "yes": "yep",
    "no": "nope",
}
_CONTRACTIONS = {
    "where's": "where is",
    "what's": "what is",
    "how's": "how is",
    "i'm": "i am",
    "i'd": "i would",
    "i've": "i have",
    "it's": "it is",
    "can't": "cannot",
    "don't": "do not",
    "doesn't": "does not",
    "didn't": "did not",
    "hasn't": "has not",
    "haven't": "have not",
    "isn't": "is not",
    "won't": "will not",
    "wheres": "where is",
    "whats": "what is",
    "pls": "please",
    "u": "you",
    "r": "are",
}
_OPENINGS = (
    (re.compile(r"^(can|could) (you|u)\b", re.IGNORECASE), "would you be able to"),
    (re.compile(r"^(can|could|may) i\b", re.IGNORECASE), "is it possible for me to"),
    (re.compile(r"^i want to\b|^i wanna\b", re.IGNORECASE), "i am trying to"),
    (re.compile(r"^i need to\b", re.IGNORECASE), "i have to"),
    (re.compile(r"^how do i\b", re.IGNORECASE), "what is the way to"),
)


def with_typos(text: str, dice: random.Random) -> str:
    """A slip in every third longer word: a letter doubled, dropped, swapped, or its neighbour on the keys."""

    def slip(found: re.Match[str]) -> str:
        word = found.group()
        if dice.random() > 1 / 3:
            return word
        at = dice.randrange(1, len(word) - 1)
        before, letter, after = word[:at], word[at], word[at + 1 :]
        return dice.choice(
            (
                before + letter + letter + after,
                before + after,
                before + after[0] + letter + after[1:],
                before + dice.choice(_NEIGHBOURS[letter.lower()]) + after,
            )
        )

    return _LONG_WORD.sub(slip, text)


def in_capitals(text: str, dice: random.Random) -> str:  # noqa: ARG001  all are called alike
    """SHOUTED."""
    return text.upper()


def in_lower_case(text: str, dice: random.Random) -> str:  # noqa: ARG001
    """Without a capital."""
    return text.lower()


def without_punctuation(text: str, dice: random.Random) -> str:  # noqa: ARG001
    """Letters, digits and what belongs to identifiers."""
    return " ".join(re.sub(r"[^\w\s@.#+-]|\.(?=\s|$)|(?<!\w)-(?!\w)", "", text).split())


def in_other_words(text: str, dice: random.Random) -> str:  # noqa: ARG001
    """Contractions written out, request openings and common words replaced by their like."""
    for opening, other in _OPENINGS:
        text = opening.sub(other, text)

    def replaced(found: re.Match[str]) -> str:
        word = found.group()
        return _OTHER_WORDS.get(word.lower()) or _CONTRACTIONS.get(word.lower()) or word

    return _WORD.sub(replaced, text)


ALTERATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "typos": with_typos,
    "capitals": in_capitals,
    "lower case": in_lower_case,
    "no punctuation": without_punctuation,
    "other words": in_other_words,
    "courtesy around it": wrapped_in_courtesy,
    "a story before it": after_a_story,
    "by voice": by_voice,
    "as a text": as_a_text,
    "non-native": non_native,
}
