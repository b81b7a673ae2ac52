"""The values of options (size, colour...) as people say them, and which of two is the bigger one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from actions.language.spelling import stems

Stems = tuple[str, ...]

_LETTER_SIZES: dict[str, tuple[str, ...]] = {
    "XXS": ("xxs", "2 xs", "double extra small"),
    "XS": ("xs", "extra small", "x small"),
    "S": ("s", "small"),
    "M": ("m", "medium"),
    "L": ("l", "large"),
    "XL": ("xl", "extra large", "x large"),
    "XXL": ("xxl", "2 xl", "double xl", "extra extra large"),
    "XXXL": ("xxxl", "3 xl", "triple xl"),
}
_SCALES: tuple[tuple[str, ...], ...] = (
    ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"),
    ("extra small", "small", "medium", "large", "extra large"),
    ("low", "medium", "high"),
    ("soft", "medium", "firm"),
    ("fine", "medium", "broad"),
    ("light", "medium", "dark"),
    ("single", "double", "queen", "king"),
    ("hand", "bath", "sheet"),
    ("short", "long"),
    ("single", "pair"),
    ("a6", "a5", "a4"),
    ("beginner", "intermediate", "expert"),
    ("basic", "professional"),
    ("standard", "deluxe"),
    ("portable", "full size"),
    ("i5", "i7", "i9"),
)
# Units of one dimension, in the smallest of them.
_UNITS: dict[str, tuple[str, float]] = {
    "ml": ("volume", 1), "l": ("volume", 1000), "gb": ("memory", 1), "tb": ("memory", 1024),
    "mm": ("length", 1), "cm": ("length", 10), "m": ("length", 1000), "inch": ("length", 25.4),
    "ft": ("length", 304.8), "g": ("weight", 1), "kg": ("weight", 1000), "mah": ("charge", 1),
}  # fmt: skip
_YES, _NO, _NONE = "yes", "no", {"none", "no"}
_TOO_SHORT = 3


def order_of_values(values: Iterable[str]) -> list[str]:
    """The values that can be compared, from the smallest to the biggest; empty when they cannot."""
    values = list(dict.fromkeys(values))
    measured = {value: measure for value in values if (measure := _measure(value))}
    dimensions = {dimension for dimension, _ in measured.values()}
    if len(dimensions) == 1 and len(measured) > 1:
        return sorted(measured, key=lambda value: measured[value][1])
    for scale in _SCALES:
        places = {value: scale.index(name) for value in values if (name := value.lower()) in scale}
        if len(places) > 1 and len(places) == len(values):
            return sorted(places, key=lambda value: places[value])
    return []


def _measure(value: str) -> tuple[str, float] | None:
    number = re.match(r"\d+(?:\.\d+)?", value)
    if number is None:
        return None
    unit = (*stems(value)[1:], "")[0]
    dimension, size = _UNITS.get(unit, (unit, 1))
    return dimension, float(number[0]) * size


def forms(key: str, value: str) -> set[Stems]:
    """Every full way to say the value of the option `key`."""
    said = stems(value)
    if value.lower() in (_YES, *_NONE):
        return _forms_of_a_switch(key, value.lower())
    found = {said, *_letter_size_forms(value), *_measure_forms(said)}
    name = stems(key)
    named = {form for each in found for form in ((*name, *each), (*each, *name), (*each, *name[:1]))}
    if len(said) == 1 and (len(said[0]) < _TOO_SHORT or said[0].isdigit()):
        named |= {("size", *each) for each in found}
    return {form for form in found | named if form}


def _forms_of_a_switch(key: str, value: str) -> set[Stems]:
    name = stems(key)
    if value == _YES:
        return {name, (*name, "yes")}
    refused = {(word, *name) for word in ("no", "not", "non", "without")}
    return refused | {(*name, "no"), (*name, "none")}


def _letter_size_forms(value: str) -> set[Stems]:
    for letters, spoken in _LETTER_SIZES.items():
        if value.upper() == letters or value.lower() in spoken[1:]:
            return {stems(each) for each in spoken}
    return set()


def _measure_forms(said: Stems) -> set[Stems]:
    if len(said) < 2 or said[1] not in _UNITS or not said[0].replace(".", "").isdigit():
        return set()
    dimension, size = _UNITS[said[1]]
    alike = {
        (f"{float(said[0]) * size / other:g}", unit)
        for unit, (of, other) in _UNITS.items()
        if of == dimension and unit not in {"inch", "ft"}
    }
    return {said[:2], *alike} if said[1] not in {"inch", "ft"} else {said[:2]}


def spoken_values(options: Iterable[Mapping[str, str]]) -> dict[Stems, set[tuple[str, str]]]:
    """Which (key, value) each form means among these options.

    A part of a value ("steel" for "stainless steel") stands for it when no other value has that part.
    """
    pairs = {(key, value) for each in options for key, value in each.items()}
    full: dict[Stems, set[tuple[str, str]]] = {}
    parts: dict[Stems, set[tuple[str, str]]] = {}
    for key, value in pairs:
        for form in forms(key, value):
            full.setdefault(form, set()).add((key, value))
        for part in _parts(stems(value)):
            parts.setdefault(part, set()).add((key, value))
    for _, value in pairs:  # "M" is the size M, and not another option that is "medium"
        letters = stems(value)
        if letters in full and len(letters) == 1 and len(letters[0]) < _TOO_SHORT:
            full[letters] = {(k, v) for k, v in full[letters] if stems(v) == letters}
    unique = {part: owners for part, owners in parts.items() if len({value for _, value in owners}) == 1}
    return unique | full


def _parts(said: Stems) -> set[Stems]:
    cuts = [said[start:end] for start, end in combinations(range(len(said) + 1), 2)]
    tells = [word for word in said if len(word) > _TOO_SHORT or (word.isdigit() and len(word) > 1)]
    return {cut for cut in cuts if cut != said and any(word in tells for word in cut)}


def differing_keys(options: Sequence[Mapping[str, str]]) -> list[str]:
    """The options in which these variants differ, in the order they are listed."""
    keys = list(dict.fromkeys(key for each in options for key in each))
    return [key for key in keys if len({each.get(key) for each in options}) > 1]
