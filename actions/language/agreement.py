"""What is a plain yes and what a plain no to a summary: closed grammars, the same for all flows and channels.

A message agrees when it is made of words of agreement, the offered button's title, the flow's own verb with
what it acts on, and courtesies, and of nothing else. Whatever says more is no yes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from actions.language.agreement_words import (
    ACKNOWLEDGED,
    AGREES_TO,
    AMBIGUOUS,
    COURTESIES,
    EASED,
    GIVES_UP,
    LEADS,
    LEAVES,
    NEGATIONS,
    NO,
    NUMBER,
    SET_UP,
    THINGS,
    TURNS,
    UNDONE,
    WHOLE,
    YES,
)
from actions.language.phrases import Grammar, Phrase, Weight, expanded, weighed, words_of
from actions.language.verbs import doing

_ANOTHER_ORDER = re.compile(
    r"\b(?:my|the|that) (?:other|second|next) (?:orders?|one|purchase)(?P<too>(?:\W+(?:too|also|as well))?)"
    r"(?:\W+(?:please|thanks))*\W*$",
    re.IGNORECASE,
)
_TELLS_WHY = frozenset("i im ive ill we weve its it my because cause cuz bc since she he they".split())  # noqa: SIM905
_WISHES = re.compile(
    r"(?:id|ill|wed|well|(?:i|we) (?:just |now |really )?(?:want|wanna|would|will|prefer|rather|meant|mean"
    r"|need(?! (?:it|them|this|that)\b)))\b"
)
_CHANGED = ["my", "mind"]  # which is a reason, too
_ADDS = frozenset("also same likewise plus".split())  # noqa: SIM905
_JOINS = _ADDS | frozenset("and then please do the for with to cancel return exchange change".split())  # noqa: SIM905


@dataclass(frozen=True)
class Deed:
    """What a flow does, in the words people have for it.

    `verbs` and the `nouns` they are done to are alternatives as in `phrases.expanded`: `cancel|call_off`,
    `order`. `acts` name it as a thing: `cancellation`. `sayings` are further ways to tell it, each a line.
    `is_whole`: it is done to all there is, so that "all of it" says no more than "it".
    """

    verbs: str
    nouns: str = ""
    acts: str = ""
    sayings: str = ""
    is_whole: bool = False


def agrees(text: str, deed: Deed, titles: Sequence[str] = (), number: str = "") -> bool:
    """Whether `text` is a plain yes to doing `deed` to what was summarised.

    `titles` are those of the buttons that agree; `number` is that of the order (or return) in the summary:
    any other one says more than yes.
    """
    if "?" in text or "？" in text:
        return False
    words = _numbered(text, number)
    if any(words == words_of(title) for title in titles):
        return True
    if _is_bare_verb(words, deed) or tuple(words) in _ambiguous():
        return False
    if _assent(deed).weight_of(words):
        return True
    return _assent(deed, is_eased=True).weight_of(words) is Weight.SAYS


def agrees_and_adds(text: str, deed: Deed, titles: Sequence[str] = (), number: str = "") -> bool:
    """Whether `text` is a plain yes that adds another order: "yes, and also my other order"."""
    added = _ANOTHER_ORDER.search(text)
    if added is None or "?" in text:
        return False
    words = words_of(text[: added.start()])
    joins = list(takewhile(_JOINS.__contains__, reversed(words)))
    is_added = bool(added["too"]) or not _ADDS.isdisjoint(joins)
    return is_added and agrees(" ".join(words[: len(words) - len(joins)]), deed, titles, number)


def declines(text: str, deed: Deed, titles: Sequence[str] = ()) -> bool:
    """Whether `text` is a plain no, or says that all is to be left as it is."""
    words = words_of(text)
    if any(words == words_of(title) for title in titles):
        return True
    return "?" not in text and bool(_dissent(deed, is_no=True).weight_of(words))


def says_no(text: str) -> bool:
    """Whether `text` is a no, to whatever was asked, and nothing else: "whoops, no"."""
    return "?" not in text and _no().weight_of(words_of(text)) is Weight.SAYS


def leaves(text: str, deed: Deed) -> bool:
    """Whether `text` says plainly, at any question, that the deed is not to be done: "no wait, keep it"."""
    last = text.rpartition("?")[2]  # of "oh, it comes tomorrow? then leave it"
    grammar, words = _dissent(deed, is_no=False), words_of(last)
    if grammar.weight_of(words):
        return True
    # "Never mind, I found a use for it" tells why as well.
    ends = (end for end, word in enumerate(words) if word in _TELLS_WHY and words[end - 2 : end] != _CHANGED)
    told = (end for end in ends if not _WISHES.match(" ".join(words[end:])))
    return "?" not in text and any(grammar.weight_of(words[:end]) is Weight.SAYS for end in told)


def insists(text: str, deed: Deed) -> bool:
    """Whether `text` only asks for the deed again: "cancel it" while the reason is asked for."""
    return "?" not in text and bool(_insistence(deed).weight_of(words_of(text)))


def _numbered(text: str, number: str) -> list[str]:
    """The words, the number of what was summarised being one of its own."""
    words = words_of(text)
    return [NUMBER if number and word == number.lower() else word for word in words]


def _is_bare_verb(words: Sequence[str], deed: Deed) -> bool:
    """ "Cancel" alone may be meant of the request or of the talk."""
    return tuple(words) in set(expanded(deed.verbs))


@cache
def _ambiguous() -> set[Phrase]:
    return set(expanded(AMBIGUOUS))


@cache
def _no() -> Grammar:
    return Grammar(weighed(Weight.ADDS, TURNS), weighed(Weight.SAYS, NO))


@cache
def _assent(deed: Deed, *, is_eased: bool = False) -> Grammar:
    acknowledged, said = weighed(Weight.ACKNOWLEDGES, ACKNOWLEDGED), weighed(Weight.SAYS, YES)
    eased = weighed(Weight.ADDS, EASED) if is_eased else {}
    return Grammar(eased, _named(deed), _courtesies(), acknowledged, _acts(deed), said)


@cache
def _insistence(deed: Deed) -> Grammar:
    acknowledged = weighed(Weight.ADDS, ACKNOWLEDGED) | weighed(Weight.ADDS, "yes|yeah|yep|sure|actually")
    return Grammar(acknowledged, _courtesies(), _acts(deed))


@cache
def _courtesies() -> dict[Phrase, Weight]:
    return weighed(Weight.ADDS, COURTESIES) | weighed(Weight.ADDS, f"the_order|order|- {NUMBER}")


@cache
def _acts(deed: Deed) -> dict[Phrase, Weight]:
    """The deed in words: "go ahead and cancel the order", "set up the return"."""
    acts = {(*verb, *thing) for verb in expanded(deed.verbs) for thing in _things(deed)}
    if deed.acts:
        names = set(expanded(f"the|my|that|this|a|an|- {deed.acts}"))
        acts |= {(*begin, *name) for begin in expanded(SET_UP) for name in names}
    acts |= set(expanded(deed.sayings))
    leads = set(expanded(LEADS))
    return dict.fromkeys(((*lead, *act) for lead in leads for act in acts), Weight.SAYS)


def _named(deed: Deed) -> dict[Phrase, Weight]:
    """The deed as a thing: "I confirm" says it, and "cancelling it" only what."""
    names = set(expanded(f"the|my|that|this|a|an|- {deed.acts}")) if deed.acts else set()
    names |= {(*doing, *thing) for doing in _doings(deed) for thing in _things(deed)}
    agreed = {(*begin, *name) for begin in expanded(AGREES_TO) for name in names}
    return dict.fromkeys(names, Weight.ADDS) | dict.fromkeys(agreed, Weight.SAYS)


def _doings(deed: Deed) -> list[Phrase]:
    return [
        tuple(form.split())
        for verb, *_ in [each.split() for each in deed.verbs.split("|")]
        for form in doing(verb)
    ]


@cache
def _things(deed: Deed) -> set[Phrase]:
    things = {(), (NUMBER,), *expanded(THINGS), *(expanded(WHOLE) if deed.is_whole else ())}
    if deed.nouns:
        of = "the|my|this|that|these|those|-" + (
            "|whole|the_whole|my_whole|the_entire" if deed.is_whole else ""
        )
        things |= set(expanded(f"{of} {deed.nouns} {NUMBER}|number_{NUMBER}|-"))
    return things


@cache
def _dissent(deed: Deed, *, is_no: bool) -> Grammar:
    plain = Weight.SAYS if is_no else Weight.ADDS
    verbs, things = set(expanded(deed.verbs)), _things(deed)
    negations = set(expanded(NEGATIONS))
    undone = {(*no, *verb, *thing) for no in negations for verb in verbs for thing in things}
    turns = weighed(Weight.ADDS, TURNS) | (weighed(Weight.ADDS, UNDONE) if is_no else {})
    named = set(expanded(f"the|that|this|my|about_the|about_my|- {deed.acts}")) if deed.acts else set()
    named |= {(first, *doing) for first in ("the", "about") for doing in _doings(deed)} | set(_doings(deed))
    given_up = {(*gives_up, *name) for gives_up in expanded(GIVES_UP) for name in named}
    leaves = weighed(Weight.SAYS, LEAVES) | dict.fromkeys(undone | given_up, Weight.SAYS)
    return Grammar(turns, weighed(plain, NO), leaves)
