"""Addresses, field by field."""

import pytest

from commerce.customers.addresses import AddressProblem, InvalidAddress, checked_address
from commerce.postal import PostalAddress

US = {"line1": "12 Elm Street", "city": "Denver", "region": "CO", "postcode": "80202", "country": "US"}
CANADA = {"line1": "8 Rue Verte", "city": "Montreal", "region": "QC", "postcode": "H2X 1Y4", "country": "CA"}
BRITAIN = {"line1": "3 Mill Lane", "city": "York", "postcode": "YO1 7HH", "country": "GB"}
GERMANY = {"line1": "Lindenweg 4", "city": "Bonn", "postcode": "53111", "country": "DE"}


def problems_of(**fields: str) -> dict[str, AddressProblem]:
    with pytest.raises(InvalidAddress) as refusal:
        checked_address(fields)
    return {name: error.problem for name, error in refusal.value.errors.items()}


@pytest.mark.parametrize("address", [US, CANADA, BRITAIN, GERMANY])
def test_a_right_address_is_taken_as_it_is(address: dict[str, str]) -> None:
    assert checked_address(address) == PostalAddress(**({"line2": "", "region": ""} | address))


@pytest.mark.parametrize(
    ("address", "field", "written", "meant"),
    [
        (US, "country", "USA", "US"),
        (US, "country", "the United States", "US"),
        (US, "country", "u.s.a.", "US"),
        (US, "region", "Colorado", "CO"),
        (US, "region", "co", "CO"),
        (US, "postcode", "80202-1234", "80202-1234"),
        (US, "city", "  Denver  ", "Denver"),
        (CANADA, "postcode", "h2x1y4", "H2X 1Y4"),
        (CANADA, "region", "Quebec", "QC"),
        (CANADA, "country", "Canada", "CA"),
        (BRITAIN, "postcode", "yo17hh", "YO1 7HH"),
        (BRITAIN, "country", "England", "GB"),
        (BRITAIN, "country", "uk", "GB"),
        (GERMANY, "country", "Germany", "DE"),
    ],
)
def test_what_people_write_is_put_in_its_normal_form(
    address: dict[str, str], field: str, written: str, meant: str
) -> None:
    assert getattr(checked_address(address | {field: written}), field) == meant


@pytest.mark.parametrize(
    ("address", "field", "written", "problem"),
    [
        (US, "line1", "", AddressProblem.MISSING),
        (US, "city", " ", AddressProblem.MISSING),
        (US, "region", "", AddressProblem.MISSING),
        (US, "region", "Bavaria", AddressProblem.UNKNOWN_REGION),
        (US, "postcode", "", AddressProblem.MISSING),
        (US, "postcode", "8020", AddressProblem.WRONG_POSTCODE),
        (US, "postcode", "YO1 7HH", AddressProblem.WRONG_POSTCODE),
        (US, "line1", "x" * 101, AddressProblem.TOO_LONG),
        (US, "country", "", AddressProblem.MISSING),
        (US, "country", "Atlantis", AddressProblem.UNKNOWN_COUNTRY),
        (CANADA, "postcode", "H2X 1Y", AddressProblem.WRONG_POSTCODE),
        (BRITAIN, "postcode", "80202", AddressProblem.WRONG_POSTCODE),
        (BRITAIN, "postcode", "", AddressProblem.MISSING),
        (GERMANY, "postcode", "531", AddressProblem.WRONG_POSTCODE),
    ],
)
def test_a_wrong_field_is_named_with_its_problem(
    address: dict[str, str], field: str, written: str, problem: AddressProblem
) -> None:
    assert problems_of(**(address | {field: written})) == {field: problem}


def test_every_wrong_field_is_named_at_once() -> None:
    assert problems_of(country="US", city="Denver", postcode="x") == {
        "line1": AddressProblem.MISSING,
        "region": AddressProblem.MISSING,
        "postcode": AddressProblem.WRONG_POSTCODE,
    }


def test_a_wrong_postcode_comes_with_a_right_one() -> None:
    with pytest.raises(InvalidAddress) as refusal:
        checked_address(BRITAIN | {"postcode": "x"})
    assert refusal.value.errors["postcode"].example == "EC1Y 8SY"


def test_a_country_without_postcodes_needs_none() -> None:
    hong_kong = {"line1": "1 Harbour Road", "city": "Wan Chai", "region": "Hong Kong Island", "country": "HK"}
    assert checked_address(hong_kong | {"postcode": "999077"}).postcode == ""
