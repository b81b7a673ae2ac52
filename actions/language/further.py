"""A request that is joined to a plain yes: of "yes, and also return my lamp" the return.

A closed grammar like that of the yes itself: a verb with a thing of its own. What speaks of "it", of the
money or of a condition says more about what was summarised, and is none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from actions.language.problems import problem_in


@dataclass(frozen=True)
class Further:
    """What may be a yes ends at `end`; `rest` begins at `start` and asks for `intent`."""

    end: int
    start: int
    rest: str
    intent: str

    def names_other_order(self, number: str) -> bool:
        """Whether it is about another order than `number`."""
        named = [each for each in _NUMBER.findall(self.rest) if not _is_same(each, number)]
        return bool(named) or _OTHER_ORDER.search(self.rest) is not None

    def names_order(self, number: str) -> bool:
        """Whether it is about the order `number`."""
        return any(_is_same(each, number) for each in _NUMBER.findall(self.rest))


_NUMBER = re.compile(r"#?\b[a-z]{0,2}-?\d{5,}\b", re.IGNORECASE)
_JOINT = re.compile(
    r"[.!;,\n]+\s*(?:and\s+)?|(?<!\s)\s+and\s+|(?<!\s)\s+(?=(?:also|plus|then)\b)", re.IGNORECASE
)
_MOST_JOINTS = 12  # what comes later in a message is no answer with a request behind it
_LEAD = (
    r"(?:(?:please|pls|also|plus|then|now|next|after that|afterwards|and|while you'?re at it"
    r"|(?:once|when) that'?s done|can you|could you|would you|will you|can we|can i|could i|may i|let'?s"
    r"|let me|help me(?: to)?|go ahead and|i(?:'d| would) (?:also )?like (?:you )?to"
    r"|i(?: also)? (?:want|need|wish)(?: you)? to|i wanna|i(?:'ll| will| have to))[\s,]+)*"
)
_ANOTHER = r"(?:other|second|next|last|previous|older|newer)"
_OTHER_ORDER = re.compile(rf"\b(?:(?:my|the|our) {_ANOTHER}|another) (?:order|purchase)s?\b", re.IGNORECASE)
_NO_THING = (
    r"(?!(?:whole |entire )?(?:items?|goods|things?|stuff|rest|lot|orders?|purchase|products?|parcel|package"
    r"|label|box|packaging|confirmation|whole|entire)\b)"
)
_OWN = (
    rf"(?:(?:my|the|our) {_NO_THING}\w|another \w|an? \w|one of \w|some of \w|(?:two|three|both) of \w"
    r"|(?:order |my order |the order )?#?[a-z]{0,2}-?\d{5,})"
)
_ITS_ORDER = (
    r"(?:#?[a-z]{0,2}-?\d{5,}|(?:my|the|our) (?!whole|entire|complete|full)(?:\w+ ){1,3}(?:order|purchase)\b)"
)
_PERSON = (
    r"(?:a |an |the |your |some )?(?:real |live |human )?(?:person|human|agent|someone|somebody|manager)\b"
)
_PARCEL = r"(?:my|the|our) (?:\w+ )?(?:parcel|package)\b"
_WORDS = {
    "get_invoice": (
        r"(?:send|e-?mail|give|get|show|forward)(?: me)? (?:the|my|an?) (?:\w+ )?(?:receipts?|invoices?)\b"
    ),
    "ask_human": (
        r"(?:(?:talk|speak|chat) (?:to|with)|(?:connect|put|transfer) me (?:through )?(?:to|with)) " + _PERSON
    ),
    "add_to_cart": r"(?:add|put) .{2,40} (?:to|in|into) (?:my|the) (?:cart|basket|bag)\b",
    "change_profile": (
        r"(?:change|update|correct) my (?:e-?mail(?: address)?|(?:cell|mobile|phone)(?: number)?)\b"
    ),
    "change_order_address": (
        r"(?:change|update|correct) (?:the |my )?(?:delivery |shipping )?address (?:of|on|for|in) "
        rf"(?:(?:my |the )?order )?{_ITS_ORDER}"
    ),
    "return_items": (
        rf"(?:return|send back|give back) {_OWN}|(?:send|give) (?:my|the|our|another|an?) .{{2,40}} back\b"
    ),
    "exchange_items": rf"(?:exchange|swap) {_OWN}",
    "cancel_order": rf"(?:cancel|call off) (?:(?:my |the )?(?:order |purchase ))?{_ITS_ORDER}",
    "order_again": rf"re-?order {_OWN}|(?:order|buy|get) {_OWN}.{{2,40}} again\b",
    "check_order_status": (
        r"(?:track|trace|find|locate|check(?: on)?|look for) (?:(?:my |the )?order )?"
        rf"(?:{_ITS_ORDER}|{_PARCEL})"
    ),
}
_REQUESTS = {intent: re.compile(rf"\W*{_LEAD}(?:{words})", re.IGNORECASE) for intent, words in _WORDS.items()}
# A question about something of one's own is answered afterwards; it makes no condition.
_QUESTIONS = {
    intent: re.compile(rf"\W*{_LEAD}(?:{words})\b[^?]*\?*\W*", re.IGNORECASE)
    for intent, words in {
        "check_order_status": (
            rf"(?:where(?:'?s| is| are)|when (?:will|does|do|is|are)) (?:my|our) {_NO_THING}\w+"
        ),
        "check_points": r"how many points (?:do|have) i\b|what(?:'?s| is) my points balance",
        "check_credit": r"(?:what(?:'?s| is)|how much is) (?:left )?(?:on|of) my gift card",
        "view_cart": r"what(?:'?s| is) in my (?:cart|basket|bag)|show(?: me)? my (?:cart|basket)",
        "view_wishlist": r"what(?:'?s| is) on my wish ?list|show(?: me)? my wish ?list",
    }.items()
}
_ITS_PROBLEM = re.compile(rf"\W*{_LEAD}(?:my|the|our|one of my|one of the) {_NO_THING}\w+", re.IGNORECASE)
# Of the plan, not of something else: a condition, a time, another way, or the money of it.
_OF_THE_PLAN = re.compile(
    r"\b(?:if|unless|but|except|excluding|instead|rather|only|first|before|until|till|after|once|when|provided"
    r"|whether|as long as|as soon as|so that|because|without|maybe|perhaps|hold|wait|later|tomorrow"
    r"|money|cash|refund\w*|amount|payment|payout|credit|difference|total|price|discount|points|fees?|charges?"
    r")\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\bwhen\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:same|it|them|that|this|these|those|ones?(?! of))\b", re.IGNORECASE)
_TO_WHAT = re.compile(r"\b(?:for|to|with|into) (?:an?|the|another|size)\b.*", re.IGNORECASE)
_FORBIDS = re.compile(r"\b(?:not|never|no|dont|wont|cant)\b|n't\b", re.IGNORECASE)
# "Yes, return the lamp" may as well be meant of what was summarised.
_ADDS = re.compile(r"\b(?:and|also|plus|too|as well|then|next|after(?:wards| that))\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:instead|rather)\b", re.IGNORECASE)
_AFTERWARDS = re.compile(
    r"\b(?:after that|(?:once|when) that'?s done|while you'?re at it)\b|\bit'?s\b", re.IGNORECASE
)
_ASKED_POLITELY = re.compile(
    r"\W*(?:(?:also|please|and|then|plus)\W+)*(?:can|could|would|will|may)\b[^?]*\?\W*", re.IGNORECASE
)


def further_requests(text: str, *, may_replace: bool = False) -> Iterator[Further]:
    """Every way to part `text` into a beginning, which may be a yes, and a request of its own.

    `may_replace`: the request may take the place of the former one, as "return the lamp instead" does.
    """
    plain = text.replace("’", "'")
    for joint in islice(_JOINT.finditer(plain), _MOST_JOINTS):
        rest = plain[joint.end() :]
        if _ADDS.search(plain, joint.start()) and (intent := _asked_for(rest, may_replace=may_replace)):
            yield Further(joint.start(), joint.end(), rest, intent)


def _asked_for(rest: str, *, may_replace: bool) -> str | None:
    """The intent of a request that stands for itself; None for anything else."""
    if asked := next((intent for intent, words in _QUESTIONS.items() if words.fullmatch(rest)), None):
        is_of_plan = asked == "check_order_status" and _OF_THE_PLAN.search(_WHEN.sub("", rest, count=1))
        return None if is_of_plan else asked
    plain = _AFTERWARDS.sub("", _INSTEAD.sub("", rest) if may_replace else rest)
    if _OF_THE_PLAN.search(plain) or _POINTS_BACK.search(_TO_WHAT.sub("", plain)):
        return None
    if "?" in rest and not _ASKED_POLITELY.fullmatch(rest):
        return None
    if _ITS_PROBLEM.match(rest) and problem_in(rest):
        return "report_problem"
    if _FORBIDS.search(rest):
        return None
    return next((intent for intent, words in _REQUESTS.items() if words.match(rest)), None)


def _is_same(named: str, number: str) -> bool:
    """Whether two writings of an order's number are the same: "#A100234", "a100234", "100234"."""
    digits = number.lstrip("#").lower().lstrip("abcdefghijklmnopqrstuvwxyz-")
    return bool(digits) and named.lower().endswith(digits)
