"""Signs in a shopper's words that a person should see them: a lost temper, money, law or safety.

Each is shown with its reason: an agent reads why, and a store sees why its people were asked. One heated word
is no lost temper; several are. Words about a refund are no matter of law, those about a lawyer are.
"""

import re
from dataclasses import dataclass

from commerce.support.models import Escalation

_ENOUGH = 2  # signs of anger, each of another kind or another word
_SHOUTED = 0.7  # of the letters
_FEWEST_SHOUTED = 12  # letters: "WHERE IS IT" may be a phone's caps lock, a sentence is a voice
_LONGEST_READ = 2_000
_QUOTED = 3  # words of a reason

_CONTEMPT = re.compile(
    r"\b(?:ridiculous|unacceptable|pathetic|useless|disgusting|disgrace(?:ful)?|worst|terrible|horrible|awful"
    r"|incompeten(?:t|ce)|liars?|lying|scam(?:mers?)?|rip[- ]?off|joke|thieves|stealing|outrageous|appalling"
    r"|idiots?|morons?|stupid|shame(?:ful)?|infuriating|furious|fuming|livid)\b",
    re.IGNORECASE,
)
_CURSES = re.compile(
    r"\bf\*+\w*|\b(?:f+u+c+k\w*|wtf|bull ?sh\w*|sh[i*]t\w*|a[s*]{2}holes?|damn(?:ed)?|goddamn|bastards?"
    r"|crap(?:py)?)\b",
    re.IGNORECASE,
)
_FED_UP = re.compile(
    r"\b(?:fed up|sick (?:and tired )?of|had enough|done with (?:you|this|your)"
    r"|waste of (?:my )?(?:time|money)|losing my (?:patience|temper)|how many times"
    r"|never (?:ever )?(?:again|buy|shop|order|shopping|buying|ordering)"
    r"|no ?one (?:cares|helps)|nobody (?:cares|helps)|want(?:ed)? my money back)\b",
    re.IGNORECASE,
)
_OUTCRY = re.compile(r"[!?]{3,}")
_LAW = re.compile(
    r"\b(?:lawyers?|attorneys?|solicitors?|lawsuits?|legal (?:action|steps|proceedings|team)|small claims"
    r"|(?:take|see|taking) (?:you|this|it) (?:to|in) court|(?:in|to|go to) court|suing"
    r"|(?:will|gonna|going to|'ll|can|could) sue|sue (?:you|your|the store|this)|consumer protection"
    r"|trading standards|better business bureau|attorney general|ombudsman|data protection"
    r"|gdpr|police)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\b(?:charge ?backs?|(?:disput(?:e|ing|ed)) (?:the|this|that|your|a|my) (?:charge|payment|transaction)"
    r"|fraud(?:ulent)?|unauthori[sz]ed (?:charge|payment|transaction|purchase)s?|identity theft"
    r"|(?:card|account|wallet) (?:was|got|has been|is) (?:stolen|hacked|compromised)"
    r"|stolen (?:credit )?card|hacked (?:my|into my) account)\b",
    re.IGNORECASE,
)
_SAFETY = re.compile(
    r"\b(?:caught fire|on fire|explod(?:ed|ing)|electric(?:al)? shock|burn(?:ed|t) (?:me|my|us)"
    r"|(?:got|was|been|am) (?:injured|burned|burnt|hurt|electrocuted|hospitali[sz]ed)"
    r"|(?:in|to|at) (?:the |a )?hospital|allergic reaction|poison(?:ed|ing)|chok(?:ed|ing))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signal:
    """Why a person should see the conversation."""

    escalation: Escalation
    reason: str  # for the store's people


def signal_of(
    text: str, topic: str | None = None, human_topics: frozenset[str] = frozenset()
) -> Signal | None:
    """The sign in a message, the gravest first; None where there is none.

    `topic` is what it was understood to be about, `human_topics` are those that the store leaves to people.
    """
    read = text[:_LONGEST_READ].replace("’", "'")
    for pattern, matter in ((_SAFETY, "safety"), (_LAW, "law"), (_MONEY, "money")):
        if found := pattern.search(read):
            return Signal(Escalation.SENSITIVE, f"A matter of {matter}: “{found[0]}”.")
    if topic is not None and topic in human_topics:
        return Signal(Escalation.SENSITIVE, f"A topic for people: {topic.replace('_', ' ')}.")
    signs = _signs_of_anger(read)
    if len(signs) >= _ENOUGH:
        return Signal(Escalation.UPSET, f"A lost temper: {', '.join(signs[:_QUOTED])}.")
    return None


def _signs_of_anger(text: str) -> list[str]:
    heated = [*_CONTEMPT.findall(text), *_CURSES.findall(text), *_FED_UP.findall(text)]
    signs = [f"“{word}”" for word in dict.fromkeys(each.lower() for each in heated)]
    letters = [each for each in text if each.isalpha()]
    shouted = sum(each.isupper() for each in letters)
    if len(letters) >= _FEWEST_SHOUTED and shouted >= _SHOUTED * len(letters):
        signs.append("capital letters")
    if outcry := _OUTCRY.search(text):
        signs.append(f"“{outcry[0][:5]}”")
    return signs
