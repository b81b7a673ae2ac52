"""Reads a postal address, or a part of one, out of what people write: US, Canadian and British shapes.

Nothing is checked here: the core decides what is a right address.
"""

import re

from actions.language.letters import without_senders_address
from actions.language.places import city_at_end, postcode_in, read_place
from actions.language.streets import (
    ENDS,
    ends_as_street,
    is_house,
    numbered_starts,
    street_end,
    street_start,
)
from actions.language.units import unit_at_end, units, written

_LONGEST_WORD, _LONGEST_STREET = 40, 200  # characters
_TAIL = re.compile(
    r"(?<!\s)\s*+[,;.!?(-]?\s*+"
    r"\b(?:please|pls|plz|thanks?|thank you|cheers|instead|rather|because|since|not\b|so that"
    r"|but|if (?:you|possible|that)|before it|as (?:i|we|my)|and\s+(?:also|then|refund|cancel|change|use|pay"
    r"|put|tell|where|what|how|is|can|could|do|does|please|i)|(?:can|could|would) you|is that"
    r"|i(?:'m|’m| am| have| moved|'ve))"
    r"\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"\b(?:city|town|state|province|county|zip(?: ?code)?|post ?code|postal code|country|street)\s*[:=]\s*"
    r"|\b(?:zip(?: ?code)?|post ?code|postal code)\s+(?:is\s+)?(?=[a-z]{0,2}\d)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\W*(?:(?:it'?s|it is|that'?s|in|to|the|is|my|city|town|state|province|zip|post ?code|code|country"
    r"|street|address|should be|sorry|oh|no|yes|sure|ok|please)\b[\s,:]*)+",
    re.IGNORECASE,
)
_LEAD_TO_STREET = re.compile(
    r"^\W*(?:(?:it'?s|it is|that'?s|to|is|should be|sorry|oh|no|yes|sure|ok|please)\b[\s,:]*)+", re.IGNORECASE
)
_POINTS_TO = re.compile(
    r"^.*(?:\b(?:to|at|is|be|it['’]?s|address|for|use|in|of|from|now|live|instead|me|order)\b|:)\s+",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_END = re.compile(r"[!?](?=\s|$)|\.(?=\s|$)")
_LIKE_COMMAS = re.compile(r"(?<!\d) [/–-] | [/–-] (?!\d)")  # and no "12 / 48 Beach Rd"
_HOUSE_NAME = re.compile(r"The\s+[A-Z]")
# A British house in one word: "Rosedene, 14 Station Road".
_ONE_WORD = re.compile(
    r"(?!(?:Hello|Thanks|Sorry|Sure|Okay|Please|Yes|Actually|Address|Change|Dear|Also|Then|Well|Instead|Home|Work)\b)"
    r"[A-Z][a-z’'-]{3,}"
)
_GOES_ON = re.compile(r"[A-Z]{2}\b\.?,?\s*\d|\d{5}\b")  # a state with its ZIP, or that alone
_MOST_HOUSE_WORDS = 6


def parse_address(text: str) -> dict[str, str]:
    """The fields of `PostalAddress` that `text` states; empty when no street or postcode is in it.

    The sender's own address, in a letterhead or below the greetings, is none that it states.
    """
    plain = _plain(without_senders_address(text))
    start = _street_start(plain)
    if start is None:
        return _named_house(plain) or _unit_alone(plain)
    fields = _from_street(_without_tail(plain[start:]))
    beside = _before_street(plain[:start], is_british=fields.get("country") == "GB")
    if beside and "line2" in fields:
        beside.append(fields["line2"])
    return fields | ({"line2": ", ".join(beside)} if beside else {})


def parse_field(name: str, text: str) -> dict[str, str]:
    """What an answer to the question for one field states: that field, and whatever else came with it."""
    if (whole := parse_address(text)) and ("line1" in whole or name == "line2"):
        return whole
    lead = _LEAD_TO_STREET if name == "line1" else _LEAD
    plain = _without_tail(lead.sub("", _plain(text)))
    if name == "line1":
        return _from_street(plain) if _is_like_a_street(plain) else {}
    if name == "line2":
        is_number = re.fullmatch(r"#?(?:\w{0,3}\d\w{0,3}|[a-z])", plain, re.IGNORECASE)
        return {"line2": plain.upper()} if is_number else {}
    found = read_place(plain)
    if name in found or name not in ("city", "region", "postcode", "country"):
        return found
    if name == "postcode" and not re.search(r"\d", plain):
        return {key: value for key, value in found.items() if key != "city"}
    return {name: plain} if plain and len(plain.split()) <= 5 else {}


def _is_like_a_street(text: str) -> bool:
    """Without a number it is named like a street, or has a town: "my sister's place" is none."""
    if re.search(r"\d", text):
        return True
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if (
        not parts
        or len(parts[0].split()) > _MOST_HOUSE_WORDS
        or re.match(r"(?:my|our|his|her|their)\b", text, re.IGNORECASE)
    ):
        return False
    is_named = any(is_house(part) or ends_as_street(part) for part in parts)
    return is_named or (len(parts) > 1 and all(part[:1].isupper() for part in parts))


def _street_start(text: str) -> int | None:
    if (start := street_start(text)) is not None:
        return start
    for start in numbered_starts(text):
        sentence = text[start : start + _LONGEST_STREET]
        sentence = sentence[: _sentence_end(sentence, 0)]
        number = re.match(r"\S+", sentence)
        if number and postcode_in(sentence, number.end()):
            return start
    return None


def _from_street(text: str) -> dict[str, str]:
    """The fields of an address that begins with its street."""
    head, _, rest = text.partition(",")
    line1, city = _split_street(head, is_followed=bool(rest.strip(" ,")) and _has_city(rest))
    beside = [written(unit) for unit in units(f"{city}, {rest}")] if not _starts_with_box(text) else []
    if beside:
        city, rest = (_without_units(part) for part in (city, rest))
    first = next((unit for unit in units(line1) if unit.start() > 0), None)
    if first:
        beside.insert(0, written(first))
        line1, city = line1[: first.start()], f"{line1[first.end() :]} {city}"
    fields = {"line1": line1.strip(" ,.")}
    place = read_place(", ".join(part.strip(" ,") for part in (city, rest) if part.strip(" ,.")))
    if extra := place.pop("extra", ""):
        beside.append(extra)
    return fields | ({"line2": ", ".join(beside)} if beside else {}) | place


def _starts_with_box(text: str) -> bool:
    return bool(re.match(r"unit\s+\d+,?\s+box", text, re.IGNORECASE))


def _split_street(head: str, *, is_followed: bool) -> tuple[str, str]:
    """The street, and what follows it without a comma: an apartment, or the city where none comes later."""
    unit = next((each for each in units(head) if each.start() > 0), None)
    end = street_end(head)
    if end is not None and unit and unit.start() < end and unit.end() > end:
        end = None  # "12 Elm Unit St" and the like: the apartment comes first
    if end is not None and unit and unit.start() < end:
        return head[: unit.start()], head[unit.start() :]
    if end is None and unit:
        return head[: unit.start()], head[unit.start() :]
    if end is None:
        place = read_place(head)
        code = postcode_in(head)
        core = re.sub(r"\s+[A-Z]{2}$", "", head[: code[0].start()].rstrip(" ,") if code else head)
        core = core if "postcode" in place or "region" in place else ""
        start = city_at_end(core) if core and not is_followed else None
        return (head[:start], head[start:]) if start else (head, "")
    rest = head[end:].strip()
    if rest and is_followed and not units(rest):
        return head, ""  # "5 Park Street Village, Oxford": the city comes later
    return head[:end], head[end:]


def _has_city(text: str) -> bool:
    return "city" in read_place(_without_units(text))


def _without_units(text: str) -> str:
    for unit in reversed(units(text)):
        text = f"{text[: unit.start()].rstrip(' ,')}, {text[unit.end() :].lstrip(' ,.')}"
    return text


def _before_street(text: str, *, is_british: bool) -> list[str]:
    """What stands before the street and belongs to it: "Flat 3,", "Apartment 12, Block C, Riverside,"."""
    found: list[str] = []
    unsure: list[str] = []
    parts = text.rstrip(" ,").split(",")
    for part in reversed(parts):
        sentence = _last_sentence(part)
        said = _POINTS_TO.sub("", sentence).strip()
        if not said:
            break
        unit = unit_at_end(said)
        is_named = is_house(said) or _HOUSE_NAME.match(said) or (is_british and _ONE_WORD.fullmatch(said))
        if unit or (is_named and len(said.split()) <= _MOST_HOUSE_WORDS):
            found = [_units_at_end(said) if unit else said, *unsure, *found]
            unsure = []
        elif (
            len(said.split()) <= _MOST_HOUSE_WORDS and sentence.strip() == said and not re.search(r"\d", said)
        ):
            unsure.insert(0, said)
        else:
            break
        if sentence.strip() != said or sentence != part:
            break
    if len(found) == 1 and (unit := unit_at_end(found[0])) and unit.start() == 0:
        return [written(unit)]
    return found


def _units_at_end(text: str) -> str:
    """Of "the new one is bldg 4 apt 12" the building and the apartment."""
    start = len(text)
    for unit in reversed(units(text)):
        if text[unit.end() : start].strip(" ,."):
            break
        start = unit.start()
    return text[start:]


def _named_house(text: str) -> dict[str, str]:
    """An address without a number: a house's name, or a street, with its postcode behind it."""
    found = postcode_in(text)
    if found is None:
        return {}
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, found[0].start())), default=0)
    before = _POINTS_TO.sub("", text[start : found[0].start()].rstrip(" ,"))
    parts = [part.strip() for part in before.split(",") if part.strip()]
    if len(parts) < 2 or not any(is_house(part) or ends_as_street(part) for part in parts):
        return {}
    if any(len(part.split()) > _MOST_HOUSE_WORDS for part in parts):
        return {}
    if len(parts) > 2 and unit_at_end(parts[0]):
        parts[:2] = [", ".join(parts[:2])]  # "Unit 4, Riverside Business Park"
    place = read_place(_without_tail(", ".join(parts[1:]) + ", " + text[found[0].start() :]))
    extra = place.pop("extra", "")
    return {"line1": parts[0]} | ({"line2": extra} if extra else {}) | place


