"""What is wished of a subscription: begun, shown, skipped, paused, resumed, changed, ended."""

import re
from collections.abc import Mapping
from typing import Final

from commerce.subscriptions.models import EndReason


def _words(*lines: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE)


_REPEATED = (
    r"(?:subscri\w+|sub[sc]+rip\w*|autoship|auto\w*|repeat\w*|recurring|regular\w*|every|each|monthly|weekly"
    r"|bi-?weekly|fortnightly|quarterly)"
)
_BEGINS = re.compile(
    r"\b(?:start|satrt|begin|set ?up|sign (?:me )?up|get me|send me|subscribe (?:me )?to|order|buy"
    r"|i(?:'d| would)? (?:want|like|love|need)(?! to (?:stop|end|cancel|pause|skip|change|quit|resume)))\b"
    rf".{{0,80}}\b{_REPEATED}\b|^\W*subscribe\b|\b(?:subscribe|subscription) (?:me )?(?:to|for) \w+"
    r"|\b(?:come|arrive|delivered|receive|have|get) .{0,80}\b(?:automatic\w*|every|each|regularly)\b",
    re.IGNORECASE,
)
_MANAGES = _words(
    "cancel", "cancle", "end", "stop", "quit", "pause", "skip", "resume", "restart", "unpause", "hold",
    "suspend", "terminate", "unsubscribe", "change", "switch", "edit", "manage", "instead", "address", "card",
    "payment", "off", "again", "my (?:next|subscription|repeat)", "(?:have|had) set up", "you (?:keep|send)",
)  # fmt: skip

WISHES: Final[Mapping[str, re.Pattern[str]]] = {
    "resume": _words(
        "resume", "re-?start", "un-?pause", "re-?activate", "continue", "go on with", "start .{0,30}again",
        "turn .{0,30}back on", "pick .{0,30}up again",
    ),
    "skip": _words(
        r"skip\w*", "leave out", "miss", "not this (?:time|month|week)", "without the next", "omit",
    ),
    "pause": _words(
        r"paus\w*", "hold", r"suspend\w*", "freeze", "interrupt", "postpone", "delay", "put off",
        r"stop .{0,40}(?:for a while|until|for (?:a|the|\w+) (?:weeks?|months?|summer))",
        "while i'?m (?:away|on)", "push (?:it |them |back )?(?:back|out|next)", "move .{0,30}next .{0,30}to",
    ),
    "payment": _words(
        "card", "payment", "pay(?:ing)? (?:with|by)", "paypal", "store credit", "visa", "mastercard",
        "charge (?:it|them) to", "bill",
    ),
    "address": _words(
        "address", "moved",
        r"(?:send|deliver|ship) .{0,30}(?:somewhere|elsewhere|to (?:my|the|an?|another|\d))",
    ),
    "quantity": _words(
        "quantity", "how many", "number of", "double", "triple", "halve", "increase", "decrease", "reduce",
        r"(?:one|two|three|four|five|six|\d+) (?:instead|of (?:it|them|each))", "only one", "just one",
        r"(?:one|two|three|\d+) (?:more|fewer|less|extra)", "(?:more|fewer) (?:of|each|per)",
    ),
    "interval": _words(
        "how often", r"(?:more|less) (?:often|frequent\w*)", "frequency", "interval", "schedule",
        "(?:bi-?)?(?:weekly|monthly) instead", "every .{0,40}instead", "sooner",
        "(?:change|switch|move|make) .{0,40}"
        "(?:(?:bi-?)?weekly|(?:bi-?)?monthly|fortnightly|quarterly|every|each)",
    ),
    "cancel": _words(
        r"cancel\w*", "cancle", "end", "ending", r"stop\w*", "quit", "terminate", "get (?:me )?rid",
        "unsubscribe", "no (?:more|longer)", "don'?t want .{0,40}(?:any ?more|any longer)", "discontinue",
        r"(?:turn|switch|auto\w*) off", "off with", "never signed", "get out",
    ),
    "show": _words(
        "what", "which", "show", "list", "see", "view", "when", "where", "have", "any", "about", "manage",
        "overview", "edit", "next charge", "date",
    ),
}  # fmt: skip
_CHANGES_FREQUENCY = re.compile(r"\b(?:instead of|rather than) every\b", re.IGNORECASE)

ENDS: Final[Mapping[str, str]] = {
    EndReason.TOO_MUCH.value: (
        r"\b(?:too (?:much|many|often)|enough|still have|pil(?:e|ing)|can'?t use (?:it|them) up"
        r"|stock(?:ed)? up|plenty|left over)\b"
    ),
    EndReason.TOO_EXPENSIVE.value: r"\b(?:expensive|price\w*|cheaper|afford|money|costs?|budget)\b",
    EndReason.NOT_LIKED.value: (
        r"\b(?:(?:don'?t|didn'?t|doesn'?t) (?:like|enjoy|agree)|not (?:happy|good)|quality|taste|bad|worse"
        r"|better one|another brand)\b"
    ),
    EndReason.NOT_NEEDED.value: (
        r"\b(?:no longer (?:need|use|have)|don'?t (?:need|use)|not need\w*|moved|died|gave (?:it )?up)\b"
    ),
    EndReason.OTHER.value: r"\b(?:other|another) reason|rather not say|^\W*other\W*$",
}
STAYS: Final[Mapping[str, str]] = {
    "go": (
        r"\b(?:cancel|end|stop|go|anyway|quit)\b"
        r"|^(?!.{0,80}\b(?:keep|stay)\b).{0,20}\b(?:no|nope|nah|not)\b"
    ),
    "stay": r"\b(?:keep|stay|take (?:it|the)|yes|ok|okay|sure|deal|discount|offer|percent)\b|%",
}
_OPEN_END = _words(
    "until (?:i|we|further|you hear|told)", "till i", r"indefinite\w*", "for now", "no (?:date|end)",
    "don'?t know", "not sure", "open", "let you know", "say so",
)  # fmt: skip
_TIME = _words(
    "days?", "weeks?", "months?", "tomorrow", "(?:mon|tues|wednes|thurs|fri|satur|sun)day", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", r"\d{1,2}(?:st|nd|rd|th)",
)  # fmt: skip


def subscription_wish(text: str) -> str | None:
    """Return what `text` wishes of a subscription that runs, by WISHES; None where it says nothing."""
    if _CHANGES_FREQUENCY.search(text):
        return "interval"
    return next((wish for wish, words in WISHES.items() if words.search(text)), None)


def manages(text: str) -> bool:
    """Whether `text` speaks of a subscription that runs."""
    return _MANAGES.search(text) is not None


def speaks_of_terms(text: str) -> bool:
    """Whether `text` speaks of how something is paid, or where it goes, and names no goods."""
    return any(WISHES[each].search(text) for each in ("payment", "address"))


def wishes_to_begin(text: str) -> bool:
    """Whether `text` asks for a subscription that is not there yet."""
    return not manages(text) and _BEGINS.search(text) is not None


def is_without_end(text: str) -> bool:
    """Whether `text` leaves open until when."""
    return _OPEN_END.search(text) is not None


def names_time(text: str) -> bool:
    """Whether `text` names a day or a span."""
    return _TIME.search(text) is not None
