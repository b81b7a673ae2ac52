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
_STARTS = re.compile(
    r"\b(?:start|satrt|begin|set ?up|sign (?:me )?up|get me|send me|order|buy"
    r"|(?:can|could|will|would) (?:you|u) (?:send|ship|deliver)"
    r"|i(?:'d| would)? (?:want|like|love|need)"
    r"(?! (?:(?:you|u|it|this|that) )?to (?:stop|end|cancel|pause|skip|change|quit|resume)))\b"
    rf".{{0,80}}\b{_REPEATED}\b|\bsubscribe\b|\bsubscription (?:me )?(?:to|for) \w+",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    rf"{_STARTS.pattern}|\b(?:come|arrive|delivered|receive|have|get) .{{0,80}}\b(?:automatic\w*|every|each"
    r"|regularly)\b",
    re.IGNORECASE,
)
_DEALS = (
    r"(?:cancel|cancle|end(?! of\b)|stop|quit|pause|skip|resume|restart|unpause|hold|suspend|terminate"
    r"|unsubscribe|change|switch|edit|manage|swap|replace)"
)
# What is said of one that runs, wherever it stands: "start my coffee again" begins none.
_RUNS = _words(
    "my (?:next|subscription|repeat)", "(?:have|had) set up",
    "(?<!can )(?<!could )(?<!would )(?<!will )you (?:keep|send)", "start .{0,30}again",
    "(?:instead of|rather than) every", "get (?:me )?out",
)  # fmt: skip
_ENDS_OR_CHANGES = _words(_DEALS)
_MANAGES = _words(_DEALS, "instead", "address", "card", "payment", "off", "again")
# What somebody who begins one wants to know, or rules out, for later: "..., can I cancel anytime?".
_FOR_LATER = re.compile(
    r"\b(?:can|could|may|might|do|will|would|how|what|which|is it|if|in case|unless|until|without|no|not"
    r"|never|don'?t|easy to|free to|able to|possible to)\b[^.,;!?\n]*"
    rf"|\b{_DEALS} (?:it |this |that )?(?:any ?time|at any (?:time|point)|when ?ever|later|again)\b",
    re.IGNORECASE,
)

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
    "product": _words(
        r"(?:change|switch|swap|replace) .{0,40}(?:product|item|flavou?r|scent|size|variant|version|colou?r"
        r"|brand|blend|roast)s?", r"(?:swap|switch|exchange|replace) .{1,40} (?:for|with|by)",
        r"(?:another|different|other) (?:product|item|flavou?r|scent|size|variant|version|colou?r|brand|blend"
        "|roast)",
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
        r"\b(?:no longer (?:need|use|have|want)|don'?t (?:need|use|want)|not need\w*|moved|died"
        r"|gave (?:it )?up)\b"
    ),
    EndReason.OTHER.value: (
        r"\b(?:other|another|no (?:\w+ )?) ?reason|rather not say|(?:don'?t|do not) want to say|^\W*other\W*$"
    ),
}
_GOES = (
    r"\b(?<!not )(?<!n't )(?<!nt )(?<!never )(?<!not to )(?<!n't want to )(?<!nt want to )(?<!not want to )"
    r"(?:cancel|end|stop|go(?! ahead)|anyway|quit)\b|\bnot enough\b|\bno (?:deal|discount|offer)\b"
    r"|\b(?:not|don'?t) (?:want |need )?(?:to )?(?:the |a |any |your )?(?:keep|stay|deal|discount|offer)\b"
)
_KEEPS = (
    r"\b(?:keep|stay|take (?:it|the)|yes|ok|okay|sure|deal|discount|offer|percent"
    r"|(?:not|don'?t|never) (?:want to |wanna )?(?:cancel|end|stop|quit|go))\b|%"
)
STAYS: Final[Mapping[str, str]] = {
    "stay": rf"^(?!.*(?:{_GOES}))(?=.*(?:{_KEEPS}))",
    "go": rf"{_GOES}|^(?!.*(?:{_KEEPS})).{{0,20}}\b(?:no|nope|nah|not)\b",
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
_COMMANDS = re.compile(
    r"\W*(?:(?:no|nope|oh|wait|actually|sorry|rather|just|please|ok|okay|then|instead|maybe|but|and"
    r"|(?:can|could|would) (?:you|i|we)|let'?s|i(?:'d| would)? (?:want|like|prefer|rather)(?: you)?(?: to)?)"
    r"\W+)*"
    rf"(?:{_DEALS}|double|triple|halve|make (?:it|that) (?:every|each|\w+ly)|(?:come|send it) every)\b",
    re.IGNORECASE,
)
# Where a command is over and its reason, or another one, begins.
_CLAUSE = re.compile(
    r"[,.;:!?\n]+|\b(?:because|since|'?cause|cuz|so|as)\b"
    r"|(?<!\bcan)(?<!could)(?<!would)(?<!should)(?<!may)(?<!do)\s(?=(?:i|we)(?:'?(?:ve|m|re|d))? \w)",
    re.IGNORECASE,
)
_UNTIL = _words("until", "till")
_OF_ALL = _words(r"subscri\w+", "instead", "rather", "deliver(?:y|ies)", "altogether", "completely")


def subscription_wish(text: str) -> str | None:
    """Return what `text` wishes of a subscription that runs, by WISHES; None where it says nothing."""
    if _CHANGES_FREQUENCY.search(text):
        return "interval"
    if _is_told_to_end(text):
        return "cancel"
    return _first_wish(text)


def _is_told_to_end(text: str) -> bool:
    """Whether ending it is all that is told to do, whatever else the text speaks of: "cancel it, I moved"."""
    told = [_first_wish(each) for each in _CLAUSE.split(text) if _COMMANDS.match(each)]
    return bool(told) and set(told) == {"cancel"}


def _first_wish(text: str) -> str | None:
    return next((wish for wish, words in WISHES.items() if words.search(text)), None)


def other_wish(text: str) -> str | None:
    """Return what `text` wishes where it is said as a command of its own: "skip the next one instead".

    "Cancel it" is none: that may as well be meant of what is being asked.
    """
    wish = subscription_wish(text) if _COMMANDS.match(text) and not _UNTIL.search(text) else None
    return None if wish == "show" or (wish == "cancel" and not _OF_ALL.search(text)) else wish


def manages(text: str) -> bool:
    """Whether `text` speaks of a subscription that runs."""
    if _RUNS.search(text):
        return True
    begun = _STARTS.search(text)
    if begun is None:
        return _MANAGES.search(text) is not None
    return any(
        _ENDS_OR_CHANGES.search(part) for part in (text[: begun.start()], _apart(text[begun.start() :]))
    )


def _apart(text: str) -> str:
    return _FOR_LATER.sub(" ", text)


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
