"""Towns of the countries the demo store ships to, with postcodes of the right shape and reserved phones."""

import string
from collections.abc import Iterator
from dataclasses import dataclass

from commerce.demo.dice import Dice
from commerce.demo.names import STREETS
from commerce.postal import PostalAddress

_CANADIAN_LETTERS = "ABCEGHJKLMNPRSTVWXYZ"
_BRITISH_INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_UNITS = ("", "", "", "Apt {}", "Suite {}", "Unit {}")


@dataclass(frozen=True, slots=True)
class Place:
    """A town; `postcode` is the beginning of its postcodes, `area_code` that of its phone numbers."""

    city: str
    region: str
    country: str
    postcode: str
    area_code: str


PLACES = {
    "US": [
        Place("New York", "NY", "US", "100", "212"),
        Place("Los Angeles", "CA", "US", "900", "213"),
        Place("Chicago", "IL", "US", "606", "312"),
        Place("Houston", "TX", "US", "770", "713"),
        Place("Phoenix", "AZ", "US", "850", "602"),
        Place("Philadelphia", "PA", "US", "191", "215"),
        Place("San Antonio", "TX", "US", "782", "210"),
        Place("San Diego", "CA", "US", "921", "619"),
        Place("Dallas", "TX", "US", "752", "214"),
        Place("Seattle", "WA", "US", "981", "206"),
        Place("Denver", "CO", "US", "802", "303"),
        Place("Boston", "MA", "US", "021", "617"),
        Place("Portland", "OR", "US", "972", "503"),
        Place("Atlanta", "GA", "US", "303", "404"),
        Place("Miami", "FL", "US", "331", "305"),
        Place("Minneapolis", "MN", "US", "554", "612"),
        Place("Nashville", "TN", "US", "372", "615"),
        Place("Columbus", "OH", "US", "432", "614"),
    ],
    "CA": [
        Place("Toronto", "ON", "CA", "M5V", "416"),
        Place("Ottawa", "ON", "CA", "K1P", "613"),
        Place("Montreal", "QC", "CA", "H3B", "514"),
        Place("Vancouver", "BC", "CA", "V6B", "604"),
        Place("Calgary", "AB", "CA", "T2P", "403"),
        Place("Winnipeg", "MB", "CA", "R3C", "204"),
        Place("Halifax", "NS", "CA", "B3J", "902"),
    ],
    "GB": [
        Place("London", "", "GB", "SE", ""),
        Place("Manchester", "", "GB", "M", ""),
        Place("Birmingham", "", "GB", "B", ""),
        Place("Leeds", "", "GB", "LS", ""),
        Place("Bristol", "", "GB", "BS", ""),
        Place("Edinburgh", "", "GB", "EH", ""),
        Place("Glasgow", "", "GB", "G", ""),
        Place("Cardiff", "", "GB", "CF", ""),
    ],
}


def make_address(dice: Dice, place: Place) -> PostalAddress:
    """A made-up address there."""
    street = dice.choice(STREETS)
    suffixes = ("Road", "Lane", "Street") if place.country == "GB" else ("Street", "Avenue", "Road", "Drive")
    return PostalAddress(
        line1=f"{dice.randrange(1, 980)} {street} {dice.choice(suffixes)}",
        line2=dice.choice(_UNITS).format(dice.randrange(1, 60)),
        city=place.city,
        region=place.region,
        postcode=_postcode(dice, place),
        country=place.country,
    )


def _postcode(dice: Dice, place: Place) -> str:
    if place.country == "CA":
        end = (
            dice.letters(1, string.digits)
            + dice.letters(1, _CANADIAN_LETTERS)
            + dice.letters(1, string.digits)
        )
        return f"{place.postcode} {end}"
    if place.country == "GB":
        district = dice.randrange(1, 10)
        return f"{place.postcode}{district} {dice.randrange(1, 10)}{dice.letters(2, _BRITISH_INWARD_LETTERS)}"
    return f"{place.postcode}{dice.randrange(1, 100):02d}"


def phone_numbers(place: Place, dice: Dice) -> Iterator[str]:
    """Numbers kept free for fiction: 555-01xx in North America, 07700 900xxx in the United Kingdom."""
    if place.country == "GB":
        return (f"+447700900{number:03d}" for number in dice.sample(range(1000), 1000))
    return (f"+1{place.area_code}55501{number:02d}" for number in dice.sample(range(100), 100))
