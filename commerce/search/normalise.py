"""One way of reading titles and questions, so that both come to the same words."""

import re
import unicodedata

from commerce.search.words import words

_APOSTROPHES = re.compile(r"['’`´]")
# A point or a comma stays between digits: "1.7 L", "1,000".
_SEPARATORS = re.compile(r"(?<!\d)[.,]|[.,](?!\d)|[^a-z0-9.,]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MEASURE = re.compile(
    r"(?<![\w.])(\d+(?:\.\d+)?)\s?(ml|cl|l|litres?|liters?|oz|g|kg|kilos?|lbs?|mm|cm|m|metres?|meters?|inch(?:es)?"
    r"|(?<=\d)in|ft|feet|gb|tb|mb|mah|w|watts?|cups?|people|persons?|man|pieces?|pcs|pairs?|spf|hz)\b"
)
_UNITS = {
    "litre": "l", "litres": "l", "liter": "l", "liters": "l", "kilo": "kg", "kilos": "kg", "lbs": "lb",
    "metre": "m", "metres": "m", "meter": "m", "meters": "m", "inches": "inch", "in": "inch",
    "feet": "ft", "watt": "w", "watts": "w", "cup": "cups", "person": "people", "persons": "people",
    "man": "people", "piece": "pieces", "pcs": "pieces", "pair": "pairs",
}  # fmt: skip
_SPELLINGS = {
    "colour": "color", "colours": "colors", "gray": "grey", "jewellery": "jewelry",
    "pyjamas": "pajamas", "aluminium": "aluminum", "tyre": "tire", "tyres": "tires", "organiser": "organizer",
    "moisturiser": "moisturizer", "coloured": "colored", "sulphate": "sulfate",
}  # fmt: skip
_NO_PLURALS = words("glass bass canvas lens plus less address dress gas bus christmas kids mens")


def normalised(text: str) -> str:
    """`text` in lower case without accents and marks, its measures as "1.7 l", its spelling American.

    "Dr.Martens", "Black/White" and "WD-40" fall into their words; "O'Neill's" is "oneills".
    """
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("×", "x").replace("ß", "ss"))
    plain = "".join(each for each in decomposed if not unicodedata.combining(each))
    plain = re.sub(r"(?<=\d)\s?[\"”]", " inch ", plain)
    plain = _THOUSANDS.sub("", _APOSTROPHES.sub("", plain))
    plain = _SEPARATORS.sub(" ", plain)
    plain = _MEASURE.sub(lambda found: f"{found[1]} {_UNITS.get(found[2], found[2])}", plain)
    return " ".join(_SPELLINGS.get(word, word) for word in plain.split())


def singular(word: str) -> str:
    """The word without what makes it a plural: "shoes" is "shoe", "knives" is "knife", "dress" stays."""
    if len(word) < 4 or word in _NO_PLURALS or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith("ives") and word != "olives":
        return f"{word[:-3]}fe"
    if word.endswith("elves"):
        return f"{word[:-3]}f"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1]


def stems(text: str) -> list[str]:
    """The words of `text`, normalised and singular."""
    return [singular(word) for word in normalised(text).split()]
