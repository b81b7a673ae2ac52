"""Reads from a text whether its writer wants texts, no more of them, or to know who sends them.

The keywords are those that carriers require and Twilio acts on, as the whole text. Sentences are read more
narrowly: they must speak of texts or messages, or of being on a list, and of nothing that one orders.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from commerce.consent.models import ConsentSource, Topic

_ALL = frozenset(Topic)
_STOP = frozenset(
    {"stop", "stopall", "stop all", "unsubscribe", "unsub", "quit", "revoke", "optout", "opt out", "opt-out"}
)
_STOP_OR_ORDER = frozenset({"cancel", "end"})  # said of an order just as well
_START = frozenset({"start", "unstop", "subscribe", "resubscribe", "opt in", "optin", "opt-in"})
_HELP = frozenset({"help", "info"})

# What may stand before the words that count, and after them.
_OPENING = re.compile(
    r"^(?:(?:please|pls|plz|ok|okay|hi|hello|hey|just|so|now|and|but|kindly|look|sorry|yo|"
    r"i said|i told you to|(?:can|could|would|will) you|"
    r"(?:i want|i'd like|i would like|i need|i am asking|i'm asking) you to|"
    r"you (?:need|have|are supposed) to|you must|you should) )+"
)
_CLOSING = re.compile(
    r"(?: (?:please|pls|plz|thanks|thank you|now|already|immediately|asap|anymore|any more|again|ever|"
    r"for good|right away|at once))+$"
)

_TEXTS = r"(?:texts|texting|text messages|messages|messaging|sms|smses|msgs|text alerts|notifications)"
_TEXT = (
    r"(?:text|texting|message|messaging|sms|contact|contacting|write|write to|writing|writing to|"
    r"bother|bothering)"
)
_ME = r"(?:me|us|this number|my (?:phone|number|cell|mobile))"
_ADVERTS = (
    r"(?:marketing|spam|promos|promotions|promotionals|ads|adverts|advertisements|advertising|offers|deals|"
    r"newsletters?|coupons|(?:promo|promotional|marketing|advertising|sales) (?:texts|messages|sms))"
)
_SOME = r"(?:(?:me|us|with|all|any|more|of|the|these|those|this|your|my|such|getting|receiving|sending) )*"
_STOP_DOING = r"(?:stop|quit|cease|end|no more|no)"
_DO_NOT = r"(?:don'?t|do not|never|stop|quit|cease) (?:ever |you ever |even )?"
_I_DO_NOT_WANT = (
    r"i (?:really )?(?:don'?t|do not|no longer|never) (?:ever )?(?:want|wish|like|care|agree) "
    r"(?:for you )?(?:to (?:get|receive|have|be sent) )?"
)
_I_WANT = r"(?:i (?:want|wish|would like|need) to |i'd like to |let me )?"
_LIST = r"(?:your|this|the|that|any|all) (?:[\w-]+ )?(?:lists?|database|system)"

# Each is matched against a clause from its beginning to its end.
_STOP_TEXTING = [
    rf"{_DO_NOT}{_TEXT} {_ME}(?: .*)?",
    rf"{_DO_NOT}send(?:ing)? {_SOME}{_TEXTS}(?: (?:to|about|on|at) .*)?",
    rf"{_STOP_DOING} {_SOME}{_TEXTS}(?: (?:to|from|about|on) .*)?",
    rf"{_I_DO_NOT_WANT}{_SOME}{_TEXTS}(?: from .*| on .*| to .*)?",
    r"i (?:don'?t|do not|never) (?:want|wish) to (?:hear from you|be (?:texted|messaged|contacted))(?: .*)?",
    rf"(?:take|remove) {_ME}(?: (?:from|off|off of|out of) {_LIST})?",
    r"(?:delete|drop|forget|lose) (?:my|this) (?:phone |cell |mobile )?number",
    rf"(?:unsubscribe|unsub) {_ME}(?: from .*)?",
    rf"unsubscribe from (?:{_LIST}|{_SOME}{_TEXTS}|this|all|everything)",
    rf"{_I_WANT}(?:opt|be opted)(?: me| us)?[ -]?out(?: of .*(?:texts|texting|messages|sms|all|everything))?",
    rf"{_I_WANT}unsubscribe",
    r"(?:i )?(?:hereby )?(?:revoke|withdraw) (?:my |all )?consent(?: .*)?",
    rf"cancel {_SOME}{_TEXTS}",
    r"leave me alone",
]
_STOP_ADVERTS = [
    rf"{_DO_NOT}send(?:ing)? {_SOME}{_ADVERTS}(?: .*)?",
    rf"{_STOP_DOING} {_SOME}{_ADVERTS}",
    rf"{_I_DO_NOT_WANT}{_SOME}{_ADVERTS}",
    (
        rf"(?:unsubscribe|opt|take|remove) (?:me |us )?(?:out )?(?:from|out of|off|of) "
        rf"{_SOME}{_ADVERTS}(?: lists?)?"
    ),
]
_START_TEXTING = [
    r"(?:you (?:can|may) )?(?:start |resume |go back to )?(?:text|texting|message|messaging) me",
    r"(?:start|resume|restart) (?:the |your |my )?(?:texts|messages|texting)",
    r"(?:re-?subscribe|subscribe|sign) me(?: (?:in|up|back))*",
    r"(?:i want to |i'd like to )?(?:opt (?:me )?(?:back )?in|resubscribe)",
]

# Mail is another channel, with another way out.
_OF_MAIL = re.compile(r"\be-?mail(?:s|ing)?\b")


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_WRONG_NUMBER = re.compile(r"(?:you have |you've got |you got |this is )?(?:the |a )?wrong (?:number|person)")
_STOPS, _ADVERT_STOPS, _STARTS = map(_any_of, (_STOP_TEXTING, _STOP_ADVERTS, _START_TEXTING))


class Wanted(StrEnum):
    """What a text asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"


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
    said = _normal(text)
    if said in _STOP_OR_ORDER:
        return None if is_about_order else Wish(Wanted.STOP, ConsentSource.KEYWORD)
    for words, wanted in ((_STOP, Wanted.STOP), (_START, Wanted.START), (_HELP, Wanted.HELP)):
        if said in words:
            return Wish(wanted, ConsentSource.KEYWORD)
    return _sentence([_bare(clause) for clause in _clauses(text)])


