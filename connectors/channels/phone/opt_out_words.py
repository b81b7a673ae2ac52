"""Reads from a text whether its writer wants texts, no more of them, or to know who sends them.

The keywords are those that carriers require and Twilio acts on, as the whole text. Sentences are read more
narrowly: they must speak of texts or messages, or of being on a list, and of nothing that one orders.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from commerce.consent.models import ConsentSource, Topic
from connectors.channels.phone.opt_out_phrases import (
    ADVERT_STOPS,
    ASKS_HOW,
    CLOSING,
    COURTESY,
    HELP,
    LIMITS,
    NOT_THEIRS,
    OF_MAIL,
    OF_THE_SHOP,
    ONLY_A_LIMIT,
    ONLY_AT_TIMES,
    OPENING,
    REASON,
    START,
    STARTS,
    STOP,
    STOP_OR_ORDER,
    STOP_SIGNS,
    STOPS,
    WRONG_NUMBER,
)
from connectors.channels.phone.spelling import spelt, typed

_ALL = frozenset(Topic)


class Wanted(StrEnum):
    """What a text asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    QUIET = "quiet"  # at some times, or less often: which is not for good


@dataclass(frozen=True, slots=True)
class Wish:
    """A text that is about texting itself."""

    wanted: Wanted
    source: ConsentSource
    topics: frozenset[Topic] = field(default=_ALL)


def wish_of(text: str, *, is_about_order: bool) -> Wish | None:
    """What the text wants of texting; None when it is about anything else.

    `is_about_order`: the bot has just asked about an order, so a lone "cancel" or "end" answers that.
    """
    said = _said(text)
    if said in STOP_OR_ORDER:
        return None if is_about_order else Wish(Wanted.STOP, ConsentSource.KEYWORD)
    for words, wanted in ((STOP, Wanted.STOP), (START, Wanted.START), (HELP, Wanted.HELP)):
        if said in words:
            return Wish(wanted, ConsentSource.KEYWORD)
    clauses = [_bare(clause) for clause in _clauses(text)]
    if not is_about_order and clauses and all(NOT_THEIRS.fullmatch(clause) for clause in clauses):
        return Wish(Wanted.STOP, ConsentSource.OWN_WORDS)
    return _sentence(clauses)


def _said(text: str) -> str:
    """The text normalised, and the one word that it spells or repeats: "S T O P", "stop stop"."""
    said = _normal(text)
    if re.fullmatch(r"(?:\w\W+)+\w", said) or not said:
        said = "stop" if set(text.strip()) <= STOP_SIGNS and text.strip() else re.sub(r"\W", "", said)
    return re.sub(r"\b(\w+)(?: \1\b)+", r"\1", said)


def provider_wish(opt_out_type: str) -> Wish | None:
    """What the provider says that the shopper told it, which it has acted on; None when it says nothing."""
    try:
        return Wish(Wanted(opt_out_type.lower()), ConsentSource.PROVIDER)
    except ValueError:
        return None


def _sentence(clauses: list[str]) -> Wish | None:
    clauses = [clause for clause in clauses if clause and not OF_MAIL.search(clause)]
    if any(ADVERT_STOPS.fullmatch(clause) for clause in clauses):
        return Wish(Wanted.STOP, ConsentSource.OWN_WORDS, frozenset({Topic.MARKETING}))
    stops = [clause for clause in clauses if STOPS.fullmatch(clause)]
    is_for_good = not any(ONLY_A_LIMIT.match(clause) for clause in clauses)
    if is_for_good and any(not LIMITS.search(clause) for clause in stops):
        return Wish(Wanted.STOP, ConsentSource.OWN_WORDS)
    if _is_keyword_with_reasons(clauses):
        return Wish(Wanted.STOP, ConsentSource.KEYWORD)
    if stops:
        return Wish(Wanted.QUIET, ConsentSource.OWN_WORDS)
    found = (wanted for clause in clauses if (wanted := _less_than_stop(clause)))
    wanted = next(found, None)
    return Wish(wanted, ConsentSource.OWN_WORDS) if wanted else None


def _less_than_stop(clause: str) -> Wanted | None:
    if ONLY_AT_TIMES.fullmatch(clause) and LIMITS.search(clause):
        return Wanted.QUIET
    if ASKS_HOW.fullmatch(clause):
        return Wanted.HELP
    return Wanted.START if STARTS.fullmatch(clause) else None


def _is_keyword_with_reasons(clauses: list[str]) -> bool:
    """Whether a keyword stands between the punctuation, and the rest only says why: "Stop. Who is this?"."""
    others = [clause for clause in clauses if clause not in STOP and not WRONG_NUMBER.fullmatch(clause)]
    if len(others) == len(clauses) or not any(clause in STOP for clause in clauses):
        return False
    return all(REASON.fullmatch(other) and not OF_THE_SHOP.search(other) for other in others)


def _clauses(text: str) -> list[str]:
    """What stands between the punctuation, each normalised; courtesies that stand alone are left out."""
    parts = (_normal(part) for part in re.split(r"[.,;:!?()\n]+", typed(text)))
    return [clause for clause in parts if clause and not COURTESY.fullmatch(f"{clause} ")]


def _bare(clause: str) -> str:
    """The clause without the courtesies around it."""
    return CLOSING.sub("", OPENING.sub("", f"{clause} ").strip())


def _normal(text: str) -> str:
    words = re.sub(r"[^\w'#-]+", " ", typed(text)).strip(" '#-_").split()
    return " ".join(spelt(word) for word in words)
