"""Puts one part of a known address right: "the house number is 14", "postcode should be LS8 1QS"."""

import re
from collections.abc import Mapping

from actions.language.addresses import parse_field
from actions.language.places import postcode_in

_HOUSE_NUMBER = re.compile(
    r"\b(?:house|street|building) number\b[^\d]{0,20}(?P<number>\d{1,5}[a-z]?)\b", re.IGNORECASE
)
_SAME_STREET = re.compile(
    r"\bsame (?:street|road|avenue|lane|address|place|block)\b[^\d]{0,25}\b(?:number|no\.?|house|#|nr)?\s*"
    r"(?P<number>\d{1,5}[a-z]?)\b(?!\s*(?:st|nd|rd|th)\b)",
    re.IGNORECASE,
)
_SAID_POSTCODE = re.compile(
    r"\b(?:zip|post ?code|postal code)\b(?: code)?[^\d]{0,20}?\b(?P<code>[A-Za-z]{0,2}\d[A-Za-z\d -]{2,8})",
    re.IGNORECASE,
)
_SAID_PLACE = re.compile(
    r"\b(?P<name>city|town|state|province)\b\s*(?:should be|must be|should say|is|:|=)\s*(?:actually\s+)?"
    r"(?P<value>(?!not\b|wrong\b)[^\W\d][^\d,;!?]{1,40}?)(?=\s*(?:,|\.|!|;|$|\b(?:not|instead|and|please"
    r"|thanks)\b))",
    re.IGNORECASE,
)


_AROUND_POSTCODE = re.compile(
    r"(?:\W|\b(?:zip|code|post|postal|postcode|is|it|its|it's|s|the|my|new|to|in|now|please|pls|thanks|ok"
    r"|just"
    r"|change|change it|use|should|be|one)\b)*",
    re.IGNORECASE,
)


def postcode_alone(text: str) -> dict[str, str]:
    """The postcode, and the country that its shape tells, where `text` says no more; empty where it does."""
    found = postcode_in(text)
    if found is None:
        return {}
    match, _ = found
    rest = text[: match.start()] + " " + text[match.end() :]
    return parse_field("postcode", match.group()) if _AROUND_POSTCODE.fullmatch(rest) else {}


_NUMBER_ALONE = re.compile(
    r"\W*(?:(?:no|sorry|wait|actually|i meant?|i mean|it'?s|should be|number|no\."
    r"|oops)\W+)*(?P<number>\d{1,5}[a-z]?)"
    r"(?:\W+(?:i meant?|i mean|sorry|please|instead|not \d+[a-z]?))*\W*",
    re.IGNORECASE,
)
_NOT_THAT = re.compile(
    r"\W*(?:(?:no|sorry|wait|actually|i meant?|it'?s|should be"
    r"|oops)\W+)*(?P<right>[^\W\d][\w' ]{0,30}?)\W+not"
    r"(?: a| the)?\W+(?P<wrong>[^\W\d][\w']*)\W*",
    re.IGNORECASE,
)
_ABBREVIATED = {
    "street": "st",
    "avenue": "ave",
    "road": "rd",
    "lane": "ln",
    "drive": "dr",
    "boulevard": "blvd",
}
_ZIP_DIGITS = 5


def corrected_at_summary(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """As `corrected_address`, where the address has just been told: "5b, I mean", "its lane not street"."""
    if "line1" not in known:
        return {}
    number = _NUMBER_ALONE.fullmatch(text)
    if number and len(text.strip()) > 1:  # one figure alone chooses among answers
        code = parse_field("postcode", number["number"]) if len(number["number"]) == _ZIP_DIGITS else {}
        line1 = re.sub(r"^\d+[A-Za-z]?\b", number["number"], known["line1"])
        return _with(known, code) if code else {**known, "line1": line1}
    found = _NOT_THAT.fullmatch(text)
    if found is None:
        return {}
    wrong = found["wrong"].lower()
    said = re.compile(rf"\b(?:{wrong}|{_ABBREVIATED.get(wrong, wrong)})\b\.?", re.IGNORECASE)
    name = next((each for each in ("line1", "city", "line2") if said.search(known.get(each, ""))), None)
    return {**known, name: said.sub(found["right"].strip().title(), known[name])} if name else {}


def corrected_address(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """The known address with its house number, postcode, city or state put right; empty if none is named."""
    if "line1" not in known:
        return {}
    said_code = _SAID_POSTCODE.search(text)
    if number := _HOUSE_NUMBER.search(text) or (_SAME_STREET.search(text) if not said_code else None):
        return {**known, "line1": re.sub(r"^\d+[A-Za-z]?\b", number["number"], known["line1"])}
    if code := said_code:
        found = parse_field("postcode", code["code"])
        return _with(known, found) if "postcode" in found and found.keys() <= {"postcode", "country"} else {}
    if place := _SAID_PLACE.search(text):
        name = "city" if place["name"].lower() in ("city", "town") else "region"
        found = parse_field(name, place["value"])
        return _with(known, found) if found else {}
    return {}


def _with(known: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """The state of another country does not stay."""
    is_abroad = found.get("country", known.get("country")) != known.get("country")
    return {name: value for name, value in known.items() if not (is_abroad and name == "region")} | dict(
        found
    )
