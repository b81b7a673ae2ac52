"""Which region a postcode is in, and what is said of one that is in another."""

import pytest

from commerce.customers.addresses import (
    AddressProblem,
    InvalidAddress,
    checked_address,
    require_postcode_of_region,
)
from commerce.customers.postcodes import regions_of


@pytest.mark.parametrize(
    ("country", "postcode", "regions"),
    [
        ("US", "02110", ("MA",)),
        ("US", "90210", ("CA",)),
        ("US", "80202-1234", ("CO",)),
        ("US", "20001", ("DC",)),
        ("US", "00901", ("PR",)),
        ("US", "09499", ("AE",)),
        ("US", "96278", ("AP",)),
        ("US", "99501", ("AK",)),
        ("US", "96813", ("HI",)),
        ("US", "06390", ("CT", "NY")),
        ("CA", "M5H 2N2", ("ON",)),
        ("CA", "v5k0a1", ("BC",)),
        ("CA", "X0A 1A0", ("NU",)),
        ("CA", "X1A 2B3", ("NT",)),
        ("GB", "NW1 6XE", ()),
        ("DE", "10115", ()),
        ("US", "", ()),
        ("", "02110", ()),
    ],
)
def test_regions_of(country: str, postcode: str, regions: tuple[str, ...]) -> None:
    assert regions_of(country, postcode) == regions


@pytest.mark.parametrize(
    ("region", "postcode", "country", "really"),
    [("MA", "90210", "US", "CA"), ("TX", "10001", "US", "NY"), ("ON", "V5K 0A1", "CA", "BC")],
)
def test_a_postcode_of_another_region(region: str, postcode: str, country: str, really: str) -> None:
    address = checked_address(
        {"line1": "12 Oak Street", "city": "Here", "region": region, "postcode": postcode, "country": country}
    )
    with pytest.raises(InvalidAddress) as refusal:
        require_postcode_of_region(address)
    error = refusal.value.errors["postcode"]
    assert (error.problem, error.example) == (AddressProblem.IN_OTHER_REGION, really)


@pytest.mark.parametrize("region", ["NY", "CT"])
def test_a_postcode_on_both_sides_of_a_border(region: str) -> None:
    require_postcode_of_region(
        checked_address(
            {
                "line1": "1 Pier Road",
                "city": "Fishers Island",
                "region": region,
                "postcode": "06390",
                "country": "US",
            }
        )
    )
