"""The words the ruler knows: numbers, ordinals, colours, sizes."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, which is how the long lists here stay readable."""
    return frozenset(text.split())


_COUNTING = "one two three four five six seven eight nine ten eleven twelve"
_ORDERING = "first second third fourth fifth sixth seventh eighth ninth tenth"

NUMBERS = {word: number for number, word in enumerate(_COUNTING.split(), start=1)} | {"dozen": 12}
ORDINALS = {word: number for number, word in enumerate(_ORDERING.split(), start=1)} | {
    "last": -1,
    "latest": -1,
    "newest": -1,
}

COLOURS = words(
    "black white red blue green yellow orange purple pink brown grey gray silver gold beige navy teal "
    "turquoise burgundy maroon khaki olive cream ivory charcoal lilac lavender violet magenta coral "
    "mint copper bronze tan indigo mustard"
)
COLOUR_SHADES = words(
    "light dark pale bright navy sky royal baby forest rose space hot off deep matte midnight"
)
COLOUR_SPELLINGS = {"gray": "grey"}

SIZE_WORDS = {
    "xxs": "XXS",
    "xs": "XS",
    "xl": "XL",
    "xxl": "XXL",
    "2xl": "XXL",
    "xxxl": "XXXL",
    "3xl": "XXXL",
    "small": "S",
    "medium": "M",
    "large": "L",
    "extra small": "XS",
    "extra large": "XL",
    "x-large": "XL",
    "x-small": "XS",
}
SIZE_LETTERS = {"s": "S", "m": "M", "l": "L"}
MEASURES = words(
    "inch inches in ft feet foot cm mm m ml l litre litres liter liters oz gb tb mah kg lb lbs g watt "
    "watts w mp"
)
TIME_WORDS = words(
    "second seconds minute minutes min mins hour hours hr hrs day days business working week weeks "
    "month months year years am pm o'clock times time percent % minutes' weeks' days' night nights "
    "weekend business"
)
STREET_WORDS = words(
    "street st avenue ave road rd lane ln drive dr boulevard blvd way court ct close place terrace "
    "row square crescent parkway highway hill grove gardens"
)
MONTHS = words(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec"
)
