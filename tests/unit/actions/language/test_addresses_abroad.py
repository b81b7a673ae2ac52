"""Addresses of the country and from abroad: rural routes, boxes, lots, buildings, Australia, other marks."""

import pytest

from actions.language.addresses import parse_address

FIELDS = ("line1", "line2", "city", "region", "postcode", "country")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("PO Box 90 Wagga Wagga NSW 2650", "PO Box 90 |  | Wagga Wagga | NSW | 2650 | AU"),
        ("9/100 Harris St, Pyrmont, NSW, 2009", "9/100 Harris St |  | Pyrmont | NSW | 2009 | AU"),
        ("Level 3, 77 King St, Perth WA 6000", "77 King St | Level 3 | Perth | WA | 6000 | AU"),
        ("77 King St, Tacoma WA 98402", "77 King St |  | Tacoma | WA | 98402 | US"),
        ("County Road 19, house 4410, Ault CO 80610", "County Road 19 | house 4410 | Ault | CO | 80610 | US"),
        ("House 5, Street 12, Boulder CO 80301", "House 5 | Street 12 | Boulder | CO | 80301 | US"),
        ("RR 2 Box 118, Lewisburg, WV 24901", "RR 2 Box 118 |  | Lewisburg | WV | 24901 | US"),
        ("Site 7 Comp 12 RR 1, Nanton AB T0L 1R0", "Site 7 Comp 12 RR 1 |  | Nanton | AB | T0L 1R0 | CA"),
        ("General Delivery, Talkeetna, AK 99676", "General Delivery |  | Talkeetna | AK | 99676 | US"),
        (
            "Lot 18, Sunny Acres Mobile Home Park, 4000 Route 9, Howell NJ 07731",
            "4000 Route 9 | Lot 18, Sunny Acres Mobile Home Park | Howell | NJ | 07731 | US",
        ),
        (
            "Bldg 4 Apt 12, 99 Ocean Dr, Miami Beach, FL 33139",
            "99 Ocean Dr | Bldg 4 Apt 12 | Miami Beach | FL | 33139 | US",
        ),
        (
            "send it to bldg 4 apt 12, 99 Ocean Dr, Miami Beach, FL 33139",
            "99 Ocean Dr | bldg 4 apt 12 | Miami Beach | FL | 33139 | US",
        ),
        ("5 elm ave / boston / ma / 02110", "5 elm ave |  | boston | MA | 02110 | US"),
        (
            "Suite 9B - 410 W Georgia St - Vancouver - BC - V6B 1Z3",
            "410 W Georgia St | Suite 9B | Vancouver | BC | V6B 1Z3 | CA",
        ),
        (
            "918 Maple Ct., Apt. C, Eugene, OR 97401 - ring twice",
            "918 Maple Ct | Apt C | Eugene | OR | 97401 | US",
        ),
        ("12 / 48 Beach Rd, Bondi NSW 2026, Australia", "12 / 48 Beach Rd |  | Bondi | NSW | 2026 | AU"),
        ("2 Station Approach, Guildford, GU1 4UT", "2 Station Approach |  | Guildford |  | GU1 4UT | GB"),
        ("Hauptstraße 12, 10115 Berlin, Germany", "Hauptstraße 12 |  | Berlin |  | 10115 | DE"),
        (
            "14 Rue Sainte-Catherine Ouest, app. 3, Montréal, QC H3B 1A1",
            "14 Rue Sainte-Catherine Ouest | app. 3 | Montréal | QC | H3B 1A1 | CA",
        ),
    ],
)
def test_every_word_of_it_has_its_place(text: str, fields: str) -> None:
    read = parse_address(text)
    assert " | ".join(read.get(name, "") for name in FIELDS) == fields
