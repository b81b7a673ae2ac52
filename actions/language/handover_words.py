"""Reads what is said of the person who was asked for: where they are, when they write, that none is needed.

Used only while somebody is waited for, so "they" are the store's people.
"""

import re

_PERSON = (
    r"(?:person|human|agent|somebody|someone|anybody|anyone|rep|representative|manager|supervisor"
    r"|team|people|staff"
    r"|support|operator|advis[oe]r|hand-?over|call ?back)"
)
_THE_PERSON = rf"(?:(?:a|an|any|the|your|that|this|real|live|actual|other|another) ){{0,4}}{_PERSON}"
_THEY = rf"(?:they|he or she|you guys|{_THE_PERSON})"
_ANSWERS = (
    r"(?:reply|replies|respond|responds?|answer|answers?|write|get back|come(?! (?:in|with|as)\b)"
    r"|call|help|join|take over|be here|show up)"
)
_LEAD = (
    r"\W*(?:(?:ok|okay|so|and|but|well|hey|hi|hello|um|please|pls|sorry|just|wait|no|yes|actually|oh"
    r"|then|btw"
    r"|i said)\W+)*"
)
_END = (
    r"(?:\W+(?:please|pls|thanks|thank you|then|now|yet|exactly|anyway|though|again|any ?more|me"
    r"|back|here|to me))*\W*"
)
# Of the person in so many words, so that it holds however long ago they were asked for.
_AFTER_THEM = re.compile(
    rf"{_LEAD}(?:"
    rf"(?:when|how (?:long|soon|fast|quickly)) .{{0,20}}\b{_THEY} .{{0,12}}\b{_ANSWERS}\b.{{0,25}}"
    rf"|how long .{{0,20}}\bfor {_THE_PERSON}\b.{{0,25}}"
    rf"|(?:will|would|can|do|did|are|have|has|is) {_THEY} .{{0,25}}\b(?:{_ANSWERS}|seen?|read|coming"
    rf"|writing|typing"
    rf"|calling|told|notified|replied|answered|forgotten)\b.{{0,25}}"
    rf"|(?:who|which person) (?:will|is going to|is gonna|would) {_ANSWERS}\b.{{0,20}}"
    r"|(?:did|have) you (?:really |already |actually )?(?:tell|told|ask|asked|reach|reached|forward"
    r"|forwarded"
    r"|pass|passed|notify|notified)"
    rf" (?:{_THEY}|them|it|this|that|my (?:chat|message|question))\b.{{0,25}}"
    r"|what (?:did|have) you (?:tell|told|say to|said to|ask|asked) (?:them|him|her|the team"
    r"|your team)\b.{0,15}"
    rf"|(?:i'?m |i am |i'?ve been |i have been )?(?:still )?waiting (?:for|on) {_THE_PERSON}\b.{{0,25}}"
    rf"|where(?:'?s| is| are) (?:{_THEY}|my {_PERSON})"
    rf"|(?:still )?(?:no ?one|nobody|no (?:reply|answer|response))(?:'?s| is| has)?"
    rf"(?: (?:here|yet|replied|answered|answering|there|came|written|writing|from them|so far|still))*"
    r")" + _END,
    re.IGNORECASE,
)  # fmt: skip
# Of anything, but of them where they have just been promised.
_HOW_LONG = re.compile(
    rf"{_LEAD}(?:(?:about |for )?how (?:long|soon|fast|quick(?:ly)?)"
    r"(?: (?:will|does|would|is|do|until|till|before|usually|normally|roughly"
    r"|it|that|this|the wait|i|i have to|to|take|be|wait|it'?s going to|have|gonna))*"
    r"|when(?: (?:will|would|is|can) (?:that|it|this) (?:be|happen)| exactly)?|what time"
    r"|(?:i'?m |i am |i'?ve been |i have been )?(?:still )?waiting(?: (?:for )?.{0,25}\b(?:minutes?"
    r"|mins?|hours?"
    r"|days?|now|already|ages|forever))?"
    r"|(?:it'?s been|it has been|been) .{0,20}\b(?:minutes?|mins?|hours?|days?)"
    r"|hurry(?: up)?|be quick|asap|today|any (?:news|update)s?|and)" + _END,
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    rf"(?:(?:don'?t|do not|dont|won'?t|no longer|not) (?:really )?(?:need|want"
    rf"|require) (?:(?:to )?(?:talk|speak) to )?"
    rf"{_THE_PERSON}|no need (?:for|of) {_THE_PERSON}"
    rf"|(?:forget|cancel|scrap|skip|drop|call off|withdraw|never ?mind|nvm|stop)(?: about)?,? {_THE_PERSON}"
    rf"|tell (?:them|the team|him|her) (?:not to|never ?mind|to forget)"
    rf"|(?:they|{_THE_PERSON}) (?:needn'?t|don'?t (?:need|have) to|need not) (?:write|reply|answer"
    rf"|call|bother|come)"
    rf"|you can (?:cancel|drop|forget) (?:the|my) (?:request|handoff|hand-?over))\b",
    re.IGNORECASE,
)
# Asks for one, or only says which one is not wanted: "I don't want a bot, I need somebody".
_ANOTHER_ONE = re.compile(
    rf"\b(?:other|another|different)\b|\bbut\b.*\b(?:need|want)\b|\b(?:i|we) (?:need"
    rf"|want) (?:to (?:talk|speak)"
    rf"|{_THE_PERSON})\b",
    re.IGNORECASE,
)
_CALLED_OFF = re.compile(
    rf"{_LEAD}(?:(?:never ?mind|nvm|forget (?:it|that|about it)|cancel (?:it|that|this)|scrap that|drop it"
    r"|don'?t bother|no need|not needed|leave it|undo that|changed my mind|i(?:'ve| have)? changed my mind"
    r"|(?:i(?:'ve| have)? )?(?:found|solved|fixed|figured|sorted|got|worked) (?:it|that"
    r"|this)(?: out)?(?: (?:by )?myself)?"
    r"|(?:it|that)(?:'?s| is| has been| was) (?:solved|fixed|sorted|settled|resolved|fine|ok|okay)"
    r"|(?:all )?(?:solved|fixed|sorted|resolved)(?: it)?(?: myself)?)(?:\W+|$))+" + _END,
    re.IGNORECASE,
)
_PARTS = re.compile(r"[.,;!?\n]+|\b(?:but|and)\b", re.IGNORECASE)
_OF_CALLS = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:me|us)|(?:phone|ring) me|give me a (?:call|ring)|get a call"
    r"|call ?back|by phone"
    r"|on the phone|over the phone|a phone call)\b",
    re.IGNORECASE,
)
_WAYS_TO_WRITE = re.compile(
    r"(?=.*\b(?:your|you|call|the|there)\b)(?=.*\b(?:what|is there|do you|have you|where|which|give"
    r"|can i have|any)\b)"
    r".*\b(?:phone|telephone|hotline|e-?mail)(?: (?:number|address|line))?\b(?: (?:to|i can|for|that"
    r"|please|pls)\b.*)?\W*",
    re.IGNORECASE | re.DOTALL,
)
_WISHES_FOR_PERSON = re.compile(
    rf"\b(?:(?:talk|speak|chat) (?:to|with) (?:the |your )?(?:sales|billing|shipping|support"
    rf"|management|owner"
    rf"|boss|department|{_PERSON})|who (?:can|could|do|should) i (?:talk|speak|turn|write|complain) to"
    rf"|can (?:{_THE_PERSON}) (?:please )?(?:help|assist|call|contact) me|i(?:'m| am) (?:blind|deaf"
    rf"|disabled"
    r"|visually impaired|hard of hearing|dyslexic)|human (?:help|assistance)"
    r"|get (?:me )?(?:a )?(?:human|person))\b",
    re.IGNORECASE,
)


