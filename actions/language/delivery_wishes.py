"""What a message says to whoever delivers: "leave it at the back door", "I'm away, delay it", "I was out"."""

import re
from dataclasses import dataclass

from actions.language.addresses import parse_address


@dataclass(frozen=True)
class Matter:
    """What the help is asked for what was said to a carrier: in the words of its heading, for a topic."""

    intent: str
    words: str

    @property
    def topic(self) -> str | None:
        """The topic whose passages alone answer it; None where any may."""
        return None if self.intent == "ask_policy" else self.intent


_LEFT = Matter(
    "ask_delivery_times", "Can you leave the package with a neighbor, at the door or in a safe place?"
)
_MOVED = Matter("ask_delivery_times", "Can I choose the day or the hour of delivery?")
_MISSED = Matter("ask_policy", "The carrier tried to deliver and I was out")

_IT = (
    r"(?:it|them|this|that|everything|(?:(?:my|the|a|this|that|our|all|any|his|her)\s+)+(?:\w+\s+){0,2}"
    r"(?:parcels?|packages?|orders?|box(?:es)?|deliver(?:y|ies)|stuff|things?|items?|post|mail|shipment)"
    r"|(?:parcels?|packages?|orders?|delivery))"
)
_PARCEL = r"(?:(?:my|the|a|this|that|our)\s+)+(?:parcel|package|box|mail|post|shipment)s?"
_NEIGHBOUR = (
    r"(?:(?:my|the|a|our|any|some|one of my|one of the|whichever)\s+)*(?:\w+\s+){0,2}?"
    r"(?:neighbou?r'?s?|neighbou?rs'?|next ?door|(?:people|person|lady|man|guy|flat|house) (?:next door"
    r"|opposite|upstairs"
    r"|downstairs|across)|caretaker|janitor|doorman|concierge|porter|receptionist|front desk|reception|super"
    r"|leasing office|security(?: guard)?)"
)
_PLACE = (
    r"(?:(?:front|back|side|rear|main|garage|kitchen|cellar|my|the)\s+)*"
    r"(?:door|doors|doorstep|door ?step|back ?door|front ?door|porch|steps?|shed|garage|garden|yard"
    r"|backyard|patio"
    r"|carport|gate|fence|hedge|bins?|bush(?:es)?|door ?mat|mail ?box|letter ?box|mail ?room|lobby"
    r"|hallway|hall|stairs"
    r"|stairwell|entrance|safe (?:place|spot)|parcel (?:box|locker)|lockers?|pick[- ]?up (?:point|place"
    r"|location)"
    r"|collection point|access point|post office|depot|(?:ups|fedex|usps|dhl|royal mail|canada post"
    r"|carrier'?s?)"
    r"(?: (?:store|office|shop|point|location|depot|branch))?)"
)
_AT = (
    r"(?:at|by|in|on|behind|under|beneath|inside|outside|near|next to|beside|to|with|into|over|round|around"
    r"|against)"
)
_LEAVES = r"(?:leave|drop(?: off)?|put|place|hide|tuck|pop|stick|chuck|shove|lay|deposit|hold|keep|store)"
_BRINGS = r"(?:deliver|bring|give|hand(?: over)?|take|pass)"
_LEADS = (
    r"(?:(?:please|pls|plz|can|could|may|would|will|if|you|u|they|he|she|someone|somebody|i|want|need"
    r"|like|to|wish|just"
    r"|ok|okay|yes|no|hi|hey|hello|actually|then|and|also|so|tell|ask|the|driver|courier|carrier|postman"
    r"|mailman|him"
    r"|them|have|let|delivery|guy|man|person|is|it|possible|for|d|ll|rather|instead|better|that|do|not"
    r"|don'?t|when|in|out"
    r"|at|work|home|not|am|be|wont|won'?t|there|away|m|im|ill|id|because|cause|cos|tomorrow|today|all|day"
    r"|my|order|parcel|package"
    r"|get)\W++)*+"
)
_WHERE = re.compile(
    rf"^\W*{_LEADS}{_LEAVES}\s+{_IT}\s+(?:\w+\s+)?{_AT}\s+(?:(?:the|my|a|our|an|any|some|your|local"
    rf"|nearest|that|one|of)\s+)*"
    rf"(?:\w+\s+)?(?:{_PLACE}|{_NEIGHBOUR})\b"
    rf"|^\W*{_LEADS}{_LEAVES}\s+{_IT}\s+(?:outside|next ?door|downstairs|upstairs|(?:somewhere"
    rf"|someplace) (?:safe|dry))\b"
    rf"|^\W*{_LEADS}(?:{_BRINGS}|leave)\s+{_IT}\s+(?:off\s+)?(?:to|with|at)\s+{_NEIGHBOUR}(?!\s*(?:at|in"
    rf"|,)?\s*(?:number\s*)?\d)\b"
    rf"|^\W*{_LEADS}{_BRINGS}\s+{_IT}\s+(?:to|at|round to)\s+(?:the|my)\s+(?:back|side|rear|kitchen"
    rf"|garage)\s+(?:door|gate|entrance)\b"
    rf"|^\W*{_LEADS}(?:leave|drop|put)\s+with\s+{_NEIGHBOUR}\b"
    rf"|^\W*{_LEADS}(?:hold|keep|store)\s+{_PARCEL}\s+(?:for (?:me|pick|collection|\w+ (?:days?|weeks?))"
    r"|until\b|till\b)",
    re.IGNORECASE,
)
_DRIVER = (
    r"(?:driver|courier|carrier|postman|post ?woman|mail ?man|mail ?carrier"
    r"|delivery (?:guy|man|person|driver|people))"
)
_HOW = re.compile(
    rf"\b(?:tell|ask|let|have|instruct|remind) (?:the|my|your|a) {_DRIVER}\b"
    rf"|^\W*(?:(?:please|pls|can you|could you|they|he|should|must|to|and|just|also|do not|don'?t)\W+)*"
    rf"(?:ring|knock|buzz|use|don'?t ring|do not ring)\b.{{0,25}}\b(?:bell|door|doorbell|buzzer|intercom"
    rf"|twice|loud\w*|gate)\b"
    rf"|\b(?:delivery|driver|courier) (?:instructions?|notes?)\b"
    rf"|\bnotes?\b.{{0,12}}\b(?:for|to) (?:the |your |my )?{_DRIVER}\b"
    rf"|\b(?:gate|door|entry|buzzer|access) code (?:is|=|:)"
    rf"|\b(?:signature|sign for (?:it|the \w+))\b.{{0,20}}\b(?:not? (?:required|needed)|waive|without)\b"
    rf"|\b(?:without|no|waive(?: the)?) signature\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(r"\b(?:cart|basket|wish ?list|told|asked|said|says|was|were|had|has)\b", re.IGNORECASE)
_PARCEL_OR_IT = r"(?:it|(?:the|my|this|our) (?:delivery|parcel|package|order|shipment))"
_MOVES = re.compile(
    rf"\b(?:delay|postpone|reschedule|re-schedule|prepone|push back"
    rf"|bring forward)\b.{{0,15}}\b{_PARCEL_OR_IT}\b"
    r"|\b(?:away|on (?:holiday|vacation|leave)|not (?:be )?(?:at )?home|out of town|(?:won'?t"
    r"|wont) be (?:in|home"
    r"|there))\b.{0,50}\b(?:deliver|later|another day|delay|wait|hold|come)\b",
    re.IGNORECASE,
)
_WAS_OUT = re.compile(
    r"\bmissed (?:the|my|a|your) (?:delivery|driver|courier|postman|carrier)\b|^\W*missed delivery\b"
    rf"|\b(?:they|he|she|{_DRIVER}) (?:came|rang|knocked|tried|was here|were here|called|come)\b.{{0,25}}"
    r"\b(?:(?:i|we) (?:was|were) (?:out|away|at work|not)|i (?:was|were)n'?t|no ?body|no ?one)\b"
    r"|\b(?:left|got|found) (?:a|the) (?:card|slip|notice)\b.{0,40}\b(?:missed|sorry|out|door|deliver\w*)\b",
    re.IGNORECASE,
)
_WONDERS = re.compile(r"\b(?:will|would|does|did|could|might) (?:it|this|that|they)\b", re.IGNORECASE)
_SUBSCRIBES = re.compile(r"\bsubscri|\bnext (?:delivery|order|box)\b", re.IGNORECASE)
_LONGEST = 30  # words


def said_to_carrier(text: str) -> Matter | None:
    """What to ask the help about an instruction for whoever delivers; None for an address or a story."""
    if len(text.split()) > _LONGEST:
        return None
    plain = text.replace("’", "'")
    if _WAS_OUT.search(plain):
        return _MISSED
    if _CHANGES.search(plain) or "line1" in parse_address(text):
        return None
    if _WHERE.search(plain) or _HOW.search(plain):
        return _LEFT
    is_of_others = _SUBSCRIBES.search(plain) or _WONDERS.search(plain)
    return _MOVED if _MOVES.search(plain) and not is_of_others else None
