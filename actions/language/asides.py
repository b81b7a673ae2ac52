"""What is said beside the matter at any question: to wait, to look whether somebody is there, a reaction."""

import re

_LONGEST = 120  # characters of what only asks to wait
_SPAN = r"(?:a |an |one |two |five |ten |\d+ |just |some |another |a few |a couple of |half an ){0,4}"
_UNIT = r"(?:sec(?:ond)?s?|min(?:ute)?s?|moments?|mo|bit|while|hours?|days?|ticks?|time|until \w+|till \w+)"
_WAIT = (
    r"(?:hold (?:on|up)|hang on|holdon|wait(?: up)?|bear with me|stand by|not so fast|slow down"
    rf"|{_SPAN}{_UNIT})"
)
_LATER = (
    r"(?:later|tomorrow|tonight|another time|another day|next week|in a (?:bit|while|minute|moment|sec)"
    r"|not now|not yet|not today|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|this (?:evening|afternoon"
    r"|weekend)|soon"
    r"|after (?:work|lunch|dinner)|when i'?m (?:home|back))"
)
_AROUND = (
    r"(?:yes|yeah|yep|ok|okay|sure|alright|no|oh|uh|um|hm+|well|so|and|but|then|just|maybe|perhaps|actually"
    r"|please|pls|sorry|thanks|thank you|though|for (?:a|me)|do it|do that|that|it|i'?ll|let'?s"
    r"|i (?:would|could|can)|i'?d"
    r"|rather|first|the)"
)
_IS_WAIT = re.compile(rf"\W*(?:(?:{_AROUND}|{_WAIT}|{_LATER})(?:\W+|$))+", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:the|that|this|my) second\W*$", re.IGNORECASE)  # of a list, and no time
_HAS_WAIT = re.compile(rf"\b(?:{_WAIT}|{_LATER})(?!\w)", re.IGNORECASE)
_WILL = (
    r"(?:i(?:'?ll| will| need to| have to|'?ve got to| gotta| must| want to| wanna| should| better)?"
    r"|let me|lemme"
    r"|let us)"
)
# Whom one asks here is no reason to wait: "I want to talk to a person", "let me ask you something".
_NOT_HERE = (
    r"(?!(?: (?:a|an|the|your|some|real|live|actual|one of your))* (?:human|persons?|people|agent|someone"
    r"|somebody|some ?1|sb|smb|anyone|anybody|human being|csr|boss|supervisor|customer|cust|care|service"
    r"|agents"
    r"|rep\w*|manager|support|staff|supervisor|adviso\w+|operator|employee|team|store|you|u|question"
    r"|something"
    r"|about|for|if|whether|why|how|what|when|where)\b)"
)
_TAKES_TIME = re.compile(
    rf"\b{_WILL} (?:(?:first|just|quickly|really|go|and) )*"
    rf"(?:(?:ask|check with|talk to|speak to|speak with){_NOT_HERE}|discuss(?: (?:it|this|that))? with"
    rf"|consult"
    rf"|run (?:it|this) past|think|sleep on|decide|consider|let you know|get back|come back"
    rf"|wait)(?: \w+)*\W*$"
    rf"|\b(?:let me|lemme|let us|i'?ll) (?:(?:first|just|quickly) )*(?:check|look|see|find|tell you)"
    rf"(?: \w+)*\W*$"
    rf"|\bask (?:me )?(?:again )?(?:later|tomorrow|in)\b"
    rf"|\bgi(?:ve me|mme) {_SPAN}{_UNIT}\b|\b(?:need|want) (?:to think|{_SPAN}{_UNIT})\b"
    rf"|\b(?:still|am|i'?m) (?:thinking|deciding)\b|^\W*+(?:(?:h+m+|u+m+|uh|er+m?|ok|well|just)\W++)?thinking"
    rf"(?: (?:about|abt|on) (?:it|this|that))?\W*$|\bnot (?:decided|sure) yet\b|\bhaven'?t decided\b|\bbrb\b"
    rf"|\b(?:put|place|keep|leave) (?:it|this|that|everything|(?:the|my) (?:order|request)) on hold\b"
    rf"|\bpause (?:it|this|that|(?:the|my) order)\b"
    rf"|\b(?:be right back|back in {_SPAN}{_UNIT})\b"
    rf"|\b(?:don'?t|do not) do anything (?:yet|until|till|before)\b",
    re.IGNORECASE,
)
_ASKS_FIRST = re.compile(
    rf"^\W*(?:{_AROUND}\W+)*{_WILL} (?:\w+ ){{0,2}}(?:ask|talk to|check with){_NOT_HERE} \w+", re.IGNORECASE
)
_STARTS_QUESTION = re.compile(
    r"^\W*(?:and |but |so |ok |okay |wait |well )*(?:what|where|when|who|why|how|which|can|could|do|does"
    r"|did|is|are"
    r"|was|will)\b",
    re.IGNORECASE,
)
# "The blue one, I think" is an answer.
_HEDGE = re.compile(r"\b(?:i|we) (?:think|guess|believe|reckon|suppose)\W*$", re.IGNORECASE)
_REACTION = re.compile(
    r"^\W*(?:(?:loved|liked|disliked|emphasi[sz]ed|questioned|laughed at|reacted .{1,12} to"
    r"|removed an? .{1,20} from)"
    r"|[^\w\s]{1,4} ?(?:to)) (?:an? (?:image|photo|message)|[“\"'‘«])",
    re.IGNORECASE,
)
_NUDGE = re.compile(
    r"\W*(?:(?:hello|hallo|hi|hey|ok|um|so|well|anyone|anybody|you|u|still|are|r|is|there|here|someone"
    r"|somebody"
    r"|bot|ping)"
    r"(?:\W+|$))+",
    re.IGNORECASE,
)
_IS_THERE = re.compile(
    r"\b(?:are|r|still|you|u|any\w+|some\w+)\b.*\bthere\b|\bthere\W*\?|\bping\b|^\W*(?:hello|hi|hey"
    r"|hallo)\W*\?",
    re.IGNORECASE,
)