def asks_after_person(text: str, *, just_promised: bool) -> bool:
    """Whether `text` asks where the person is who was asked for, or when they write."""
    plain = text.replace("’", "'")
    if _AFTER_THEM.fullmatch(plain):
        return True
    return just_promised and _HOW_LONG.fullmatch(plain) is not None


def calls_person_off(text: str, *, just_promised: bool) -> bool:
    """Whether `text` says that nobody is needed any more: "never mind" where one has just been promised."""
    plain = text.replace("’", "'")
    if _NO_PERSON.search(plain) and "?" not in plain:
        return not _ANOTHER_ONE.search(_NO_PERSON.sub("", plain))
    return just_promised and _CALLED_OFF.fullmatch(plain) is not None


def beside_calling_off(text: str) -> str:
    """What else is said where nobody is needed any more: "I don't need a person, where is my order?"."""
    clauses = [each.strip() for each in _PARTS.split(text.replace("’", "'"))]
    rest = [each for each in clauses if not (_NO_PERSON.search(each) or _CALLED_OFF.fullmatch(each))]
    return ", ".join(each for each in rest if len(each.split()) > 1)


def wants_a_call(text: str) -> bool:
    """Whether somebody is to call."""
    return _OF_CALLS.search(text) is not None


def asks_how_to_reach(text: str) -> bool:
    """Whether `text` asks for a number or an address to write to, and for nobody yet."""
    return _WAYS_TO_WRITE.fullmatch(text) is not None and not re.search(r"\bmy\b", text, re.IGNORECASE)


def wishes_for_person(text: str) -> bool:
    """Whether `text` asks for people in words that a request for a person seldom has."""
    return _WISHES_FOR_PERSON.search(text.replace("’", "'")) is not None
