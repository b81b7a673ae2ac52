"""Addresses of many shapes: what stands before the street, within it and behind the postcode."""

import pytest

from actions.language.addresses import parse_address, parse_field

FIELDS = ("line1", "line2", "city", "region", "postcode", "country")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("7a St. Mary's Terrace, Leeds, LS8 1QR", "7a St. Mary's Terrace |  | Leeds |  | LS8 1QR | GB"),
        (
            "Apartment 12, Block C, Riverside, 5 Quay Street, Manchester M3 3JE",
            "5 Quay Street | Apartment 12, Block C, Riverside | Manchester |  | M3 3JE | GB",
        ),
        ("Flat 3 22 Baker Street London NW1 6XE", "22 Baker Street | Flat 3 | London |  | NW1 6XE | GB"),
        (
            "5 Elm Ave, Apt 12, Boston, MA 02110. Ring the bell twice",
            "5 Elm Ave | Apt 12 | Boston | MA | 02110 | US",
        ),
        ("12 Co Rd 550, Marquette, MI 49855", "12 Co Rd 550 |  | Marquette | MI | 49855 | US"),
        ("10 Downing St, London", "10 Downing St |  | London |  |  | "),
        (
            "The Old Rectory, Church Lane, Bibury, GL7 5NP",
            "The Old Rectory | Church Lane | Bibury |  | GL7 5NP | GB",
        ),
        (
            "please send it to The Old Rectory, Church Lane, Bibury, GL7 5NP",
            "The Old Rectory | Church Lane | Bibury |  | GL7 5NP | GB",
        ),
        ("12 Oak Street, Boston, MA 90210", "12 Oak Street |  | Boston | MA | 90210 | US"),
        (
            "change it to 101 Highway, New York, 10001, in my account and for all my orders",
            "101 Highway |  | New York |  | 10001 | ",
        ),
        (
            "123 St. Charles Ave, New Orleans, LA 70130",
            "123 St. Charles Ave |  | New Orleans | LA | 70130 | US",
        ),
        ("77 St Clair Ave W Toronto ON M4V 1M7", "77 St Clair Ave W |  | Toronto | ON | M4V 1M7 | CA"),
        ("12 Main St St. Louis MO 63101", "12 Main St |  | St. Louis | MO | 63101 | US"),
        ("100 N St Clair St, Dayton, OH 45402", "100 N St Clair St |  | Dayton | OH | 45402 | US"),
        ("12 Elm Street West Palm Beach FL 33401", "12 Elm Street |  | West Palm Beach | FL | 33401 | US"),
        ("45 Broadway New York NY 10006", "45 Broadway |  | New York | NY | 10006 | US"),
        ("1 Broadway, New York, NY 10004", "1 Broadway |  | New York | NY | 10004 | US"),
        ("12 Main Salt Lake City UT 84101", "12 Main |  | Salt Lake City | UT | 84101 | US"),
        ("500 Avenue C, Brooklyn, NY 11218", "500 Avenue C |  | Brooklyn | NY | 11218 | US"),
        (
            "1200 Avenue of the Americas New York NY 10036",
            "1200 Avenue of the Americas |  | New York | NY | 10036 | US",
        ),
        ("One Microsoft Way, Redmond, WA 98052", "One Microsoft Way |  | Redmond | WA | 98052 | US"),
        ("20500 8 Mile Road, Detroit, MI 48219", "20500 8 Mile Road |  | Detroit | MI | 48219 | US"),
        (
            "W180N8000 Town Hall Rd, Menomonee Falls, WI 53051",
            "W180N8000 Town Hall Rd |  | Menomonee Falls | WI | 53051 | US",
        ),
        ("RR 2 Box 15, Milton, VT 05468", "RR 2 Box 15 |  | Milton | VT | 05468 | US"),
        ("PSC 802 Box 74, APO AE 09499", "PSC 802 Box 74 |  | APO | AE | 09499 | US"),
        ("Unit 2050 Box 4190, APO, AP 96278", "Unit 2050 Box 4190 |  | APO | AP | 96278 | US"),
        ("P.O. Box 12, Austin TX 78701", "P.O. Box 12 |  | Austin | TX | 78701 | US"),
        ("1 St. James's Square, London SW1Y 4LE", "1 St. James's Square |  | London |  | SW1Y 4LE | GB"),
        ("12 St Mary's Road, Bath", "12 St Mary's Road |  | Bath |  |  | "),
        ("2/1, 14 Byres Road, Glasgow G12 8TA", "14 Byres Road | 2/1 | Glasgow |  | G12 8TA | GB"),
        ("Flat 2/1, 14 Byres Road, Glasgow, G12 8TA", "14 Byres Road | Flat 2/1 | Glasgow |  | G12 8TA | GB"),
        ("Rose Cottage, Bibury GL7 5NP", "Rose Cottage |  | Bibury |  | GL7 5NP | GB"),
        (
            "send it to Riverside House, 5 Quay Street, Manchester M3 3JE please",
            "5 Quay Street | Riverside House | Manchester |  | M3 3JE | GB",
        ),
        (
            "Ground Floor Flat, 12 Park Road, Bristol, BS7 8AB",
            "12 Park Road | Ground Floor Flat | Bristol |  | BS7 8AB | GB",
        ),
        (
            "c/o Hill & Sons, 5 Quay Street, Manchester M3 3JE",
            "5 Quay Street | c/o Hill & Sons | Manchester |  | M3 3JE | GB",
        ),
        (
            "10 High Street, Woodstock, Oxfordshire OX20 1TE",
            "10 High Street |  | Woodstock | Oxfordshire | OX20 1TE | GB",
        ),
        (
            "5 Elm Ave, Boston, MA 02110 - leave it with the neighbor",
            "5 Elm Ave |  | Boston | MA | 02110 | US",
        ),
        ("5 Elm Ave, Boston, leave at the door", "5 Elm Ave |  | Boston |  |  | "),
        ("12 rue de Rivoli, 75001 Paris, France", "12 rue de Rivoli |  | Paris |  | 75001 | FR"),
        ("5 George Street, Sydney NSW 2000, Australia", "5 George Street |  | Sydney | NSW | 2000 | AU"),
        ("12 Elm St. Denver, CO 80202", "12 Elm St |  | Denver | CO | 80202 | US"),
        ("12 Elm Street. Denver. CO. 80202", "12 Elm Street |  | Denver | CO | 80202 | US"),
        (
            "45-10 Queens Blvd Apt 3F Sunnyside NY 11104",
            "45-10 Queens Blvd | Apt 3F | Sunnyside | NY | 11104 | US",
        ),
        ("123 1/2 Main St, Venice, CA 90291", "123 1/2 Main St |  | Venice | CA | 90291 | US"),
        ("5-100 Queen St W, Toronto M5H 2N2", "5-100 Queen St W |  | Toronto |  | M5H 2N2 | CA"),
        (
            "600 W. 42nd St. Apt 4F, New York, NY 10036",
            "600 W. 42nd St | Apt 4F | New York | NY | 10036 | US",
        ),
        ("2 E 55th St, New York, NY 10022, USA", "2 E 55th St |  | New York | NY | 10022 | US"),
        (
            "12 Elm Street, Building 3, Apt 4, Denver, CO 80202",
            "12 Elm Street | Building 3, Apt 4 | Denver | CO | 80202 | US",
        ),
        ("1234 FM 1960 Rd W, Houston, TX 77069", "1234 FM 1960 Rd W |  | Houston | TX | 77069 | US"),
        ("4567 Old Hwy 99 N, Grants Pass OR 97526", "4567 Old Hwy 99 N |  | Grants Pass | OR | 97526 | US"),
        ("800 US Highway 1, Edison, NJ 08817", "800 US Highway 1 |  | Edison | NJ | 08817 | US"),
        ("12 Park Avenue South, New York, NY 10016", "12 Park Avenue South |  | New York | NY | 10016 | US"),
        ("12 Grove Park Road, London W4 3SD", "12 Grove Park Road |  | London |  | W4 3SD | GB"),
        ("The Barn, 4 Mill Lane, Bibury, GL7 5NP", "4 Mill Lane | The Barn | Bibury |  | GL7 5NP | GB"),
        (
            "my new address is Ivy Dene, Church Lane, Bibury, GL7 5NP, where is my order?",
            "Ivy Dene | Church Lane | Bibury |  | GL7 5NP | GB",
        ),
        ("Hauptstraße 5, 10115 Berlin, Germany", "Hauptstraße 5 |  | Berlin |  | 10115 | DE"),
        ("4 Rue Royale, Montreal, Quebec, H2X 1Y4", "4 Rue Royale |  | Montreal | QC | H2X 1Y4 | CA"),
    ],
)
def test_an_address_of_this_shape(text: str, fields: str) -> None:
    assert parse_address(text) == {
        name: value for name, value in zip(FIELDS, fields.split(" | "), strict=True) if value
    }


