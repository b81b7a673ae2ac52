"""Finds the street of an address in a text, and where it ends: US, Canadian and British shapes."""

import re
from collections.abc import Iterator

# How a street's name ends. The second row also ends the names of houses and places.
_PLAIN_ENDS = (
    "street|st|str|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|ter"
    "|circle|cir|parkway|pkwy|highway|hwy|square|sq|close|crescent|cres|gardens|gdns|mews|row|walk|loop|trail"
    "|trl|alley|quay|wharf|pike|turnpike|tpke|expressway|expy|freeway|causeway|esplanade|parade|promenade"
)
_OTHER_ENDS = (
    "broadway|grove|hill|hills|plaza|rise|view|path|green|park|mall|gate|point|ridge|run|pass|passage|approach|chase|orchard|cove"
    "|crossing|bend|common|commons|heights|meadow|meadows|landing|vale|fields|wynd|vennel|yard|croft|bank"
)
ENDS = f"{_PLAIN_ENDS}|{_OTHER_ENDS}"
_DIRECTION = r"(?:n|s|e|w|ne|nw|se|sw|north|south|east|west|northeast|northwest|southeast|southwest)"
_END = re.compile(rf"(?:{ENDS})\.?", re.IGNORECASE)
_PLAIN_END = re.compile(rf"(?:{_PLAIN_ENDS})\.?", re.IGNORECASE)
_ANY_DIRECTION = re.compile(rf"{_DIRECTION}\.?", re.IGNORECASE)
_SAINT = re.compile(r"(?:st|ste)\.?", re.IGNORECASE)
_HOUSE_NUMBER = (
    r"(?<![\w#$£€.,/-])(?:\d{1,5}[a-z]?(?:\s?[-/–]\s?\d{1,4}[a-z]?)?(?:\s(?:1/2|½|bis|ter))?"
    r"|(?:[nsew]\d{2,5}){1,2})"
)
_NOT_A_STREET = (
    r"(?!(?:to|and|or|of|for|from|is|it|in|on|at|not|please|instead|with|by|days?|hours?|weeks?|months?|times?"
    r"|items?|people|pieces?|business|orders?|minutes?|x|am|pm)\b)(?!\d+(?!\d*(?:st|nd|rd|th)\b|\s+mile\b))"
)
_NUMBERED = re.compile(rf"{_HOUSE_NUMBER},?\s+{_NOT_A_STREET}[^\W_][\w'’.-]*", re.IGNORECASE)
_SPOKEN_NUMBER = re.compile(
    rf"\b(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\s+(?:[A-Z][\w'’.-]*\s+){{0,3}}(?:{ENDS})\b",
    re.IGNORECASE,
)
_ROAD_KIND = (
    r"(?:(?:old|new)\s+)?(?:(?:co(?:unty)?|state|u\.?s\.?|farm[ -]to[ -]market|ranch|forest|township|twp"
    r"|provincial|national)\.?\s+)?(?:road|rd|route|rte|rt|highway|hwy|trunk|fm|rm|cr|sr|sh|us|interstate|concession"
    r"|sideroad|line)\b\.?"
)
_NUMBERED_ROAD = re.compile(
    rf"^{_HOUSE_NUMBER},?\s+(?:{_DIRECTION}\.?\s+)?{_ROAD_KIND}\s*(?:no\.?\s*|#\s*|-)?\d{{1,5}}[a-z]?\b"
    rf"(?:\s+{_DIRECTION}\b\.?)?(?:\s+(?:rd|road)\b\.?)?",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    rf"^{_HOUSE_NUMBER},?\s+(?:{_DIRECTION}\.?\s+)?(?:avenue|ave)\.?\s+(?:[a-z]|of\s+the\s+americas)\b(?!['’])\.?",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\b(?:p\.?\s?o\.?\s?box|pob|post\s+office\s+box)\s+\d+\w*"
    r"|\b(?:(?:site|comp|stn)\s+\w+,?\s+)+rr\s*#?\s*\d+|\brr\s*#?\s*\d+(?:,?\s+(?:site|comp|stn)\s+\w+)+"
    r"|\bgeneral delivery\b"
    r"|\b(?:psc|cmr|unit|rr|hc|rural\s+route)\s*#?\s*\d+(?:,?\s+(?:site|comp|stn)\s+\w+)*"
    r",?\s+box\s+#?\d+\w*",
    re.IGNORECASE,
)
_NUMBER_LAST = re.compile(
    r"(?<![\w.-])[^\W\d][\w.-]*(?:stra(?:ß|ss)e|str\.?|weg|platz|gasse|allee|ufer|damm)\s+\d{1,4}\s?[a-z]?\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:house|cottage|lodge|farm|farmhouse|barn|rectory|vicarage|manor|hall|mill|villa|bungalow|chapel|croft"
    r"|grange|manse|oast|cabin|building|tower|towers|court|mansions?|heights|apartments|studios|works|centre|center"
    r"|hospital|school|university|college|barracks|estate|stables|chambers|exchange|factory|warehouse|wharf)\b"
    r"|(?:\b(?:ltd|limited|inc|llc|llp|plc|gmbh|corp)|&\s+(?:sons|co))\b\.?$",
    re.IGNORECASE,
)
_ON_THE_WAY_TO = re.compile(r"(?>.*?\d\s+).*\b(?:to|at)\b", re.IGNORECASE)
_FORMER = re.compile(
    r"\b(?:from|not|instead of|rather than|in place of|was|went|sent to"
    r"|old (?:address|one|place)(?:\s+(?:is|was))?)\W*(?:at\s+|to\s+)?$",
    re.IGNORECASE,
)
_OF_A_UNIT = re.compile(
    r"\b(?:unit|flat|house|apartment|apt|block|suite|ste|room|floor|building|bldg|lot|site)\.?\s*$",
    re.IGNORECASE,
)
_OF_A_ROAD = re.compile(
    r"\b(?:(?:county|co|state|township|twp|forest|farm[ -]to[ -]market)\.? (?:road|rd|line)"
    r"|route|rte|highway|hwy|(?:^|,\s*)(?:street|road|avenue|sector|calle|carrera))"
    r"\.?\s*$",
    re.IGNORECASE,
)
_NEAR = 60


