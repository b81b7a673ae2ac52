"""The words around items: what takes one in, what leaves one out, what counts and what only explains."""

from enum import Enum, auto

from actions.language.spelling import stems


class Kind(Enum):
    """What a word or phrase does in a message about items."""

    ALL = auto()
    NONE = auto()
    BOTH = auto()
    REST = auto()
    OTHER = auto()
    NUMBER = auto()
    A = auto()
    ORDINAL = auto()
    NOUN = auto()
    QUALITY = auto()
    EXTREME = auto()
    PRONOUN = auto()
    THEM = auto()
    ONE = auto()
    OF = auto()
    AND = auto()
    COMMA = auto()
    BUT = auto()
    EXCEPT = auto()
    KEEP = auto()
    TAKE = auto()
    NOT = auto()
    ADD = auto()
    TOO = auto()
    ONLY = auto()
    CORRECT = auto()
    INSTEAD = auto()
    FOR = auto()
    WHY = auto()
    IS = auto()
    WORD = auto()


_PHRASES: dict[Kind, str] = {
    Kind.ALL: "all, everything, every, each, whole, entire, complete, the lot, all items, all of my order",
    Kind.BOTH: "both, the pair of them",
    Kind.REST: "rest, remaining, remainder, everything else, all else, the others, all the others",
    Kind.OTHER: "other, another",
    Kind.OF: "of, from",
    Kind.AND: "and, plus, as well as, along with, &, +, /, or, nor",
    Kind.COMMA: "\\,, ;, :, ., !, ?, then",
    Kind.BUT: "but, though, yet",
    Kind.EXCEPT: (
        "except, except for, excluding, excl, apart from, other than, aside from, besides, without, minus,"
        " with the exception of, bar, everything but, all but, not including, not counting, save for"
    ),
    Kind.KEEP: (
        "keep, keeping, kept, leave, leave out, hold on to, hang on to, stay, remove, cancel, drop,"
        " take off, take out,"
        " skip, forget, exclude, omit, dont return, do not return, not return, not returning,"
        " no longer return,"
        " dont want to return, do not want to return, not going to return, wont return, wont be returning,"
        " dont send back, dont want to send, do not want to send, not sending, not send, dont exchange,"
        " do not exchange, not exchange, not exchanging, dont swap, do not swap, not swap, dont change,"
        " do not change, not change, not changing, dont want to exchange, do not want to exchange,"
        " dont want to change, do not want to change, decided against"
    ),
    Kind.TAKE: (
        "return, returning, send, sending, send back, give back, exchange, exchanging, swap,"
        " swapping, change,"
        " changing, replace, refund, take back, bring back, trade, switch, modify, edit, update"
    ),
    Kind.NOT: "not, neither",
    Kind.TOO: "too",
    Kind.ADD: "add, also, as well, additionally, include, including, in addition, on top",
    Kind.ONLY: "only, just, solely, nothing but, nothing except, no more than",
    Kind.CORRECT: "actually, meant, i mean, no, nope, sorry, wait, rather, oops, correction, wrong, instead",
    Kind.INSTEAD: "instead of, rather than, in place of",
    Kind.FOR: "for, to, into, with, by, be, as",
    Kind.WHY: "because, cause, cuz, since, reason, so that",
    Kind.IS: (
        "is, was, are, were, its, theyre, thats, be, doesnt, dont fit, isnt, didnt, wasnt, arent, wont, cant,"
        " wouldnt, has, have a, came, arrived, broke, look, fit, turned out, i bought, i ordered, i got,"
        " i received"
    ),
    Kind.NONE: "none, none of them, none of those, none of these",
    Kind.A: "a, an",
    Kind.PRONOUN: "it, this, that, item, thing, product, article, stuff",
    Kind.THEM: "them, these, those, they",
    Kind.ONE: "one, once",
    Kind.WORD: (
        "that is, that are, which is, which are, that was, thats the, second thought, second hand,"
        " first of all,"
        " at first, at last, last week, last month, last year, last time, last day, no longer, wrong size,"
        " wrong color, wrong item, wrong one, last order, first order, second order, other order, no problem,"
        " number of, my order, the order, this order, that order, an order, one size, all right,"
        " alright, at all,"
        " after all, all good, one more thing, in one, a few day, one day, the same, not sure, not yet,"
        " how much, for me, to me, a bit, a little, a lot, kind of, sort of, out of, instead please,"
        " a return,"
        " an exchange, a refund, get rid of, refund for, return for, refund me for, money back for,"
        " refund of,"
        " money for, like to, want to, need to, going to, have to, able to, with size, label for"
    ),
}
_EXTREMES: dict[str, str] = {
    "cheap": "cheaper, cheapest, least expensive, less expensive, lower priced",
    "dear": "more expensive, most expensive, pricier, priciest, expensive, dearer, dearest, costlier, pricey",
    "big": "bigger, biggest, larger, largest",
    "small": "smaller, smallest",
}
ORDINALS: dict[str, int] = {
    name: place
    for place, name in enumerate(
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"],
        start=1,
    )
} | {"last": -1}
# What people call a thing whose title uses another word.
SYNONYMS: dict[str, str] = {
    "bag": "backpack luggage handbag",
    "bike": "bicycle",
    "boot": "boots",
    "bulb": "bulb",
    "cup": "mug",
    "earphone": "earbuds headphones",
    "earpod": "earbuds",
    "glass": "sunglasses",
    "hoover": "vacuum",
    "kindle": "e-reader",
    "lightbulb": "bulb",
    "notepad": "notebook",
    "pant": "jeans trousers",
    "phone": "smartphone",
    "computer": "laptop",
    "rucksack": "backpack",
    "scent": "perfume",
    "shade": "sunglasses",
    "shoe": "sneakers shoes boots trainers",
    "sneaker": "sneakers trainers shoes",
    "suitcase": "luggage",
    "sweater": "jumper",
    "top": "shirt",
    "trainer": "sneakers trainers shoes",
    "trouser": "jeans trousers",
    "weight": "dumbbell",
}
# What is said of an item that stays, beside those that go back.
PRAISE = frozenset(stems("fine ok okay good great perfect lovely alright fits"))
# Last words of titles that say too little alone.
GENERAL_NOUNS = frozenset(stems("set kit pack bundle pair box piece case"))
# Words near an item that are no misspelt item.
COMMON_WORDS = frozenset(
    stems(
        """
        about after again all also am and any anything are arrived back bad been before being
        big black blue box broken brown but buy buying came can cannot card change charge colour
        could credit damaged day days did different does don't doesn't dollars done email end
        even ever every exchange expected feel fine fit fits fitted for from gift give given go
        going good got great green had has have hello help here home how instead is it item
        items just keep kind know large last late later leave left less let like little long
        longer look looks made mail make many material maybe mean medium mind mine mistake money
        month more most much need needed new next nice nothing now number off okay old once one
        only open opened order ordered original other our out over package paid paper parcel
        part pay paypal pick pink please poor price pretty product purchase put quality quite
        really reason receive received red refund return right same say sell send sent shall
        shape shipped shop short should show side since size small some something soon sorry
        start state still stop store stuff such sure swap take tell than thank thanks that them
        then there these they thing think this those thought tight time today together told took
        try turn two type under until unopened upon use used very want wanted was week well went
        were what when where which while white whole wide will wish with within without work
        works worked worn would wrong year yellow yesterday yet you your
        """
    )
)


def phrases() -> dict[tuple[str, ...], tuple[Kind, str]]:
    """Every phrase as compared, with what it does."""
    table: dict[tuple[str, ...], tuple[Kind, str]] = {}
    for kind, text in _PHRASES.items():
        for phrase in text.replace("\\,", "COMMA").split(","):
            mark = phrase.strip().replace("COMMA", ",")
            table[stems(mark) or (mark,)] = (kind, "")
    for extreme, text in _EXTREMES.items():
        for phrase in text.split(","):
            table[stems(phrase)] = (Kind.EXTREME, extreme)
    return table


PHRASES = phrases()
