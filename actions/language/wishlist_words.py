"""What is asked of a wish list, where the words leave no doubt."""

import re

from actions.language.goods import goods_in

_LIST = r"(?:wish ?-?lists?|favou?rites|saved (?:items|things))"
_OFF = re.compile(
    rf"\b(?:off|from|out of)\b.{{0,12}}\b{_LIST}|\b(?:clear|empty|wipe)\b.{{0,20}}\b{_LIST}"
    rf"|\b(?:buy|order|purchase)\b.{{0,40}}\bon\b.{{0,8}}\b{_LIST}"
    rf"|\b{_LIST}\b.{{0,30}}\b(?:in|into|to)\b.{{0,8}}\b(?:cart|basket|bag|trolley)\b",
    re.IGNORECASE,
)
_ON = re.compile(
    r"\b(?:put|add|save|keep|stick|pop|place|throw|set|include|store|move|note|remember|bookmark|drop)\b"
    rf".*\b(?:on|to|onto|in|into)\b.{{0,8}}\b{_LIST}",
    re.IGNORECASE,
)
_SHARED = re.compile(
    rf"\b(?:share|sharing|shared|unshare|publish|public|private|link)\b.*\b{_LIST}"
    rf"|\b{_LIST}\b.*\b(?:share|sharing|shared|unshare|public|private|link)\b",
    re.IGNORECASE,
)
_STOPS_SHARING = re.compile(
    r"\b(?:stop shar\w+|(?:end|stop|cancel) .{0,12}sharing|un-?share|no longer|any longer|revoke"
    r"|(?:make|keep|set|turn|mark|want|have|get) .{0,40}\bprivate|private again|hide (?!.{0,10}\bname\b)"
    r"|n[o']t .{0,30}any ?(?:more|longer)|(?:turn|switch) off|take down|disable|delete .{0,12}link|nobody"
    r"|(?:don'?t|do not) (?:let|want) .{0,20}\b(?:see|view)|stop working)\b",
    re.IGNORECASE,
)
_SEE = r"(?:sees?|seeing|views?|look at|access(?:es)?|finds?)"
_ASKS_WHO_SEES = re.compile(
    rf"\bwho(?:'s| is| else)?\b.{{0,20}}\b{_SEE}\b"
    rf"|^\W*(?:(?!how)\w+\W+){{0,2}}(?:can|could|does|do|will|would) (?:other|any|some|every|people|my"
    rf"|strangers|friends|they)\w*\b.{{0,20}}\b{_SEE}\b"
    r"|\b(?:is|are) (?:it|this|that|my|the|our)\b.{0,30}\b(?:private|public|visible|hidden|secret)\b"
    rf"|\b(?:if|whether) .{{0,30}}\b{_LIST} is (?:private|public|visible|hidden|secret|shared)\b",
    re.IGNORECASE,
)
_CART = r"(?:shopping )?(?:cart|basket|bag|trolley)"
_INTO_CART = re.compile(rf"\b(?:in|into|to) (?:(?:my|the|our|a) )?{_CART}\b(?! \w+er\b)", re.IGNORECASE)
_BUYS = re.compile(
    r"\b(?<!\bmy )(?<!\bthe )(?<!\ban )(?<!\blast )(?<!\bin )(?:buy|order|purchase|check ?out)\b"
    r"|\b(?:i'?ll|i will) (?:take|have)\b",
    re.IGNORECASE,
)
_TAKES_OFF = re.compile(
    r"\b(?:remove|delete|erase|drop|strike|unsave|clear|wipe|empty|get rid of"
    r"|(?:take|cross|get) .{0,40}\boff)\b",
    re.IGNORECASE,
)
_MINE = r"(?:(?:of|my|the|these|those|whole|entire|complete) )*"
_ENDS = r"(?=\W*(?:$|[.,;:!?]|(?:please|off|from|out|on|in|into|to|and|at|now|away|again|up)\b))"
_ALL = re.compile(
    rf"\b(?:everything|(?:the )?(?:whole |entire )?lot|whole thing){_ENDS}"
    rf"|\b(?:all|both|each|every)(?: (?:\d+|one|two|three|four|five|six))?"
    rf"(?: {_MINE}(?:it|them|that|these|those|wish(?:es)?|items?|things?|products?|goods|stuff|{_LIST}))?"
    rf"{_ENDS}"
    rf"|\b(?:clear|empty|wipe|delete|erase|buy|order|put|move|add) (?:out )?{_MINE}{_LIST}{_ENDS}"
    rf"|\b(?:whole|entire|complete) (?:{_LIST}|list)\b|\b(?:clear|empty|wipe) (?:it|them|the list)\b",
    re.IGNORECASE,
)
_SAYS_ALL = re.compile(r"\b(?:all|both|each|every\w*|whole|entire|clear|empty|wipe)\b", re.IGNORECASE)
_OF_LIST = re.compile(rf"\b(?:off|from|out of|on|in|to|into)?\W*(?:my|the)?\W*{_LIST}\b", re.IGNORECASE)


def means_all_wishes(text: str) -> bool:
    """Whether `text` means everything on a list: "empty my wish list", but not "remove both mugs"."""
    return _ALL.search(text) is not None


def without_list(text: str) -> str:
    """Return `text` without its mention of the list, which is no product."""
    return _OF_LIST.sub(" ", text)


def names_goods(text: str) -> bool:
    """Whether `text` names goods, whatever is on the list, or says which ones by their kind."""
    return bool(goods_in(without_list(text))) or (
        _SAYS_ALL.search(text) is not None and not _ALL.search(text)
    )


def stops_sharing(text: str) -> bool:
    """Whether `text`, said of a list that is shared, wants that to end: "make it private"."""
    return _STOPS_SHARING.search(text) is not None


def asks_who_sees(text: str) -> bool:
    """Whether `text` asks who can see the list: "is my wish list private?"."""
    return _ASKS_WHO_SEES.search(text) is not None


def moves_wishes(text: str) -> bool:
    """Whether what is named goes from the list into the cart; a sleeping bag that is removed does not."""
    return bool(_INTO_CART.search(text) or (_BUYS.search(text) and not _TAKES_OFF.search(text)))


def wishlist_request(text: str) -> str | None:
    """Return the request that `text` makes of a wish list; None where the words do not tell."""
    if asks_who_sees(text):
        return "view_wishlist"
    if _SHARED.search(text):
        return "share_wishlist"
    if _OFF.search(text):
        return "remove_from_wishlist"
    return "add_to_wishlist" if _ON.search(text) else None