def _just_before(text: str, place: int) -> str:
    return text[max(0, place - _NEAR) : place]


def street_start(text: str) -> int | None:
    """Where a street with its number, or a box, begins; None where there is none.

    A number alone does not make it: a street's word, a numbered road or a postcode behind it does; the last
    is for the caller to try, with `numbered_starts`. Of several it is the first that is not said to be the
    former one ("from 12 Oak Street to 9 Elm Road").
    """
    starts = _starts(text)
    first = next(starts, None)
    if first is None or not _FORMER.search(_just_before(text, first)):
        return first
    return next((start for start in starts if not _FORMER.search(_just_before(text, start))), first)


def _starts(text: str) -> Iterator[int]:
    for shape in (_BOX, _NUMBER_LAST):
        if found := shape.search(text):
            yield found.start()
    for match in _NUMBERED.finditer(text):
        if _OF_A_UNIT.search(_just_before(text, match.start())) and "," in match.group():
            continue  # "Unit 4, Riverside Park"
        near = text[match.start() : match.start() + _NEAR].partition(",")[0]
        if _ON_THE_WAY_TO.match(near):
            continue
        is_road = _NUMBERED_ROAD.match(near) or _NAMED_AFTER.match(near)
        if is_road or re.search(rf"\s(?:{ENDS})\b", near, re.IGNORECASE):
            yield match.start()


def numbered_starts(text: str) -> list[int]:
    """Where a number stands that may be a house's, also one that is spelled out."""
    found = [match for pattern in (_NUMBERED, _SPOKEN_NUMBER) for match in pattern.finditer(text)]
    before = ((match.start(), _just_before(text, match.start())) for match in found)
    return [start for start, words in before if not (_OF_A_UNIT.search(words) or _OF_A_ROAD.search(words))]


def street_end(text: str) -> int | None:
    """Where the street that `text` begins with ends; None when nothing shows it."""
    for shape in (_BOX, _NUMBER_LAST, _NUMBERED_ROAD, _NAMED_AFTER):
        if found := shape.match(text):
            return found.end()
    words = list(re.finditer(r"\S+", text))
    for place in range(2, len(words)):
        if _ends_street(words, place):
            return words[_with_what_belongs(words, place)].end()
    if len(words) == 2 and _END.fullmatch(words[1].group()):  # "101 Highway"
        return words[1].end()
    return None


def _ends_street(words: list[re.Match[str]], place: int) -> bool:
    word = words[place].group()
    if not _END.fullmatch(word):
        return False
    return not (_SAINT.fullmatch(word) and _is_saint(words, place))


def _is_saint(words: list[re.Match[str]], place: int) -> bool:
    """Whether "St" is a saint's: with his name and the street's real end behind it."""
    following = [each.group() for each in words[place + 1 : place + 4]]
    if not following or _ANY_DIRECTION.fullmatch(following[0]):
        return False
    if _ANY_DIRECTION.fullmatch(words[place - 1].group()) and place == 2:
        return True  # "12 N St Clair Ave"
    return bool(re.search(r"['’]s?$", following[0])) and any(_END.fullmatch(each) for each in following[1:])


def _with_what_belongs(words: list[re.Match[str]], place: int) -> int:
    """The last word of the street: "Park Road" goes on behind "Park", "Main St N" behind "St"."""
    while place + 1 < len(words):
        following = words[place + 1].group()
        is_end = _END.fullmatch(following)
        if is_end and _SAINT.fullmatch(following) and _PLAIN_END.fullmatch(words[place].group()):
            is_end = None  # "Main St St. Louis"
        if is_end and _PLAIN_END.fullmatch(words[place].group()) and not _PLAIN_END.fullmatch(following):
            is_end = None  # "Elm Street Green Bay"
        if not is_end and not _is_direction(words, place + 1):
            break
        place += 1
    return place


def _is_direction(words: list[re.Match[str]], place: int) -> bool:
    """ "100 Queen Street West Toronto", but "12 Elm Street West Palm Beach" is in a city of the west."""
    word = words[place].group()
    if not _ANY_DIRECTION.fullmatch(word):
        return False
    following = [each.group().lower().strip(",.") for each in words[place + 1 : place + 3]]
    return len(word.strip(".")) <= 2 or following[:1] not in (
        ["palm"],
        ["haven"],
        ["orange"],
        ["bend"],
        ["hollywood"],
    )


def ends_as_street(part: str) -> bool:
    """Whether a part of an address is named like a street: "Church Lane"."""
    words = part.split()
    return len(words) > 1 and bool(_PLAIN_END.fullmatch(words[-1]))


def is_house(part: str) -> bool:
    """Whether a part of an address is named like a house, a building or a firm: "The Old Rectory"."""
    return bool(_HOUSE.search(part))
