"""Small words that take note of something and ask for nothing: "ok", "cool", "lol", an emoji."""

import re
import unicodedata

_NOTED = (
    r"(?:o+k+(?:ay|ey|ie)?|k+|kk|fine|cool|great|nice|good|alright|all right|all good|right|got (?:it"
    r"|you|ya)"
    r"|gotcha|understood|i see|makes sense|noted|fair enough|sounds good|no (?:worries|problem)|np|whatever"
    r"|good to know|oh|ah+|aha|hm+|h?mm+|mhm|um+|uh|well|meh|lol|lmao|rofl|ha(?:ha)+h?|hehe|wow|huh ok|idk"
    r"|i don'?t know|dunno|so|then|i(?:'ll| will| can) wait|works for me|that'?s (?:fine|ok|okay|good|cool)"
    r"|it'?s (?:fine|ok|okay|cool)|perfect|awesome)"
)
_TAKES_NOTE = re.compile(rf"\W*(?:{_NOTED}(?:\W+|$))+", re.IGNORECASE)
# Answers nothing, wherever it is said; those that may agree are left out.
_EMPTY = re.compile(
    r"\W*(?:(?:lol|lmao|rofl|ha(?:ha)+h?|hehe|hm+|um+|uh+|er+m?|ah+|oh|wow|ugh|argh|meh|whoa"
    r"|omg)(?:\W+|$))+",
    re.IGNORECASE,
)
_THUMBS = "👍👎👌✅✔❌🆗🙏⭐★☆🌟❤"
_ASKS = re.compile(r"[?\s!.…]*\?[?\s!.…]*")
_WHO_WRITES = re.compile(
    r"\b(?:who(?:'?s| is| are| am i)? (?:is |am i )?(?:this|that|it|you|these|texting|messaging"
    r"|writing|talking)"
    r"|(?:what|which) (?:store|shop|company|business) (?:is|are)|who sent)\b",
    re.IGNORECASE,
)


def asks_who_writes(text: str) -> bool:
    """Whether `text` asks whose messages these are: "who is this?"."""
    return _WHO_WRITES.search(text.replace("’", "'")) is not None


def takes_note(text: str) -> bool:
    """Whether `text` only takes note: "ok whatever", "k", "lol", a thumb."""
    return bool(_TAKES_NOTE.fullmatch(text)) or (is_only_signs(text) and "?" not in text)


def says_nothing(text: str) -> bool:
    """Whether `text` answers no question: "hmm", "lol", "...", an emoji that is neither thumb nor star."""
    if _EMPTY.fullmatch(text):
        return True
    return is_only_signs(text) and not any(sign in text for sign in _THUMBS)


def asks_again(text: str) -> bool:
    """Whether `text` is nothing but question marks."""
    return _ASKS.fullmatch(text) is not None


def is_only_signs(text: str) -> bool:
    """Whether there is neither letter nor figure in `text`."""
    return bool(text.strip()) and not any(unicodedata.category(each)[0] in "LN" for each in text)
