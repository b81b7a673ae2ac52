"""Reads that somebody does not have what would prove who they are: "I don't have the number"."""

import re

_LACKS = re.compile(
    r"\b(?:(?:do not|don'?t|dont|cannot|can'?t|cant|could not|couldn'?t|couldnt|did not|didn'?t|didnt"
    r"|never|no longer)"
    r" (?:\w+ )?(?:have|got|get|know|knew|remember|recall|find|found|see|keep|kept|receive|received)"
    r"|haven'?t got|havent got|have no|got no|lost|forgot(?:ten)?|deleted|without|no idea|no clue|idk"
    r"|dunno)\b",
    re.IGNORECASE,
)
# What may stand around it where the thing that was asked for is not named.
_ONLY_THAT = re.compile(
    r"(?:\W|\b(?:sorry|i|we|have|just|it|that|this|them|those|one|any|either|here|handy|with|on|to|hand"
    r"|me|right"
    r"|now|at|the|moment|anymore|any ?more|honestly|really|what|is|ok|well|hi|but|and|of)\b)*",
    re.IGNORECASE,
)
_IS_NOT_THERE = re.compile(r"^\W*(?:sorry\W+|i\W+)*(?:no|none|not|nope)\b", re.IGNORECASE)
_THINGS = {
    "order_number": re.compile(r"\b(?:numbers?|num|nr|id|reference|ref|confirmation)\b", re.IGNORECASE),
    "email": re.compile(r"\b(?:e-?mail|mail|address it was)\b", re.IGNORECASE),
    "postcode": re.compile(r"\b(?:zip|post ?code|postal code)\b", re.IGNORECASE),
}
_LONGEST = 14  # words of what only says that something is not at hand


def lacks(text: str, asked: str | None) -> str:
    """Which slot `text` says cannot be given, `asked` being asked for; empty where it says no such thing."""
    plain = text.replace("’", "'")
    if "?" in plain or len(plain.split()) > _LONGEST:
        return ""
    named = [slot for slot, words in _THINGS.items() if words.search(plain)]
    if not (_LACKS.search(plain) or (named and _IS_NOT_THERE.match(plain))):
        return ""
    if asked in named or (not named and asked in _THINGS and _ONLY_THAT.fullmatch(_LACKS.sub(" ", plain))):
        return str(asked)
    return named[0] if named else ""