SIGNED = "Please change the delivery address of #W1234567."
FIRM = "Tom Hill\nHill Ltd\n12 Oak Street, Boston, MA 02110"


@pytest.mark.parametrize(
    "text",
    [
        f"{SIGNED}\n\nKind regards,\n{FIRM}",
        f"{SIGNED}\nBest wishes\n{FIRM}",
        f"{SIGNED}\n-- \n{FIRM}",
        f"{SIGNED}\nThanks,\n{FIRM}",
        f"{SIGNED} Thanks, Tom Hill, Hill & Sons, 12 Oak Street, Boston, MA 02110",
        f"{SIGNED} Kind regards, Tom Hill, 12 Oak Street, Boston, MA 02110",
        f"{SIGNED}\nTom Hill\nSales manager, Hill Inc.\n12 Oak Street, Boston, MA 02110\nTel: 555 0134",
        f"{SIGNED}\nSent from my iPhone\n{FIRM}",
        f"Hill Ltd\n12 Oak Street\nBoston, MA 02110\n\nDear team,\n{SIGNED}",
    ],
)
def test_the_senders_own_address_is_not_taken(text: str) -> None:
    assert "line1" not in parse_address(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{SIGNED}\nTom Hill\n12 Oak Street\nBoston, MA 02110",
        f"{SIGNED} 12 Oak Street, Boston, MA 02110",
        "thanks, it should be 12 Oak Street, Boston, MA 02110",
        "Please change it to:\nHill Ltd\n12 Oak Street\nBoston MA 02110\nTel 555 0134",
        "Send it to 12 Oak Street, Boston, MA 02110.\n\nKind regards,\nAnn Moss\n5 Elm Road, Austin, TX",
        "Hi,\nplease ship it to 12 Oak Street, Boston, MA 02110\nThanks",
    ],
)
def test_an_address_that_is_asked_for_is_taken_from_a_letter(text: str) -> None:
    assert parse_address(text)["line1"] == "12 Oak Street"


