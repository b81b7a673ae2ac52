"""The words the ruler knows: numbers, ordinals, colours, sizes."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, which is how the long lists here stay readable."""
    return frozenset(text.split())


_COUNTING = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_ORDERING = "first second third fourth fifth sixth seventh eighth ninth tenth"

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = (
    {word: number for number, word in enumerate(_COUNTING.split(), start=1)}
    | {word: 10 * number for number, word in enumerate(_TENS.split(), start=2)}
    | {"dozen": 12}
)
ORDINALS = {word: number for number, word in enumerate(_ORDERING.split(), start=1)} | {
    "last": -1,
    "latest": -1,
    "newest": -1,
}

COLOURS = words(
    "black white red blue green yellow orange purple pink brown grey gray silver gold beige navy teal "
    "turquoise burgundy maroon khaki olive cream ivory charcoal lilac lavender violet magenta coral "
    "mint copper bronze tan indigo mustard rust sage terracotta"
)
COLOUR_SHADES = words(
    "light dark pale bright navy sky royal baby forest rose space hot off deep matte midnight olive"
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
    "double xl": "XXL",
    "x-large": "XL",
    "x-small": "XS",
}
SIZE_LETTERS = {"s": "S", "m": "M", "l": "L"}
MEASURES = words(
    "inch inches in ft feet foot cm mm m metre metres meter meters ml l litre litres liter liters oz gb tb "
    "mah kg kilo kilos lb lbs g gram grams cup person watt "
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
_MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jan. feb. mar. apr. may jun. jul. aug. sep. oct. nov. dec.",
)
MONTH_NAMES = {name: number for row in _MONTHS for number, name in enumerate(row.split(), start=1)} | {
    "sept": 9,
    "sept.": 9,
}
MONTHS = frozenset(MONTH_NAMES)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
WEEKDAY_NAMES = {name: number for number, name in enumerate(_WEEKDAYS.split())} | {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
# How many days after the message's.
SPOKEN_DAYS = {
    "today": 0,
    "2day": 0,
    "tonight": 0,
    "tonite": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "earlier today": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "2moro": 1,
    "2morrow": 1,
    "tomorrow morning": 1,
    "tomorrow afternoon": 1,
    "tomorrow evening": 1,
    "tomorrow night": 1,
    "yesterday": -1,
    "yday": -1,
    "yesterday morning": -1,
    "yesterday afternoon": -1,
    "yesterday evening": -1,
    "last night": -1,
    "last nite": -1,
    "day before yesterday": -2,
    "the day before yesterday": -2,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}
COUNTED_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366}
# The words, beside the catalogue's, that a misspelt word may have been meant for.
SPELT_WORDS = frozenset(
    word
    for phrase in (*COLOURS, *SIZE_WORDS, *ORDINALS, *NUMBERS, *MONTH_NAMES, *WEEKDAY_NAMES, *SPOKEN_DAYS)
    for word in phrase.split()
)
