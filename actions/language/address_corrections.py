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
    r"(?P<value>(?!not\b|wrong\b)[^\W\d][^\d,;!?]{1,40}?)(?=\s*(?:,|\.|!|;|$|\b(?:not|instead|and|please|thanks)\b))",
    re.IGNORECASE,
)


_AROUND_POSTCODE = re.compile(
    r"(?:\W|\b(?:zip|code|post|postal|postcode|is|it|its|it's|s|the|my|new|to|in|now|please|pls|thanks|ok|just"
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
