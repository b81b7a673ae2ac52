"""Which time zones somebody may be in: by their address, else by their number."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
import yaml
from phonenumbers import timezone as number_zones

from commerce.postal import PostalAddress

_REGIONS = Path(__file__).with_name("zones.yml")
_OF_COUNTRIES = files("tzdata.zoneinfo") / "zone.tab"


def possible_zones(address: PostalAddress | None, phone: str | None) -> tuple[ZoneInfo, ...]:
    """Every zone that somebody may be in; none where nothing tells. `phone` is a number in E.164.

    The address decides where there is one, since a number is carried along when people move.
    """
    names = _of_address(address) if address is not None else ()
    if not names and phone is not None:
        names = _of_number(phone)
    return tuple(ZoneInfo(name) for name in names)


def _of_address(address: PostalAddress) -> tuple[str, ...]:
    country = address.country.upper()
    return _regions().get(f"{country}-{address.region.upper()}") or _of_country(country)


@cache
def _of_number(phone: str) -> tuple[str, ...]:
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return ()
    found = _known(number_zones.time_zones_for_number(number))
    found = found or _known(number_zones.time_zones_for_geographical_number(number))
    return found or _of_country(phonenumbers.region_code_for_number(number) or "")


def _known(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in _all_zones())


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones()) - {"Etc/Unknown"}


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    read = yaml.safe_load(_REGIONS.read_text(encoding="utf-8"))
    return {region: tuple(names) for region, names in read.items()}


def _of_country(country: str) -> tuple[str, ...]:
    return _countries().get(country, ())


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """The tz database's zones by ISO 3166 country."""
    found: dict[str, list[str]] = {}
    for line in _OF_COUNTRIES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(names) for country, names in found.items()}