def waits(text: str) -> bool:
    """Whether `text` puts the answer off: "ok hold on", "tomorrow", "I'll ask my wife"."""
    if "?" in text or _STARTS_QUESTION.match(text):
        return False
    plain = _HEDGE.sub("", text.replace("’", "'")).rstrip(" ,;-")
    if _PLACE.search(plain):
        return False
    if len(plain) <= _LONGEST and _IS_WAIT.fullmatch(plain) and _HAS_WAIT.search(plain):
        return True
    return bool(_TAKES_TIME.search(plain) or _ASKS_FIRST.match(plain))


def is_reaction(text: str) -> bool:
    """Whether `text` is how phones report a reaction to a message: `Loved “...”`, `👍 to “...”`."""
    return _REACTION.match(text) is not None


def looks_for_somebody(text: str) -> bool:
    """Whether `text` only asks if somebody is there: "hello??"."""
    return bool(_NUDGE.fullmatch(text) and _IS_THERE.search(text))


_BEFORE_THAT = re.compile(
    r"\W*(?:(?:yes|yeah|yep|ok|okay|sure|fine|alright|please|cancel|return|do|it|that|but|and|only|just|after"
    r"|before|once|when|if|first|then|you|can|could|i|want|need|to|say|agree|decide|confirm)\b\W+)*"
    r"(?:tell(?:ing)? me|told me|let me know|show(?:ing)? me|know(?:ing)?|explain)\b\W+"
    r"(?:first\W+)?(?P<asked>\S.*?)(?:\W+first)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_THE_ORDER = re.compile(
    r"\W*(?:my|the|this|that) (?:order|purchase)(?:\W+(?:please|pls|thanks))*\W*", re.IGNORECASE
)


def asked_first(text: str) -> str | None:
    """The question that is to be answered before: of "yes but first tell me where it is" the last words."""
    found = _BEFORE_THAT.match(text.replace("’", "'"))
    return found["asked"] if found else None


def names_only_the_order(text: str) -> bool:
    """Whether `text` says no more than "my order", which answers nothing."""
    return _ONLY_THE_ORDER.fullmatch(text) is not None
