"""What a message asks for, read as a whole and clause by clause."""

from __future__ import annotations

from collections.abc import Sequence

from bot.entities.vocabulary import words

# What may surround a request: who writes, what happened before, courtesy.
_FRAMES = words("inform identify greet goodbye thank help complain praise out_of_scope")
# What a clause of a longer message may ask for on its own; small talk and answers are no requests.
_NO_REQUEST = _FRAMES | words("affirm deny correct never_mind wait repeat_question bot_challenge")
_UNSURE = 0.5
REQUEST_THRESHOLD = 0.6  # as sure as this of a clause, and it is a request; chosen on held-out messages

# Searching is also done by naming a thing, as a whole message. A clause that only names one belongs to the
# request beside it: "change the mug and the mechanical keyboard".
_BY_NAME = "find_product"
_ASKS = words(
    "i i'm im we you u any anything something do does have has got is are can could would will may show find "
    "search looking need want buy get give tell recommend which what where how"
)

Heard = tuple[str, float]
Part = tuple[str, float, str]


def asks(intent: str) -> bool:
    """Whether `intent` asks for something, as talk, answers and what is out of scope do not."""
    return intent not in _NO_REQUEST


def is_request(part: Part, threshold: float) -> bool:
    """Whether a clause, with its intent and confidence (0..1), asks for something by itself."""
    intent, confidence, text = part
    if confidence < threshold or not asks(intent):
        return False
    return intent != _BY_NAME or not _ASKS.isdisjoint(text.lower().split())


def requests(parts: Sequence[Part], threshold: float) -> dict[str, float]:
    """The requests among a message's clauses, in the order said, each with its greatest confidence."""
    found: dict[str, float] = {}
    for part in parts:
        if is_request(part, threshold):
            found[part[0]] = max(part[1], found.get(part[0], 0))
    return found


def heard(whole: Heard, parts: Sequence[Part], threshold: float) -> Heard:
    """Intent and confidence of a message from those of its whole text and of its clauses, if it has several.

    A clause that is a request by itself is not drowned by the courtesy and the story around it: the one
    request that there is counts where the whole is unsure, only such a frame, or less sure than the clause.
    """
    intent, confidence = whole
    asked = requests(parts, threshold)
    if intent in asked:
        return intent, max(confidence, asked[intent])
    if intent in _NO_REQUEST - _FRAMES and confidence >= _UNSURE:
        return whole
    if len(asked) > 1 and (confidence < _UNSURE or intent in _FRAMES):
        return next(iter(asked.items()))
    if len(asked) == 1:
        only, sure = next(iter(asked.items()))
        if intent in _FRAMES or sure > confidence:
            return only, sure
    return whole
