"""What is said of a cart: that it is emptied, how many there are to be of something, what becomes another."""

import re
from dataclasses import dataclass
from enum import StrEnum

from actions.language.number_words import SPELT, number_of

_NUMBER = rf"(?:\d{{1,2}}|{SPELT}|a couple(?: of)?|a dozen|a pair(?: of)?)"
_CART = r"(?:cart|basket|bag|trolley)"
_WISHES = re.compile(
    r"\bwish ?-?list\b|\bsave (?:it|this|that|them|these|those)\b.{0,12}\bfor later\b", re.IGNORECASE
)
_EVERYTHING = r"(?:everything|it all|all (?:of )?(?:it|items|the items)|the lot)"
_EMPTIES = re.compile(
    rf"\b(?:empty|clear|wipe|discard|dump|delete|erase|reset|cancel|remove|start)\b"
    rf"(?:\W+(?:out|my|the|this|that|whole|entire|saved|shopping|over|with|an|a|new|empty)\b)*\W+{_CART}\W*$"
    rf"|^\W*(?:empty|clear|wipe|dump)(?: (?:it|this|that))?(?: out)?\W*$"
    rf"|\bempty {_CART}\b"
    rf"|\b(?:clear|erase|remove|delete|take)\b.{{0,14}}\b{_EVERYTHING}\b"
    rf"(?!.{{0,6}}\b(?:but|except|besides|apart)\b)"
    rf"|\berase what'?s in\b|\bcancel the items\b",
    re.IGNORECASE,
)
_LEAVES_ONLY = re.compile(r"\b(?:leave|keep) (?:only|just)\b|\bonly (?:leave|keep)\b", re.IGNORECASE)
_ALL_BUT = re.compile(
    r"\b(?:everything|all|all of (?:it|them)|the rest)\b.{0,12}\b(?:but|except|besides|apart from)\b",
    re.IGNORECASE,
)
_IT = r"(?:it|that|them)"
_SETS = re.compile(
    rf"\b(?:quantity|qty|number|amount|count)\b.{{0,40}}?\bto (?P<to>{_NUMBER})\b"
    rf"|\b(?:make {_IT}|set (?:{_IT} )?to|change {_IT} to|let'?s say)\s+(?:just |only )?(?P<make>{_NUMBER})\b"
    rf"|\b(?:only|just)\b(?: (?:want|need|have|keep|take|put|leave))?(?: the)? (?P<only>{_NUMBER})\b"
    rf"|\b(?:update|change|set|reduce|lower|increase|raise|bump)\b.{{0,60}}?\bto (?P<update>{_NUMBER})\b"
    rf"|\b(?P<will>{_NUMBER}) (?:will do|is enough|are enough|is plenty|are plenty)\b"
    rf"|\b(?:set )?(?:the )?(?:quantity|qty)\b.{{0,5}}\b(?P<qty>{_NUMBER})\b"
    rf"|^\W*(?:no|nope|actually|sorry|wait|rather|i meant)\W+"
    rf"(?:(?:just|only|i meant|i want)\W+)?(?P<rather>{_NUMBER})\b"
    rf"|\b(?P<instead>{_NUMBER})\b[^.?!]{{0,30}}\b(?:instead of|rather than|not) (?:{_NUMBER})\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    rf"\b(?P<count>{_NUMBER}) (?:less|fewer)\b|\btake (?P<off>{_NUMBER}) (?:off|out|away)\b"
    rf"|\b(?:remove|delete|drop|take out|take off|take) (?P<removed>{_NUMBER})\b"
    r"|\b(?:lower|reduce|decrease) (?:the )?(?:quantity|number|amount)\b|\bfewer\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"\b(?P<count>{_NUMBER}) more\b|\b(?:another|one more|add one|an extra one)\b"
    r"|\b(?:increase|raise|bump)\b",
    re.IGNORECASE,
)
_BECOMES = re.compile(
    r"\b(?:swap|switch|exchange|replace|change|instead|rather|want|prefer|have|make|get|take|need)\b",
    re.IGNORECASE,
)
_OF_VARIANT = re.compile(
    r"\b(?:size|colou?r|version|variant|model|swap|switch|exchange|replace|for (?:a|an|the)"
    r"|in (?!my|the (?:cart|basket|bag))\w+|instead|bigger|smaller|larger)\b",
    re.IGNORECASE,
)
_INTO_CART = re.compile(
    rf"\b(?:move|add|put|throw|stick|pop|place)\b.{{1,40}}\b(?:to|in|into)\b.{{0,12}}\b{_CART}\b",
    re.IGNORECASE,
)
_ASKS_OF_CART = re.compile(
    r"^\W*(?:\w+\W+)?(?:what|which|did|have|has|is|are|was|were|when|how|show|where|why)\b", re.IGNORECASE
)
_SHOPPED = re.compile(rf"\b(?:{_CART}|checkout|check out)\b", re.IGNORECASE)
_ASKS_HOW = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|ok|and|please)\W+)*(?:how (?:do|can|does|to|would|should)"
    r"|where (?:do|can|is|are)|what do i have to|do you (?:take|accept)|is it possible"
    r"|can (?:i|you|we|one)\b.{0,40}\b(?:by (?:phone|telephone|e-?mail|mail|post|fax)|over the phone"
    r"|for (?:someone|somebody|a friend|my|another)|to (?:a|another) different|to another))\b",
    re.IGNORECASE,
)
_ONE_MORE_OF_THEM = re.compile(
    rf"\b(?:another|one more|(?:{_NUMBER}) more)\b"
    rf"(?:\W+(?:one|of (?:them|those|these|it)|please|in my|in the|{_CART}))*\W*$",
    re.IGNORECASE,
)


