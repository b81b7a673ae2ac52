"""Whether a message wants single items of an order cancelled, and not the order: "cancel just the mug"."""

import re
from collections.abc import Sequence

from actions.language.items import Naming, name_items
from actions.language.lexicon import Item
from actions.language.mistakes import is_mistaken

_CLAUSES = re.compile(
    r"[.!?;,\n]+|(?<!\s)\s++(?:because|cause|since|as|but i|and i|so|that|which)\s+", re.IGNORECASE
)
_TAKES_OUT = re.compile(
    r"\b(?:cancel\w*|remove|delete|drop|scrap|ditch|take|leave out|get rid of|call off"
    r"|(?:do not|don'?t|no longer) (?:want|need))\b",
    re.IGNORECASE,
)
# Of "I ordered the mug and I don't want it" the goods that "it" stands for.
_BOUGHT = re.compile(
    r"\b(?:i|we) (?:just |also |only |already )?(?:ordered|bought|purchased)\b", re.IGNORECASE
)
_ORDER = r"(?:orders?|purchase|parcel|package)"
_FROM_ORDER = re.compile(
    rf"\b(?:from|off|out of|in|on|of)\s+(?:(?:my|the|this|that|it'?s)\s+)?(?:\w+\s+)?"
    rf"(?:{_ORDER}\b(?:\s+#?\w*\d\w*)?|#?[a-z]{{0,3}}-?\d{{4,}})",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(
    rf"\b{_ORDER}\b|\bones? (?:with|for|containing)\b|#?\b[a-z]{{0,3}}-?\d{{4,}}\b", re.IGNORECASE
)
_ANY_ITEM = re.compile(
    r"\b(?:an?|one|single|some|part|half|two|three|\d) (?:single )?"
    r"(?:items?|things?|products?|articles?|of (?:it|them|the))\b"
    r"|\b(?:part|half|some) of\b|\bpartial(?:ly)?\b",
    re.IGNORECASE,
)


_ONLY = re.compile(r"\b(?:only|just|solely|alone|by itself|on its own)\b", re.IGNORECASE)
_KEEPS = re.compile(
    r"\b(?:keep(?:ing)?|still want|still need|hold on to|except|not|but not)\b", re.IGNORECASE
)
_LONGEST = 10  # words of what only says which of the items it is


def only_some(text: str, items: Sequence[Item]) -> Naming | None:
    """The items that `text` limits what was asked for to: "I meant the mat only", "the lamp I want to keep".

    None where it says no such thing, or names all or none of them.
    """
    plain = text.replace("’", "'")
    keeps = _KEEPS.search(plain) is not None
    is_asked = keeps and "?" in plain
    if is_asked or len(plain.split()) > _LONGEST or not (keeps or _ONLY.search(plain)):
        return None
    naming = name_items(_KEEPS.sub(" ", _ONLY.sub(" ", plain)), items)
    whole = sum(item.quantity for item in items)
    if naming is None or naming.unclear or not 0 < sum(naming.chosen.values()) < whole:
        return None
    if not keeps:
        return naming
    rest = {item.key: item.quantity - naming.chosen.get(item.key, 0) for item in items}
    return Naming({key: count for key, count in rest.items() if count})


def single_items(text: str, items: Sequence[Item]) -> Naming | None:
    """What `text` wants taken out of an order of `items`; None where it means all of it, or nothing.

    "Cancel the mug order" and "cancel my order, the mug is ugly" mean the order. The naming is empty where no
    item is named, as in "cancel one item".
    """
    whole = sum(item.quantity for item in items)
    parts = _CLAUSES.split(text.replace("’", "'"))
    clauses = [each for each in parts if _TAKES_OUT.search(each)]
    told = [each for each in parts if is_mistaken(each) or (clauses and _BOUGHT.search(each))]
    clauses += [each for each in told if each not in clauses]
    if whole < 2 or not clauses:
        return None
    for clause in clauses:
        rest = _FROM_ORDER.sub(" ", _TAKES_OUT.sub(" ", clause))  # "call off my order" is no "off my order"
        if _OF_ORDER.search(rest):
            return None
        naming = name_items(rest, items)
        if naming and 0 < sum(naming.chosen.values()) < whole:
            return naming
        is_counted = naming is not None and any(each.count for each in naming.unclear)
        if is_counted or (_ANY_ITEM.search(clause) and not (naming and naming.chosen)):
            return naming or Naming()
    return None
