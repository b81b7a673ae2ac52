"""Signs in a shopper's words that a person should see them: a lost temper, money, law or safety.

Each is shown with its reason: an agent reads why, and a store sees why its people were asked. One heated word
is no lost temper; several are. Words about a refund are no matter of law, those about a lawyer are.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from commerce.support.models import Escalation

_ENOUGH = 2  # signs of anger, each of another kind or another word
_SHOUTED = 0.7  # of the letters
_FEWEST_SHOUTED = 12  # letters: "WHERE IS IT" may be a phone's caps lock, a sentence is a voice
_LONGEST_READ = 2_000
_QUOTED = 3  # words of a reason

_CONTEMPT = re.compile(
    r"\b(?:ridiculous|unacceptable|pathetic|useless|disgusting|disgrace(?:ful)?|worst|terrible"
    r"|horrible|awful"
    r"|incompeten(?:t|ce)|liars?|lying|scam(?:mers?)?|rip[- ]?off|joke|thieves|stealing|outrageous"
    r"|appalling"
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
    r"|never (?:ever )?(?:again|buy|shop|order|shopping|buying|ordering)|(?:keep|kept) asking"
    r"|(?:the|my) (?:second|third|fourth|fifth|tenth|hundredth|\d+(?:nd|rd|th)) time"
    r"|(?:asked|told|written|messaged) (?:you )?(?:\w+ )?(?:twice|(?:three|four|five|many|several"
    r"|\d+) times)"
    r"|(?:no ?one|nobody) (?:ever )?(?:cares|helps|answers|replies|responds)|want(?:ed)? my money back)\b",
    re.IGNORECASE,
)
_OUTCRY = re.compile(r"[!?]{3,}")
_BODY = (
    r"(?:hands?|fingers?|thumbs?|arms?|legs?|foot|feet|toes?|back|head|neck|face|eyes?|wrists?|knees?"
    r"|skin|lips?"
    r"|mouth|throat|ankles?|nose|tooth|teeth)"
)
_KIN = (
    r"(?:son|daughter|kids?|child(?:ren)?|baby|toddler|husband|wife|partner|mother|mom|mum|father|dad"
    r"|dogs?|cats?"
    r"|family)"
)
_SOMEBODY = (
    rf"(?:me|myself|us|him|himself|her|herself|them|(?:my|his|her|our|their) (?:\w+ )?(?:{_BODY}|{_KIN}))"
)
_LAW = re.compile(
    r"\b(?:(?<!for )(?<!for a )(?<!for my )(?<!for our )(?:lawyers?|attorneys?|solicitors?)|lawsuits?"
    r"|legal (?:action|steps|proceedings|team)|small claims"
    r"|(?:take|see|taking) (?:you|this|it) (?:to|in) court|(?:in|to|go to) court|see you in court|suing"
    r"|(?:will|gonna|going to|'ll|can|could) sue|sue (?:you|your|the store|this)"
    r"|consumer (?:protection|affairs|rights)|press(?:ing)? charges|report(?:ing)? (?:you|your \w+) to"
    r"|trading standards|better business bureau|bbb|ftc|attorney general|ombudsman|data protection"
    r"|gdpr|ccpa|police(?! (?:costumes?|cars?|toys?|hats?|trucks?|sets?|uniforms?|badges?|boxe?s?)\b))\b",
    re.IGNORECASE,
)
_DISPUTE = re.compile(
    r"\b(?:charge ?backs?|(?:disput(?:e|ing|ed)) (?:the|this|that|your|a|my) (?:charge|payment|transaction)"
    r"|(?:disput(?:e|ing|ed)|revers(?:e|ing)) (?:it|this|that|them|the \w+) (?:with|through|at) my bank"
    r"|my bank to (?:reverse|cancel|stop|refund)|revers(?:e|ing) the (?:charge|payment)"
    r"|you (?:stole|robbed|are stealing|took) my money)\b",
    re.IGNORECASE,
)
_PAID = r"(?:charges?|payments?|transactions?|purchases?)"
_NOT_MINE = r"(?:don'?t|do not|didn'?t|did not|can'?t|cannot|never)"
_ACCOUNT = r"(?:credit card|debit card|card|account|wallet|identity|paypal|bank details|password)"
_FRAUD = re.compile(
    rf"\b(?:fraud(?:ulent)?|(?:unauthori[sz]ed|unknown|suspicious|mystery) {_PAID}|identity theft"
    rf"|{_ACCOUNT} (?:was|got|has been|is|were) (?:\w+ )?(?:stolen|hacked|compromised|used by)"
    rf"|stolen (?:credit )?card|hacked (?:my|into my) {_ACCOUNT}"
    rf"|{_NOT_MINE} recogni[sz]e (?:\w+ ){{0,3}}{_PAID}"
    rf"|{_PAID} .{{0,40}}\b(?:i|we) (?:{_NOT_MINE} (?:recogni[sz]e|make|made|authori[sz]ed?))"
    rf"|(?:i|we) {_NOT_MINE} (?:plac|mak|mad|authori[sz])ed? (?:this|that|these|those|any such) (?:\w+ )?"
    rf"(?:orders?|{_PAID})"
    rf"|order (?:\w+ ){{0,5}}(?:i|we) {_NOT_MINE} (?:place|make|made|placed|authori[sz]e)"
    r"|order (?:wasn'?t|was not) (?:me|placed by me|made by me)"
    rf"|(?:someone|somebody|some ?one else|a stranger|hackers?|thie(?:f|ves)) (?:\w+ )?(?:used|using"
    rf"|ordered"
    rf"|bought|paid|logged|got|hacked|stole|took|accessed|broke).{{0,25}}\bmy (?:\w+ )?{_ACCOUNT})\b",
    re.IGNORECASE,
)
_SAFETY = re.compile(
    r"\b(?:caught fire|on fire|explod(?:ed|ing)|electric(?:al)? shock|burn(?:ed|t) (?:me|my|us)"
    r"|(?:got|was|been|am) (?:injured|burned|burnt|hurt|electrocuted|hospitali[sz]ed)"
    r"|(?:in|to|at) (?:the |a )?hospital|emergency room|urgent care|ambulance|(?:in|to|at) the er"
    r"|allergic reaction|poison(?:ed|ing)|chok(?:ed|ing)|swallowed|ingested"
    rf"|(?:cut|burn(?:ed|t)|scald(?:ed)?|hurt|injured|poked|pinched|crushed|sprained|fractured|shocked"
    rf"|zapped"
    rf"|electrocuted) {_SOMEBODY}(?! feelings)"
    rf"|broke (?:my|his|her|their) (?:\w+ )?{_BODY}|{_BODY} (?:is|was|are|were|started|keeps?) bleeding"
    r"|(?:i'?m|i am|he'?s|she'?s) bleeding"
    r"|(?:got|gave me|gives me|giving me|felt) (?:a|an) (?:\w+ )?shock(?! absorber)"
    r"|(?:start(?:ed|s)?|began|keeps) (?:smoking|sparking|overheating|melting)|(?:sparked"
    r"|overheat(?:ed|s|ing))"
    r"|smoke (?:came|comes|is coming|was coming|coming)|smell(?:s|ed)? (?:like |of )(?:something )?"
    r"(?:burning|burnt|smoke|gas)"
    r"|(?:cord|plug|cable|adapter|charger|battery) (?:is |has |has been |was |got )?(?:melt(?:ed|ing)"
    r"|swell(?:ed|ing)|swollen|bulging|bloated|leak(?:ed|ing))"
    r"|(?:broke|collapsed|gave way|tipped over|snapped)\b.{0,40}\b(?:i|we|he|she|they|"
    rf"{_KIN}) fell"
    r"|(?:got|gave me|gives me|have|has|had|getting|developed|caused|in) (?:a |an )?(?:\w+ )?"
    r"(?:rash|hives|blisters)|skin (?:broke out|is burning|swelled)"
    r"|found (?:(?:a|an|some|pieces?|bits?|shards?|of|broken) )*(?:glass|metal|mou?ld|bugs?|insects?|worms?"
    r"|needles?) in"
    rf"|(?:made|makes|making) (?:{_SOMEBODY}|everyone) (?:\w+ )?(?:sick|ill|vomit|throw up)"
    r"|(?:got|fell) (?:really |very |so )?(?:sick|ill) (?:from|after)"
    r"|(?:safety|fire) (?:hazard|risk)|hazardous|(?:it'?s|it is|this is|that'?s) (?:really |very "
    r"|so )?dangerous"
    r")\b",
    re.IGNORECASE,
)


class Matter(StrEnum):
    """What is for people, however calmly it is said."""

    SAFETY = "safety"
    LAW = "law"
    FRAUD = "fraud"
    MONEY = "money"


_MATTERS = ((_SAFETY, Matter.SAFETY), (_LAW, Matter.LAW), (_FRAUD, Matter.FRAUD), (_DISPUTE, Matter.MONEY))


@dataclass(frozen=True, slots=True)
class Signal:
    """Why a person should see the conversation."""

    escalation: Escalation
    reason: str  # for the store's people
    matter: Matter | None = None


def signal_of(
    text: str, topic: str | None = None, human_topics: frozenset[str] = frozenset()
) -> Signal | None:
    """The sign in a message, the gravest first; None where there is none.

    `topic` is what it was understood to be about, `human_topics` are those that the store leaves to people.
    """
    read = text[:_LONGEST_READ].replace("’", "'")
    for pattern, matter in _MATTERS:
        if found := pattern.search(read):
            return Signal(Escalation.SENSITIVE, f"A matter of {matter}: “{found[0]}”.", matter)
    if topic is not None and topic in human_topics:
        return Signal(Escalation.SENSITIVE, f"A topic for people: {topic.replace('_', ' ')}.")
    signs = _signs_of_anger(read)
    if len(signs) >= _ENOUGH:
        return Signal(Escalation.UPSET, f"A lost temper: {', '.join(signs[:_QUOTED])}.")
    return None


def is_heated(text: str) -> bool:
    """Whether there is any sign of anger, which one makes no lost temper yet."""
    return bool(_signs_of_anger(text[:_LONGEST_READ].replace("’", "'")))


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
