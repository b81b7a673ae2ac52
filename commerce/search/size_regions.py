"""Sizes of shoes and of women's clothes from one region to another: UK 9 is not US 9.

Makers differ by half a size; these are the steps that most tables share.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from commerce.search.words import words


class Region(StrEnum):
    """Whose sizes are meant."""

    US = "us"
    UK = "uk"
    EU = "eu"


_OF_CURRENCY = {"USD": Region.US, "CAD": Region.US, "GBP": Region.UK, "EUR": Region.EU}
_CALLED = {
    "us": Region.US, "american": Region.US, "uk": Region.UK, "british": Region.UK, "english": Region.UK,
    "eu": Region.EU, "eur": Region.EU, "european": Region.EU,
}  # fmt: skip
_SHORT = "|".join(each for each in _CALLED if len(each) <= 3)
_LONG = "|".join(each for each in _CALLED if len(each) > 3)  # also what goods are like: "english tea"
_WORN = (
    r"(?:shoe|boot|sneaker|trainer|sandal|heel|loafer|pump|slipper|clog|flat|runner|dress|skirt|blouse|top"
    r"|jacket|coat|cardigan|trouser|jumpsuit|shirt|sweater|jean|pant|legging|suit)(?:e?s)?"
)
_NUMBER = r"\d{1,2}(?:\.5)?"
SAID_SIZE_OF_REGION = re.compile(
    r"\b(?:in )?(?:a |an |my )?(?:(?:shoe )?size )?"
    rf"(?:(?P<before>(?:{_SHORT}) ?(?:shoe )?(?:size )?|(?:{_LONG}) (?:shoe )?size )(?P<first>{_NUMBER})"
    rf"|(?P<second>{_NUMBER}) (?P<after>in (?:{_SHORT}|{_LONG})(?: sizes?)?|(?:{_SHORT}|{_LONG}) sizes?"
    rf"|(?:{_SHORT})(?= *(?:$|[^\w ])| (?:in|for|and|or|with|please|under|below|from|to|if|men|women|mens"
    rf"|womens)\b|.*\b{_WORN}\b)))\b"
)
# Sizes of shoes by region; a half lies between its neighbours. UK and US are as men's are counted.
_UK_OF_EU = {
    35: 2.5,
    36: 3.5,
    37: 4,
    38: 5,
    39: 6,
    40: 6.5,
    41: 7,
    42: 8,
    43: 9,
    44: 9.5,
    45: 10.5,
    46: 11,
    47: 12,
}
_MENS_STEP, _WOMENS_STEP = 1.0, 2.0  # from UK to US
_WOMENS_CLOTHES = {
    Region.US: 0,
    Region.UK: 4,
    Region.EU: 30,
}  # above the US size; EU as in Germany and the North
_CLOTHES = words(
    "dress dresses skirt skirts blouse blouses top tops jacket jackets coat coats cardigan trouser trousers"
    " pants jumpsuit shirt shirts sweater sweaters"
)
_WOMEN = words("women womens woman lady ladies female her wife girlfriend mother mum mom")


@dataclass(frozen=True, slots=True)
class SizeOfRegion:
    """A size as it was said, with its region."""

    region: Region
    size: str

    def __str__(self) -> str:
        return f"{self.region.value} {self.size}"


def region_of(currency: str | None) -> Region:
    """Whose sizes a store that sells in `currency` has: those of the US where it is none of the others."""
    return _OF_CURRENCY.get(currency or "", Region.US)


def size_said(found: re.Match[str]) -> SizeOfRegion:
    """The size and its region in a match of SAID_SIZE_OF_REGION."""
    said = (found["before"] or found["after"]).split()
    region = next(_CALLED[each] for each in said if each in _CALLED)
    return SizeOfRegion(region, found["first"] or found["second"])


def converted(size: SizeOfRegion, to: Region, sentence: str) -> SizeOfRegion | None:
    """The size of `to` that is nearest, for what `sentence` speaks of; None where no table has it."""
    if size.region is to:
        return size
    said = set(sentence.split())
    number = float(size.size)
    if not _CLOTHES.isdisjoint(said):
        of_us = number - _WOMENS_CLOTHES[size.region]
        return SizeOfRegion(to, _told(of_us + _WOMENS_CLOTHES[to])) if of_us >= 0 else None
    step = _WOMENS_STEP if not _WOMEN.isdisjoint(said) else _MENS_STEP
    uk = _uk(number, size.region, step)
    if uk is None:
        return None
    if to is Region.EU:
        nearest = min(_UK_OF_EU, key=lambda eu: (abs(_UK_OF_EU[eu] - uk), eu))
        return SizeOfRegion(to, str(nearest)) if abs(_UK_OF_EU[nearest] - uk) <= 1 else None
    return SizeOfRegion(to, _told(uk + step if to is Region.US else uk))


def _uk(number: float, region: Region, step: float) -> float | None:
    if region is Region.EU:
        below, above = _UK_OF_EU.get(int(number)), _UK_OF_EU.get(int(number) + 1)
        if number == int(number) or above is None or below is None:
            return below
        return (below + above) / 2
    uk = number - step if region is Region.US else number
    return uk if 1 <= uk <= 15 else None


def _told(number: float) -> str:
    halves = round(number * 2) / 2
    return str(int(halves)) if halves == int(halves) else str(halves)
