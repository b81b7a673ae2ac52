"""Which of the products that were just shown a message means: "the second", "1 and 3", "the cheaper one"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from actions.language.spelling import stems

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
_COUNT = rf"(?:[2-8]|{'|'.join(_COUNTS[1:])})"
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|[1-8](?:st|nd|rd|th))"
_NO_MOMENT = (
    r"(?! (?:time|order|purchase|parcel|package|delivery|floor|thing|of all|week|month|year|night|day))"
)
_FIRST_FEW = re.compile(
    rf"\b(?P<end>first|top|last|bottom|upper|lower) (?P<count>{_COUNT})\b{_NO_MOMENT}",
    re.IGNORECASE,
)
_PLACE = re.compile(
    rf"\b(?P<ordinal>{_ORDINAL})\b{_NO_MOMENT}"
    rf"|\b(?P<last>(?:the |that |this |very )last|last one|bottom one|latter)\b{_NO_MOMENT}"
    r"|\b(?P<top>top one|former)\b"
    r"|\b(?P<middle>middle one|one in the middle)\b"
    r"|(?:\b(?:number|no\.?|nr\.?|num|option|item|product|choice)\s?#?\s?|#)"
    rf"(?P<number>[1-8]|{'|'.join(_COUNTS)})\b",
    re.IGNORECASE,
)
_JOINED_NUMBERS = re.compile(
    r"(?<![\d$£€.,#])\b(?P<one>[1-8])(?:\s*(?:,|and|&|\+|vs\.?|versus|or|with|against|to)\s*(?P<two>[1-8]))"
    r"(?:\s*(?:,|and|&|\+|,\s*and)\s*(?P<three>[1-8]))?\b(?![\d.,]\d|\s*(?:of|pieces|pcs|x|for)\b|\")",
    re.IGNORECASE,
)
_ONLY_NUMBER = re.compile(r"\W*(?:(?:and|ok|okay|then|also|now)\W+)*([1-8])\W*", re.IGNORECASE)
_NO_NOUN = (
    r"(?= one\b| of (?:them|those|these|the)\b|\W*$|\s*[,.!?;]"
    r"| (?:and|to|in|into|for|with|please|pls|plz|vs|or|then|now)\b)"
)
_CHEAPEST = re.compile(
    rf"\b(?:the|that|which(?: one)?(?: is|'s)?(?: the)?|what'?s the) (?:cheap(?:er|est)|less expensive"
    rf"|least expensive|low(?:er|est)[- ]priced|budget){_NO_NOUN}",
    re.IGNORECASE,
)
_DEAREST = re.compile(
    rf"\b(?:the|that|which(?: one)?(?: is|'s)?(?: the)?|what'?s the) (?:(?:more|most) expensive"
    rf"|pric(?:ier|iest|ey)"
    rf"|dear(?:er|est)|expensive|high(?:er|est)[- ]priced){_NO_NOUN}",
    re.IGNORECASE,
)
_BEST_RATED = re.compile(
    rf"\b(?:the|that|which(?: one)?(?: is|'s|has)?(?: the)?|what'?s the) (?:(?:best|better|higher|highest"
    rf"|top)"
    rf"[- ](?:rated|reviewed|rating|reviews)|most (?:stars|popular)){_NO_NOUN}",
    re.IGNORECASE,
)
_EVERY = re.compile(rf"\b(?:both|all {_COUNT}|the {_COUNT}|all of (?:them|those|these))\b", re.IGNORECASE)
# What may stand around a place without asking for anything else.
_AROUND = re.compile(
    r"\b(?:ok|okay|hmm+|hm|um+|uh|so|and|oh|then|maybe|yes|yeah|yep|sure|please|pls|plz|thanks|thx|the"
    r"|that|this|one"
    r"|ones|of|them|those|these|show|see|open|view|me|let'?s|lets|let|go|with|what|how|about|tell|more|i"
    r"|i'?d|i'?ll"
    r"|want|wanna|like|love|prefer|take|choose|pick|looks?|nice|good|great|cool|would|to|look|at|a|closer"
    r"|is|in|it"
    r"|list|on|from|which|actually|rather|mean|meant|sorry|just|price|expensive|rated|info|details?|can"
    r"|could|you|my"
    r"|by|for|wait|no|not|think|up|pick|interested|interesting|an|bit|much|cost|does|do|s|describe|whats"
    r"|hows|too|also|well|as|plus|'s"
    r"|item|product)\b",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\W*(?:\w+\W+){0,3}?(?:the|that|this)\b", re.IGNORECASE)
_MOST_CALLED = 7


@dataclass(frozen=True)
class OnShow:
    """A product as it was shown; its price in minor units."""

    key: str
    title: str
    price_minor: int
    rating: float | None = None


def picked(text: str, shown: Sequence[OnShow]) -> list[str]:
    """The products whose place, price or rating is said, in the order said; none where none is."""
    return list(dict.fromkeys(shown[place].key for place in _places(text, shown)))


def only_picks(text: str, shown: Sequence[OnShow]) -> bool:
    """Whether `text` says which one is meant and hardly anything else: "ok the second one please"."""
    if not picked(text, shown):
        return False
    return not re.search(r"[a-z0-9]", _AROUND.sub(" ", without_picks(text)), re.IGNORECASE)


def without_picks(text: str) -> str:
    """`text` without the words that say which one is meant."""
    if _ONLY_NUMBER.fullmatch(text):
        return ""
    for pattern in (_FIRST_FEW, _CHEAPEST, _DEAREST, _BEST_RATED, _JOINED_NUMBERS, _PLACE):
        text = pattern.sub(" ", text)
    return text


def named_alone(text: str, shown: Sequence[OnShow]) -> list[str]:
    """The products that a short message calls by words of their titles and nothing else: "the knife"."""
    if _CALLED.match(text) is None or len(text.split()) > _MOST_CALLED:
        return []
    said = set(stems(_AROUND.sub(" ", text)))
    if not said:
        return []
    return [each.key for each in shown if said <= set(stems(each.title))]


def _places(text: str, shown: Sequence[OnShow]) -> list[int]:
    said = text.replace("’", "'")
    size = len(shown)
    if not size:
        return []
    if few := _FIRST_FEW.search(said):
        count = min(_number(few["count"]), size)
        is_end = few["end"].lower() in ("last", "bottom", "lower")
        return list(range(size - count, size) if is_end else range(count))
    for pattern, choose in _EXTREMES:
        if pattern.search(said):
            return choose(shown)
    found = [place for hit in _PLACE.finditer(said) if (place := _place(hit, size)) is not None]
    if not found and (numbers := _JOINED_NUMBERS.search(said)):
        found = [int(each) - 1 for each in numbers.groups() if each]
    if not found and (alone := _ONLY_NUMBER.fullmatch(said)):
        found = [int(alone[1]) - 1]
    return found if all(0 <= place < size for place in found) else []


def _place(hit: re.Match[str], size: int) -> int | None:
    if hit["last"]:
        return size - 1
    if hit["top"]:
        return 0
    if hit["middle"]:
        return size // 2 if size % 2 else None
    said = (hit["ordinal"] or hit["number"]).lower()
    return _ORDINALS.index(said) if said in _ORDINALS else _number(said) - 1


def _number(said: str) -> int:
    word = said.lower()
    return _COUNTS.index(word) + 1 if word in _COUNTS else int(word[0])


def _cheapest(shown: Sequence[OnShow]) -> list[int]:
    least = min(each.price_minor for each in shown)
    return [place for place, each in enumerate(shown) if each.price_minor == least]


def _dearest(shown: Sequence[OnShow]) -> list[int]:
    most = max(each.price_minor for each in shown)
    return [place for place, each in enumerate(shown) if each.price_minor == most]


def _best_rated(shown: Sequence[OnShow]) -> list[int]:
    best = max((each.rating or 0.0 for each in shown), default=0.0)
    return [place for place, each in enumerate(shown) if best and each.rating == best]


_EXTREMES = ((_CHEAPEST, _cheapest), (_DEAREST, _dearest), (_BEST_RATED, _best_rated))


_HOW_IT_IS = (
    r"(?:best|better|worst|warm|cheap|most|least|bigg?|light|heav|small|larg|long|strong|dear|nic|good"
    r"|high|low"
    r"|quiet|loud|thick|thin|soft|hard|fast|slow|difference|newest|latest|oldest|sharp|bright|durable"
    r"|\w+est\b)"
)
_WHICH = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|hmm+|but|well|now|then)\W+)*"
    r"(?:which(?: (?:one|ones|two|of (?:them|these|those|the (?:two|three|four)|both)))*(?:'?s|\s+(?:is"
    r"|are|was|would"
    r"|do|does|did|has|have|can|could|should|will|shall|holds?|lasts?|weighs?|runs?|comes?|suits?|fits?"
    r"|works?|feels?|looks?|gets?|keeps?|needs?|sells?|costs?))\b"
    rf"(?!\s+(?:the|my|your|our|that|this|it|in|there|you (?:got|have|sell|stock))\b(?! {_HOW_IT_IS}))"
    rf"|what(?:'?s| is| are) (?:the )?{_HOW_IT_IS})"
    r"|\bwhich (?:one|of (?:them|these|those|the (?:two|three|four)))\b"
    r"|\b(?:difference|differ|differences)\b.{0,40}$",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"\bbetter\b|\bbest\b|\bgood\b|\bworse\b|\b(?:more|most|less|least)\b|\b\w{2,}(?:er|est)\b"
    r"|\brecommend\b|\bsuggest\b"
    r"|\b(?:would|should|shall) (?:i|you)\b|\bdiffer|\bsuits?\b|\bfits?\b|\bworks?\b|\bfor\b|proof\b"
    r"|\bsafe\b|\blasts?\b"
    r"|\bholds?\b|\bweighs?\b|\bcomes?\b|\bhas\b|\bhave\b|\bcan\b|\bwith\b|\bmade\b",
    re.IGNORECASE,
)
_TOO = re.compile(r"\b(?:and|too|also|as well|plus)\b", re.IGNORECASE)
_IT = r"(?:it|this|that)(?!'?s? (?:order|parcel|package|one of my))"
_ASKS_OF_IT = re.compile(
    rf"^\W*(?:(?:ok|okay|so|and|hmm+|but|well|oh|wait|cool|nice|great|hey|sorry|also)\W+)*"
    rf"(?:(?:is|does|do|did|can|will|would|has|was|could|should|isn'?t|doesn'?t|can'?t"
    rf"|won'?t) (?:\w+ ){{0,2}}?{_IT}(?: one)?\b"
    rf"|(?:how|what|which)\b.{{0,30}}?\b(?:is|does|do|did|can|will|would|has|are|say|think"
    rf"|about) (?:\w+ ){{0,4}}?{_IT}\b"
    rf"|(?:what|how)(?:'s| is| are)? .{{0,30}}\b(?:reviews?|ratings?|like)\b"
    rf"|(?:is|are|any|show|read|see|bad|good)\b.{{0,15}}\breviews\b|any good\b)",
    re.IGNORECASE,
)
_ASKS_OF_THEM = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|hmm+|but|well|oh)\W+)*"
    r"(?:are|r|do|can|will|were|would|have|aren'?t|don'?t) (?:any of |all of )?(?:they|these|those|them)\b",
    re.IGNORECASE,
)
_NOT_OF_GOODS = re.compile(
    r"\b(?:points?|worth|total|cart|basket|bag|gift card|store credit|credit|refund\w*|return\w*"
    r"|deliver\w*|arrive\w*|ship\w*"
    r"|parcel|package|order\w*|pay\w*|code|coupon|discount|tracking|track|warranty|cancel\w*|account"
    r"|person|human"
    r"|robot|bot|weather|time|possible|ok|okay|fine|all|everything|in (?:my|the) cart|help|mean"
    r"|work like that)\b",
    re.IGNORECASE,
)


def asks_which(text: str) -> bool:
    """Whether `text` asks which of several is so, or more so: "which is warmer", "what's the difference"."""
    said = text.replace("’", "'")
    return bool(_WHICH.search(said) and _MEASURES.search(said)) and not _NOT_OF_GOODS.search(said)


def adds_too(text: str) -> bool:
    """Whether `text` adds to what was just done: "and the second one too"."""
    return _TOO.search(text) is not None


def asks_of_one(text: str) -> bool:
    """Whether `text` asks something of one thing that it does not name: "is it dishwasher safe"."""
    said = text.replace("’", "'")
    return bool(_ASKS_OF_IT.search(said)) and not _NOT_OF_GOODS.search(said)


def asks_of_each(text: str) -> bool:
    """Whether `text` asks something of all that was shown: "are they waterproof"."""
    said = text.replace("’", "'")
    return bool(_ASKS_OF_THEM.search(said)) and not _NOT_OF_GOODS.search(said)