def _unit_alone(text: str) -> dict[str, str]:
    found = units(text)
    return {"line2": written(found[0])} if found else {}


def _plain(text: str) -> str:
    """One line without labels."""
    lines = (" ".join(line.split()) for line in re.split(r"[\n;]", text))
    line = _LIKE_COMMAS.sub(", ", ", ".join(filter(None, lines)))
    return _LABEL.sub("", " ".join(re.sub(r" ?\(([^()]*)\)", r", \1", line).split()))


def _without_tail(text: str) -> str:
    """`text` without what people say after an address."""
    text = _TAIL.sub("", text)
    return text[: _sentence_end(text, 0)].strip(" ,")


def _sentence_end(text: str, start: int) -> int:
    """Where the sentence at `start` ends; the dot of "St." or "Apt 4." ends none."""
    for end in _SENTENCE_END.finditer(text, start):
        word = re.search(r"[^\s,.]*$", text[max(0, end.start() - _LONGEST_WORD) : end.start()])
        last = word.group() if word else ""
        is_short = len(last) <= 3 and not (last.isupper() and len(last) == 2)
        is_street = re.fullmatch(ENDS, last, re.IGNORECASE) or last.lower().endswith("str")
        goes_on = text[end.end() : end.end() + _LONGEST_STREET].strip()
        if end.group() == "." and goes_on and (is_short or is_street or _GOES_ON.match(goes_on)):
            continue
        return end.start()
    return len(text)


def _last_sentence(text: str) -> str:
    start = 0
    while (end := _sentence_end(text, start)) < len(text.rstrip(" .!?")):
        start = end + 1
    return text[start:]