_TAKES_OUT = re.compile(
    r"\b(?:remove|delete|drop|erase|rm|take (?:out|off|away)|get rid of|(?:kick|throw) out|put back"
    r"|leave (?:only|just)|keep (?:only|just)|only (?:leave|keep)|undo adding|without"
    r"|i (?:do not|don'?t|won'?t|no longer) (?:want|need|buy)|not)\b|\b(?:any ?more|out|away|off)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    rf"\b(?:instead of|rather than|(?:i )?don'?t (?:need|want)|not) (?:{_NUMBER})\b", re.IGNORECASE
)


_TAKES = re.compile(
    r"\b(?:i|we)(?:'?ll| will)(?: just| also)? (?:take|have|get)\b|\b(?:add|throw in|put in)\b(?!.*\bnote\b)"
    r"|\b(?:i|we)(?:'?d| would) like to (?:buy|take|have|add)\b|^\W*(?:and )?also (?:a|an|one|two|the)\b",
    re.IGNORECASE,
)
_SAID_FIRST = (
    r"(?:(?:actually|just|only|no|ok|okay|and|i want|i need|i'?d like|let'?s say|sorry|wait|rather|um+)\W+)*"
)
_SAID_LAST = r"(?:\W+(?:please|pls|plz|then|thanks|only|is enough|will do|instead|though|now))*\W*"
_COUNT_ALONE = re.compile(
    rf"\W*{_SAID_FIRST}(?:(?P<of>{_NUMBER}) of (?:them|those|these|it|each)"
    rf"|make (?:it|that|them) (?P<make>{_NUMBER})|(?P<word>{SPELT})){_SAID_LAST}",
    re.IGNORECASE,
)
_ADDS_ALONE = re.compile(
    rf"\W*{_SAID_FIRST}(?:(?:please|pls|can you|could you|i'?ll|i will|let'?s|sure|yes|yeah|cool|great"
    rf"|nice)\W+)*"
    rf"(?:add|buy|put|take|get|purchase|order)(?:\W+(?P<count>{_NUMBER}))?"
    rf"(?:\W+(?:now|to|in|into|on|my|the|{_CART}|wish ?-?list"
    rf"|please|pls))*\W*",
    re.IGNORECASE,
)


_ANOTHER = re.compile(
    rf"\b(?:another|one more|an?(?: extra|n additional)|(?:a |the )?(?:second|2nd|third|3rd)"
    rf"|(?:{_NUMBER}) more|more of"
    r"|additional|extra)\b(?! (?:order|orders|chance|question|time|thing|address|card|reason|payment"
    r"|opinion|look))",
    re.IGNORECASE,
)
_AN_ORDER = (
    r"(?:(?:my|the|this|that|an|a|our|same|existing|current|last|latest|recent|pending|open|placed|previous|old"
    r"|first)\W+)+(?:order|purchase|parcel|package|shipment)\b"
    r"(?! (?:basket|cart|bag|history|page|list|note|form))"
)
_TO_ORDER = re.compile(
    r"\b(?:add|put|include|throw|stick|squeeze|sneak|pop|chuck|append|slip|fit)\b.{1,60}?"
    rf"\b(?:to|in|into|onto|with|inside)\b {_AN_ORDER}"
    rf"|\b(?:more|another|second|2nd|extra|additional)\b.{{1,60}}?\b(?:to|in|into|onto)\b {_AN_ORDER}"
    r"|\b(?:add|include|put)\b.{1,60}?\b(?:to|in|into)\b (?:(?:my|the) )?order #?\w*\d",
    re.IGNORECASE,
)
_NOT_GOODS = re.compile(
    r"\b(?:note|code|coupon|voucher|discount|promo\w*|gift ?card|points|credit|address|apartment|flat"
    r"|unit|number"
    r"|instructions?|message|name|phone|insurance|gift ?wrap\w*|wrapping|review|comment|card|wish|tax|vat)\b",
    re.IGNORECASE,
)


class Wish(StrEnum):
    """What is to become of lines of the cart."""

    EMPTY = "empty"
    KEEP_ONLY = "keep_only"  # what is named stays, the rest goes
    ALL_BUT = "all_but"
    SET = "set"
    LESS = "less"
    MORE = "more"
    OTHER_VARIANT = "other_variant"
    REMOVE = "remove"


@dataclass(frozen=True)
class CartWish:
    """A wish and its number, where it has one."""

    kind: Wish
    count: int | None = None


def cart_wish(text: str) -> CartWish:
    """What `text` wants of what is in the cart; taking it out where it says nothing else."""
    for kind, words in ((Wish.KEEP_ONLY, _LEAVES_ONLY), (Wish.ALL_BUT, _ALL_BUT), (Wish.EMPTY, _EMPTIES)):
        if words.search(text):
            return CartWish(kind)
    for kind, words in ((Wish.SET, _SETS), (Wish.LESS, _LESS)):
        if found := words.search(text):
            return CartWish(kind, _counted(found))
    if _OF_VARIANT.search(text) and _BECOMES.search(text):
        return CartWish(Wish.OTHER_VARIANT)
    if found := _MORE.search(text):
        return CartWish(Wish.MORE, _counted(found) or 1)
    return CartWish(Wish.REMOVE)


def _counted(found: re.Match[str]) -> int | None:
    """The number of a match, in whichever of its places it was said."""
    return next((_number(said) for said in found.groupdict().values() if said), None)


def naming_part(text: str) -> str:
    """The text as it names lines: taking them out is no leaving out, and a former number names nothing."""
    return _TAKES_OUT.sub(" return ", _FORMER.sub(" ", text))


def number_alone(text: str) -> int | None:
    """The number that a short answer is: "3", "make it three please"; None where there is none or several."""
    found = re.findall(rf"\b{_NUMBER}\b", text, re.IGNORECASE)
    return _number(found[0]) if len(found) == 1 and len(text.split()) <= 6 else None


def count_alone(text: str) -> int | None:
    """How many, where a message says only that: "two of them", "actually one"; "2" alone may be a place."""
    found = _COUNT_ALONE.fullmatch(text)
    return _number(found["of"] or found["make"] or found["word"]) if found else None


def adds_alone(text: str) -> int | None:
    """How many `text` puts in, where it does not say of what: "add to cart", "put 2 in my basket"."""
    found = _ADDS_ALONE.fullmatch(text)
    return (_number(found["count"]) if found["count"] else 1) if found else None


def speaks_of_gift_card(text: str) -> bool:
    """Whether a gift card is to be bought."""
    return re.search(r"\bgift ?cards?\b", text, re.IGNORECASE) is not None


def takes(text: str) -> bool:
    """Whether `text` says that something is bought: "I'll take two of the blue ones"."""
    return _TAKES.search(text) is not None


def wants_another(text: str) -> bool:
    """Whether `text` wants more of what there is already: "a second lamp"."""
    return _ANOTHER.search(text) is not None


def adds_to_order(text: str) -> bool:
    """Whether goods are to go into an order that was placed: "add a mat to my order"."""
    is_asked = _TO_ORDER.search(text) is not None and _NOT_GOODS.search(text) is None
    return is_asked and not speaks_of_cart(text) and re.search(r"\b(?:did|was|were|what)\b", text) is None


def moves_into_cart(text: str) -> bool:
    """Whether `text` puts something into the cart, and asks for no look at it: "move the lamp to my cart"."""
    return _INTO_CART.search(text) is not None and _ASKS_OF_CART.search(text) is None


def speaks_of_cart(text: str) -> bool:
    """Whether the cart is named."""
    return _SHOPPED.search(text) is not None


def asks_how(text: str) -> bool:
    """Whether it is asked how something is done, and not that it is done."""
    return _ASKS_HOW.search(text) is not None


def wants_more_of_it(text: str) -> bool:
    """Whether `text` wants more of what was spoken of: "two more please"."""
    return _ONE_MORE_OF_THEM.search(text) is not None


def count_more(text: str) -> int:
    """How many more `text` wants."""
    found = _MORE.search(text)
    return (_number(found["count"]) or 1) if found and found["count"] else 1


def _number(said: str) -> int:
    word = said.lower()
    if word.startswith(("a couple", "a pair")):
        return 2
    if word == "a dozen":
        return 12
    return number_of(word)