def provider_wish(opt_out_type: str) -> Wish | None:
    """What the provider says that the shopper told it, which it has acted on; None when it says nothing."""
    try:
        return Wish(Wanted(opt_out_type.lower()), ConsentSource.PROVIDER)
    except ValueError:
        return None


def _sentence(clauses: list[str]) -> Wish | None:
    clauses = [clause for clause in clauses if not _OF_MAIL.search(clause)]
    if any(_ADVERT_STOPS.fullmatch(clause) for clause in clauses):
        return Wish(Wanted.STOP, ConsentSource.OWN_WORDS, frozenset({Topic.MARKETING}))
    if any(_STOPS.fullmatch(clause) for clause in clauses):
        return Wish(Wanted.STOP, ConsentSource.OWN_WORDS)
    told = [clause for clause in clauses if not _WRONG_NUMBER.fullmatch(clause)]
    if told and all(clause in _STOP for clause in told):
        return Wish(Wanted.STOP, ConsentSource.KEYWORD)
    if any(_STARTS.fullmatch(clause) for clause in clauses):
        return Wish(Wanted.START, ConsentSource.OWN_WORDS)
    return None


def _clauses(text: str) -> list[str]:
    """What stands between the punctuation, each normalised."""
    return [clause for part in re.split(r"[.,;:!?()\n]+", _typed(text)) if (clause := _normal(part))]


def _bare(clause: str) -> str:
    """The clause without the courtesies around it."""
    return _CLOSING.sub("", _OPENING.sub("", f"{clause} ").strip())


def _normal(text: str) -> str:
    return " ".join(re.sub(r"[^\w'#-]+", " ", _typed(text)).strip(" '#-_").split())


def _typed(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
