"""Which parts of an address people state, in the ways they write them."""

import pytest

from actions.language.addresses import parse_address, parse_field

ELM = {"line1": "12 Elm Street", "city": "Denver", "region": "CO", "postcode": "80202", "country": "US"}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("12 Elm Street, Denver, CO 80202", ELM),
        ("ship it to 12 Elm Street, Apt 4, Denver, CO 80202", ELM | {"line2": "Apt 4"}),
        ("12 Elm Street Apt 4 Denver CO 80202", ELM | {"line2": "Apt 4"}),
        ("12 Elm Street\nApartment 4B\nDenver, Colorado 80202\nUSA", ELM | {"line2": "Apt 4B"}),
        ("12 elm street denver co 80202", ELM | {"line1": "12 elm street", "city": "denver"}),
        ("please send order #W1234567 to 12 Elm Street, Denver, CO 80202 instead", ELM),
        ("it should go to 12 Elm Street, Denver, CO, 80202, please", ELM),
        ("12 Elm Street #4, Denver, CO 80202-1234", ELM | {"line2": "#4", "postcode": "80202-1234"}),
        ("12 Elm Street, Denver, CO 80202, because I have moved", ELM),
        ("12 Elm Street, Denver, CO 80202. Can you do that?", ELM),
        ("12 Elm Street, Denver, CO 80202, not to my old flat", ELM),
        ("12 Elm Street, Denver, CO 80202 and refund my card", ELM),
        ("12 Elm Street, Denver 80202", {"line1": "12 Elm Street", "city": "Denver", "postcode": "80202"}),
        ("12 Elm Street, Denver, CO", {k: v for k, v in ELM.items() if k != "postcode"}),
        ("12 Elm Street, Denver, CO, 8020", ELM | {"postcode": "8020"}),
        ("send it to 12 Elm Street", {"line1": "12 Elm Street"}),
        ("12 Elm Street, 80202", {"line1": "12 Elm Street", "postcode": "80202"}),
        (
            "14 N Main St, Suite 200, Salt Lake City, Utah 84101",
            {"line1": "14 N Main St", "line2": "Suite 200", "city": "Salt Lake City", "region": "UT",
             "postcode": "84101", "country": "US"},
        ),
        (
            "PO Box 77, Austin, TX 78701",
            {"line1": "PO Box 77", "city": "Austin", "region": "TX", "postcode": "78701", "country": "US"},
        ),
        (
            "350 5th Avenue, New York, NY 10118, United States",
            {"line1": "350 5th Avenue", "city": "New York", "region": "NY",
             "postcode": "10118", "country": "US"},
        ),
        (
            "9 Park Avenue, New York, New York 10016",
            {"line1": "9 Park Avenue", "city": "New York", "region": "NY",
             "postcode": "10016", "country": "US"},
        ),
        (
            "1600 Pennsylvania Avenue NW, Washington, DC 20500",
            {"line1": "1600 Pennsylvania Avenue NW", "city": "Washington", "region": "DC",
             "postcode": "20500", "country": "US"},
        ),
        (
            "221B Baker Street, London NW1 6XE",
            {"line1": "221B Baker Street", "city": "London", "postcode": "NW1 6XE", "country": "GB"},
        ),
        (
            "Flat 3, 22 Baker Street, London, NW1 6XE, UK",
            {"line1": "22 Baker Street", "line2": "Flat 3", "city": "London", "postcode": "NW1 6XE",
             "country": "GB"},
        ),
        (
            "10 High Street, Headington, Oxford OX3 9AA, England",
            {"line1": "10 High Street", "line2": "Headington", "city": "Oxford", "postcode": "OX3 9AA",
             "country": "GB"},
        ),
        (
            "100 Queen Street West, Toronto, ON M5H 2N2",
            {"line1": "100 Queen Street West", "city": "Toronto", "region": "ON", "postcode": "M5H 2N2",
             "country": "CA"},
        ),
        (
            "55 Maple Rd Unit 7 Vancouver BC V5K0A1 Canada",
            {"line1": "55 Maple Rd", "line2": "Unit 7", "city": "Vancouver", "region": "BC",
             "postcode": "V5K0A1", "country": "CA"},
        ),
        (
            "4 Rue Royale, Montreal, Quebec, H2X 1Y4",
            {"line1": "4 Rue Royale", "city": "Montreal", "region": "QC",
             "postcode": "H2X 1Y4", "country": "CA"},
        ),
        (
            "return 2 shirts and ship the rest to 12 Elm Street, Denver, CO 80202",
            ELM,
        ),
        (
            "street: 12 Elm Street, city: Denver, state: CO, zip: 80202",
            ELM,
        ),
        ("my new address is 9 Park Avenue", {"line1": "9 Park Avenue"}),
        ("I forgot the apartment number, it's Apt 7", {"line2": "Apt 7"}),
        ("it's apartment 5", {"line2": "Apt 5"}),
        ("change the address of my order", {}),
        ("I ordered 2 mugs 3 days ago", {}),
        ("order 1234567 please", {}),
        ("cancel order #4471223", {}),
    ],
)  # fmt: skip
def test_an_address_in_a_message(text: str, fields: dict[str, str]) -> None:
    assert parse_address(text) == fields


@pytest.mark.parametrize(
    ("name", "text", "fields"),
    [
        ("city", "Denver", {"city": "Denver"}),
        (
            "city",
            "it's Denver, CO 80202",
            {"city": "Denver", "region": "CO", "postcode": "80202", "country": "US"},
        ),
        ("city", "New York", {"city": "New York"}),
        ("region", "Colorado", {"region": "Colorado"}),
        ("region", "CO", {"region": "CO", "country": "US"}),
        ("postcode", "the zip is 80202", {"postcode": "80202"}),
        ("postcode", "80202", {"postcode": "80202"}),
        ("postcode", "802", {"postcode": "802"}),
        ("country", "Canada", {"country": "CA"}),
        ("line1", "Rose Cottage, Mill Lane", {"line1": "Rose Cottage", "line2": "Mill Lane"}),
        ("line1", "the 12 Elm Street", {"line1": "12 Elm Street"}),
    ],
)  # fmt: skip
def test_an_answer_to_one_question(name: str, text: str, fields: dict[str, str]) -> None:
    assert parse_field(name, text) == fields
