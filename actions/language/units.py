"""Reads what stands beside the street: apartments, floors, blocks, and in whose care."""

import re

_NAME = (
    r"(?:#\s?)?(?!(?:is|on|in|no|at|to|or|a)\b)"
    r"(?:\d{1,4}[a-z]?(?:[/-]\d*[a-z]?\d*)?|[a-z](?:-?\d{1,4})?)(?![\w'’])"
)
_KIND = (
    "apartment|apt|suite|ste|unit|flat|room|rm|floor|fl|block|building|bldg|tower|level|lot|space|spc|trailer|trlr"
    "|penthouse|ph|studio|office|stair|staircase|maisonette|cabin"
)
_UNIT = re.compile(
    rf"(?:\b(?P<kind>{_KIND})\b\.?\s*(?:number|no\.?|num)?\s*(?:is\s+|should be\s+|:\s*)?(?P<name>{_NAME})"
    r"|(?<!order )(?<!order)(?<![\w#])#\s?(?P<hash>\d{1,4}[a-z]?\b)(?!\d)"
    r"|(?P<spoken>(?<![\w/])\d{1,2}/\d{1,2}(?=\W*$)"
    r"|\b(?:\d{1,2}(?:st|nd|rd|th)|ground|first|second|third|fourth|fifth|top|lower|upper|basement)"
    r"\s+(?:floor|fl|flat|level)\b(?:\s+flat\b)?|basement\b|penthouse\b"
    r"|(?:c/o|care\s+of)\s+[^,\n]+?(?=,|\n|\s\d|$)))",
    re.IGNORECASE,
)
_SHORT = {"apartment": "Apt", "apt": "Apt", "suite": "Suite", "ste": "Suite", "rm": "Room", "fl": "Floor"}
_MENTION = re.compile(
    r"\b(?:apartment|apt|flat|unit|suite)(?:\s+(?:number|no\.?|num)\b|\W*$)|\bline\s+(?:2|two)\b",
    re.IGNORECASE,
)


def units(text: str) -> list[re.Match[str]]:
    """Every apartment, floor or block that is named, in its order."""
    return list(_UNIT.finditer(text))


def unit_at_end(text: str) -> re.Match[str] | None:
    """The one that `text` ends with."""
    return next((each for each in reversed(units(text)) if not text[each.end() :].strip(" ,.")), None)


def written(unit: re.Match[str]) -> str:
    """As it goes on a label."""
    if unit["hash"]:
        return f"#{unit['hash']}"
    if unit["spoken"]:
        return str(unit["spoken"]).strip()
    kind = unit["kind"].lower()
    return f"{_SHORT.get(kind, kind.capitalize())} {unit['name'].lstrip('# ').upper()}"


def asks_for_unit(text: str) -> bool:
    """Whether an apartment's number is spoken of and not given: "what about the apartment number"."""
    return bool(_MENTION.search(text)) and not units(text)
