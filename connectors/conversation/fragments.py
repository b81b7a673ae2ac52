"""Which messages of a row are parts of one: "i want to", "cancel", "my order", "the lamp one".

Decided from their words and the time between them, so that a message that stands alone never waits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile

from commerce.support.messages import LoggedMessage, WaitingMessage
from commerce.support.models import ConversationOwner

MOST_PARTS = 8
# How long what cannot stand alone waits for the rest of it, and the end of a burst for more.
UNFINISHED_S, BURST_S = 2.5, 1.0
# How far apart parts come: while none of them was answered, and after what could not stand alone was.
_APART_S, _LATE_S = 6.0, 30.0
_SHORT = 6  # words
_SMS, _SPLIT = "sms", range(140, 161)  # characters at which phones split a text

_ENDED = re.compile(r"[.!?][)\"'”’]*$|[^\w\s.,;:'’\"()&/+-]$")
_LEADS = frozenset(
    """
    hi hey hello ok okay so also and but please pls well um uh actually yes yeah no sorry then
    """.split()  # noqa: SIM905  words read better as a text
)
# A text of these alone says nothing yet: "i want to", "can you please", "where is my".
_FUNCTION = frozenset(
    """
    i i'm im i'd id we we'd you u want wanna need would like have got am was is are do does did has
    can could will may should to please pls just also really still trying looking going hoping wondering
    asking if whether where where's what what's who who's when how much many long about the my your a an
    there any tell show give send get me us
    """.split()  # noqa: SIM905
)
_ASKS_YOU = frozenset("can could would will do did have may".split())  # noqa: SIM905
_GIVES = frozenset("tell show give send get".split())  # noqa: SIM905
_ANSWERS = re.compile(r"(?:i|we|you) (?:do|did|can|could|would|will|am|are|was|should|may)")
_ENDS_IT = frozenset("do did much many long like any".split())  # noqa: SIM905
_ENDS_QUESTION = frozenset(
    "get have need want send give show tell like would trying looking going asking".split()  # noqa: SIM905
)
_WANTS_MORE = frozenset(
    "a an the my your our and or but because cause cuz cos if unless than i'm i'd & +".split()  # noqa: SIM905
)
_JOINS = frozenset("and or but because cause cuz cos if unless".split())  # noqa: SIM905
# A preposition that goes on from what stands before it, unlike that of "what is it for".
_GOVERNS = re.compile(
    r".*\b(?:(?:want|need|like|love|try|trying|going|ought|able|how|address|card|size|it|order) to"
    r"|(?:looking|searching|asking|refund|receipt|invoice) for|(?:help|problem|issue|trouble|wrong) with"
    r"|(?:question|asking|know|ask) about|(?:one|all|both|some|instead|because|rid) of)",
    re.IGNORECASE | re.DOTALL,
)
_REFUSES = re.compile(r"\b(?:don'?t|do not|not|never|what|which|whatever|where)\b", re.IGNORECASE)
_ASKS = frozenset("what which who whom where when how is are was".split())  # noqa: SIM905
# What answers the question that came in between, or takes what was begun back.
_ANSWERS_ALONE = re.compile(
    r"\W*(?:y|n|yes|yeah|yep|yup|ya|no|nope|nah|ok|okay|k|sure|fine|go ahead|do it|stop|wait|hold on"
    r"|never ?mind|nvm|forget it|leave it|keep it|thanks|thank you|thx|\d{1,2})\b.*",
    re.IGNORECASE | re.DOTALL,
)
# What goes on about something rather than begin anew.
_GOES_ON = re.compile(
    r"(?:and|or|but|because|cause|cuz|cos|with|for|from|to|of|in|on|at|by|about|as|my|the|an?|that|this"
    r"|those|these|it|them|one|please|pls|plz|asap|today|now|too|also|instead|orders?"
    r"|thanks|thank you|thx|(?:number |order number |no\. ?)?#?[a-z]{0,2}-?\d{4,})\b.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Burst:
    """The messages that make one turn, and how long to wait for more of them."""

    parts: Sequence[WaitingMessage]
    wait_s: float

    @property
    def last(self) -> WaitingMessage:
        """The one that is answered for all."""
        return self.parts[-1]


def burst_of(waiting: Sequence[WaitingMessage]) -> Burst:
    """The first of `waiting` with those that go on with it."""
    parts = [waiting[0]]
    for following in waiting[1:]:
        if not _belongs(parts, following):
            break
        parts.append(following)
    return Burst(parts, max(_wait_s(parts) - parts[-1].age_s, 0.0))


def is_begun_by(message: WaitingMessage, before: LoggedMessage) -> bool:
    """Whether `before`, which was answered, could not stand alone, and `message` is the rest of it."""
    gap = (message.message.created_at - before.created_at).total_seconds()
    is_same = before.channel == message.message.channel and not message.meanwhile
    is_rest = is_same and _is_words(message) and not _ANSWERS_ALONE.fullmatch(message.heard.strip())
    return is_rest and gap <= _LATE_S and is_unfinished(before.text, before.channel)


def is_unfinished(text: str, channel: str) -> bool:
    """Whether `text` cannot stand alone: "i want to", "where is", "cancel my"."""
    said = text.strip()
    if channel == _SMS and len(said) in _SPLIT and not _ENDED.search(said):
        return True
    words = said.lower().replace("’", "'").split()
    if not words or _ENDED.search(said):
        return False
    if (said[-1] in ",-:" and said[0].isalnum()) or words[-1] in (_WANTS_MORE if len(words) > 1 else _JOINS):
        return True
    own = list(dropwhile(_LEADS.__contains__, (word.strip(",.") for word in words)))
    return bool(own) and (_is_begun(own) or (not _REFUSES.search(said) and bool(_GOVERNS.fullmatch(said))))


def _is_begun(words: Sequence[str]) -> bool:
    """Whether the words are only how a sentence begins."""
    *before, last = words
    if not before or not _FUNCTION.issuperset(words) or _ANSWERS.fullmatch(" ".join(words)):
        return False
    goes_on = {
        "you": words[0] in _ASKS_YOU,
        "u": words[0] in _ASKS_YOU,
        "me": before[-1] in _GIVES,
        "us": before[-1] in _GIVES,
        "there": before[-1] in {"is", "are", "was"},
    }
    if last in goes_on:
        return goes_on[last]
    is_told = last in {"is", "are", "was"} and before[-1] in {"you", "u", "it", "i", "we"}
    is_asked = words[0] in _ASKS and last in _ENDS_QUESTION
    return not (
        is_told or is_asked or (last in _ENDS_IT and before[-1] not in {"would", "i'd", "id", "we'd"})
    )


def _belongs(parts: Sequence[WaitingMessage], following: WaitingMessage) -> bool:
    last = parts[-1]
    gap = (following.message.created_at - last.message.created_at).total_seconds()
    if gap > _APART_S or not (_is_words(last) and _is_words(following) and last.heard == last.shown):
        return False
    if last.message.channel != following.message.channel:
        return False
    if is_unfinished(last.heard, last.message.channel):
        return True
    is_burst = len(parts) > 1
    return _is_open(last.heard) and (is_burst or (_goes_on(following.heard) and not _goes_on(last.heard)))


def _goes_on(text: str) -> bool:
    return _GOES_ON.fullmatch(text.strip()) is not None


def _is_words(waiting: WaitingMessage) -> bool:
    """Whether it was typed, and is for the bot."""
    return waiting.message.payload is None and waiting.owner is ConversationOwner.BOT


def _is_open(text: str) -> bool:
    return len(text.split()) <= _SHORT and not _ENDED.search(text.strip())


def _wait_s(parts: Sequence[WaitingMessage]) -> float:
    last = parts[-1]
    if not _is_words(last):
        return 0.0
    if is_unfinished(last.heard, last.message.channel):
        return UNFINISHED_S
    return BURST_S if len(parts) > 1 and _is_open(last.heard) else 0.0
