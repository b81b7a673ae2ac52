"""What is asked of a wish list, where the words leave no doubt."""

import re

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


def wishlist_request(text: str) -> str | None:
    """Return the request that `text` makes of a wish list; None where the words do not tell."""
    if _SHARED.search(text):
        return "share_wishlist"
    if _OFF.search(text):
        return "remove_from_wishlist"
    return "add_to_wishlist" if _ON.search(text) else None
