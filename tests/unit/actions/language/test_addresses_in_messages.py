"""Addresses of many shapes in what people write around them, and which of two is meant."""

import pytest

from actions.language.addresses import parse_address

FIELDS = ("line1", "line2", "city", "region", "postcode", "country")


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "please deliver to Unit 4, Riverside Business Park, Mill Road, Cambridge CB1 2AZ",
            "Unit 4, Riverside Business Park | Mill Road | Cambridge |  | CB1 2AZ | GB",
        ),
        (
            "Top Floor Flat, 12 Queen's Road, Clifton, Bristol BS8 1QE",
            "12 Queen's Road | Top Floor Flat, Clifton | Bristol |  | BS8 1QE | GB",
        ),
        (
            "House 7, The Maltings, Station Rd, Sawbridgeworth CM21 9JX",
            "House 7 | The Maltings, Station Rd | Sawbridgeworth |  | CM21 9JX | GB",
        ),
        (
            "The Willows, 14 Station Road, Amersham, Buckinghamshire, HP7 0BD",
            "14 Station Road | The Willows | Amersham | Buckinghamshire | HP7 0BD | GB",
        ),
        (
            "Penthouse, 1 Canada Square, London E14 5AB",
            "1 Canada Square | Penthouse | London |  | E14 5AB | GB",
        ),
        ("16 St John's Wood Road, London NW8 8RE", "16 St John's Wood Road |  | London |  | NW8 8RE | GB"),
        ("4 St. Andrew Street, Hertford SG14 1JA", "4 St. Andrew Street |  | Hertford |  | SG14 1JA | GB"),
        ("25 Saint Mary Axe London EC3A 8BF", "25 Saint Mary Axe |  | London |  | EC3A 8BF | GB"),
        ("3 The Green, Richmond, TW9 1PX", "3 The Green |  | Richmond |  | TW9 1PX | GB"),
        (
            "1 The Mews, off High Street, Bath BA1 5LY",
            "1 The Mews | off High Street | Bath |  | BA1 5LY | GB",
        ),
        ("Flat B 14 Mare St, Hackney, E8 1HE", "14 Mare St | Flat B | Hackney |  | E8 1HE | GB"),
        ("15b Upper Street N1 0PQ London", "15b Upper Street |  | London |  | N1 0PQ | GB"),
        ("22-24 Mare St, London E8 4RT", "22-24 Mare St |  | London |  | E8 4RT | GB"),
        (
            "Block 3, Apt 22, 10 Main St, Dublin Road, Belfast BT2 7HN",
            "10 Main St | Block 3, Apt 22, Dublin Road | Belfast |  | BT2 7HN | GB",
        ),
        (
            "123 Main Street, Suite 500, Attn: Bob, Boston, MA 02108",
            "123 Main Street | Suite 500 | Boston | MA | 02108 | US",
        ),
        ("123 Main St #5B Springfield IL 62701", "123 Main St | #5B | Springfield | IL | 62701 | US"),
        (
            "123 N. Main St., Springfield, IL, 62701, leave with front desk",
            "123 N. Main St |  | Springfield | IL | 62701 | US",
        ),
        ("4521 SW 12th Ave Apt 3 Miami FL 33134", "4521 SW 12th Ave | Apt 3 | Miami | FL | 33134 | US"),
        (
            "77 Massachusetts Ave, Cambridge, MA 02139",
            "77 Massachusetts Ave |  | Cambridge | MA | 02139 | US",
        ),
        ("1 Infinite Loop, Cupertino, CA 95014", "1 Infinite Loop |  | Cupertino | CA | 95014 | US"),
        ("2300 County Road 1234, Abilene TX 79601", "2300 County Road 1234 |  | Abilene | TX | 79601 | US"),
        ("1450 State Hwy 99, Yuba City, CA", "1450 State Hwy 99 |  | Yuba City | CA |  | US"),
        (
            "6789 Highway 50 East, Carson City NV 89701",
            "6789 Highway 50 East |  | Carson City | NV | 89701 | US",
        ),
        ("300 E Ranch Rd 620, Lakeway, TX 78734", "300 E Ranch Rd 620 |  | Lakeway | TX | 78734 | US"),
        ("PO Box 99, Nome AK 99762", "PO Box 99 |  | Nome | AK | 99762 | US"),
        (
            "Post Office Box 12, Truth or Consequences, NM 87901",
            "Post Office Box 12 |  | Truth or Consequences | NM | 87901 | US",
        ),
        ("88 rue Saint-Paul O, Montréal QC H2Y 1Z3", "88 rue Saint-Paul O |  | Montréal | QC | H2Y 1Z3 | CA"),
        (
            "1055 W Georgia St Suite 1500, Vancouver, BC V6E 4N7",
            "1055 W Georgia St | Suite 1500 | Vancouver | BC | V6E 4N7 | CA",
        ),
        (
            "12-3456 Boulevard St-Laurent, Montréal, QC H2X 2T6",
            "12-3456 Boulevard St-Laurent |  | Montréal | QC | H2X 2T6 | CA",
        ),
        (
            "RR 3, Site 5, Box 12, Stony Plain AB T7Z 1X3",
            "RR 3 | Site 5, Box 12 | Stony Plain | AB | T7Z 1X3 | CA",
        ),
        ("10 Dundas St E, Toronto, Ontario", "10 Dundas St E |  | Toronto | ON |  | CA"),
        ("45 Kings Rd, Leave at reception, Reading RG1 3AR", "45 Kings Rd |  | Reading |  | RG1 3AR | GB"),
        ("Send to: Jane Doe, 12 Oak Street, Boston, MA 02110", "12 Oak Street |  | Boston | MA | 02110 | US"),
        ("my mum's: 8 Lime Avenue, Leeds LS7 2BB", "8 Lime Avenue |  | Leeds |  | LS7 2BB | GB"),
        ("actually make it 14 Elm Street", "14 Elm Street |  |  |  |  | "),
        (
            "Can it go to my office at 500 Terry Francois Blvd, San Francisco, CA 94158?",
            "500 Terry Francois Blvd |  | San Francisco | CA | 94158 | US",
        ),
        ("i moved to 12 elm st apt 4, denver", "12 elm st | Apt 4 | denver |  |  | "),
        ("12 Elm Street, Denver, Colorado", "12 Elm Street |  | Denver | CO |  | US"),
        ("12 Elm Street Denver Colorado 80202 USA", "12 Elm Street |  | Denver | CO | 80202 | US"),
        ("12 Elm Street, 80202 Denver", "12 Elm Street |  | Denver |  | 80202 | "),
        ("12 elm st, denver co, zip is 80202", "12 elm st |  | denver | CO | 80202 | US"),
        (
            "Hi, please update to 9 Court Place, Apt 2, Denver, CO 80202. My phone is 303-555-0134.",
            "9 Court Place | Apt 2 | Denver | CO | 80202 | US",
        ),
        (
            "Change address for order W1234567 from 12 Oak St, Boston to 9 Elm Rd, Denver, CO 80202",
            "9 Elm Rd |  | Denver | CO | 80202 | US",
        ),
        ("not 12 Oak St but 14 Oak St", "14 Oak St |  |  |  |  | "),
        (
            "it was sent to 12 Oak Street, Boston, MA 02110 but I moved to 9 Elm Rd, Denver, CO 80202",
            "9 Elm Rd |  | Denver | CO | 80202 | US",
        ),
        ("Bahnhofstr. 12a, 80335 München, Germany", "Bahnhofstr. 12a |  | München |  | 80335 | DE"),
        ("221b baker street, london", "221b baker street |  | london |  |  | "),
        ("5 Mt. Vernon St., Boston MA 02108", "5 Mt. Vernon St |  | Boston | MA | 02108 | US"),
        ("9 Ft. Washington Ave, New York, NY 10032", "9 Ft. Washington Ave |  | New York | NY | 10032 | US"),
        ("C/O Ann Moss, 9 Elm Rd, Denver, CO 80202", "9 Elm Rd | C/O Ann Moss | Denver | CO | 80202 | US"),
        ("9 Elm Rd, Denver, CO 80202 c/o Ann Moss", "9 Elm Rd | c/o Ann Moss | Denver | CO | 80202 | US"),
        ("9 Elm Rd (2nd floor), Denver, CO 80202", "9 Elm Rd | 2nd floor | Denver | CO | 80202 | US"),
        (
            "9 Elm Rd, 2nd floor, buzzer 12, Denver, CO 80202",
            "9 Elm Rd | 2nd floor | Denver | CO | 80202 | US",
        ),
        ("Apt. 4, 9 Elm Rd, Denver, CO 80202", "9 Elm Rd | Apt 4 | Denver | CO | 80202 | US"),
        ("9 Elm Rd, Apt 4 Denver, CO 80202", "9 Elm Rd | Apt 4 | Denver | CO | 80202 | US"),
        ("99 Hudson Street Jersey City NJ 07302", "99 Hudson Street |  | Jersey City | NJ | 07302 | US"),
    ],
)
def test_an_address(text: str, fields: str) -> None:
    named = zip(FIELDS, fields.split(" | "), strict=True)
    assert parse_address(text) == {name: value for name, value in named if value}


@pytest.mark.parametrize(
    ("text", "line2"),
    [
        ("Send it to Rosedene, 14 Station Road, Amersham HP7 0BD", "Rosedene"),
        ("to my office: Acme Inc, 500 Terry Ave N, Seattle, WA 98109", "Acme Inc"),
        ("Flat 4b, Tower House, 8-10 High Street, Leeds LS1 4AP", "Flat 4b, Tower House"),
        ("First floor, 12 King Street, Aberdeen AB24 5AA", "First floor"),
        ("Hello, 14 Station Road, Amersham HP7 0BD", None),
        ("Send it to Jane Doe, 12 Oak Street, Boston, MA 02110", None),
    ],
)
def test_what_stands_before_the_street(text: str, line2: str | None) -> None:
    assert parse_address(text).get("line2") == line2