@pytest.mark.parametrize(
    "text",
    [
        "I want 2 of the 3 mugs",
        "order 1234567 please",
        "it should come in 3 days",
        "the 2 blue ones to go",
        "is there a student discount",
        "my sister's house",
        "leave it at the door",
        "I paid 30 dollars",
        "she lives in London",
        "the parcel in lane 5 is mine",
    ],
)
def test_no_address_at_all(text: str) -> None:
    assert "line1" not in parse_address(text)


@pytest.mark.parametrize(
    ("name", "text", "fields"),
    [
        ("line1", "my sister's place", {}),
        ("line1", "no idea yet", {}),
        ("line1", "The Old Rectory", {"line1": "The Old Rectory"}),
        ("line1", "Rosedene, Ullapool", {"line1": "Rosedene", "city": "Ullapool"}),
        ("line1", "Church Lane", {"line1": "Church Lane"}),
        ("line2", "4b", {"line2": "4B"}),
        ("line2", "it's number 12", {}),
        ("line2", "flat 2b", {"line2": "Flat 2B"}),
        ("postcode", "the state", {}),
        ("postcode", "sorry, CA", {"region": "CA", "country": "US"}),
        ("postcode", "it's ls8 1qr", {"postcode": "LS8 1QR", "country": "GB"}),
        ("postcode", "M5H 2N2", {"postcode": "M5H 2N2", "country": "CA"}),
    ],
)
def test_an_answer(name: str, text: str, fields: dict[str, str]) -> None:
    assert parse_field(name, text) == fields
