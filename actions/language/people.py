"""Reads a full name that is given alone, as the answer to the question for it."""

import re

_LEAD = re.compile(
    r"^\W*(?:(?:hi|hello|hey|yes|yep|sure|ok|okay|sorry|oh|please|it(?:['’]?s| is| was)|that(?:['’]?s| is)"
    r"|i(?:['’]m| am|m)|this is"
    r"|(?:my |the |full |first and last )*name(?:['’]s| is|:)?|under|under the name(?: of)?"
    r"|mr|mrs|ms|miss|mx|dr)\b[.,:\s]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<![\s,.!(-])[\s,.!(-]*+"
    r"\b(?:please|thanks|thank you|pls|is (?:my|the) (?:full )?name|(?:as )?on (?:the|my) order"
    r"|is the name on it|as (?:stated|written|shown))\b.*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:[^\W\d_]['’]?[^\W\d_]*(?:[-'’][^\W\d_]+)*|[^\W\d_])\.?")
# What a request or an excuse has, and a name hardly ever.
_NO_NAME = frozenset(
    """
    a about address after again agent ahead all am an and anything are at be because before bot buy by can
    cancel cancelled cant change check code could delivered delivery did do does dont don't email e-mail
    exchange find for forget from get give go got had has have he hello help her here hi him his hold
    how human i i'd i'll i'm id if in is isn't it item items its just know late let like look looking
    lost me minute mind moment money my nah name need never no none nope not nothing number of off ok
    okay on one or order orders our ours package parcel payment person phone please postcode problem
    quit real refund representative return right said send she shipped should show so someone something
    sorry status stop sure talk tell than thanks that the their them then there they thing this to track
    tracking try was wait we were what what's when where where's which who whose why with without
    would wrong yeah yes you your zip
    """.split()  # noqa: SIM905  words read better as a text
)
_MOST_WORDS = 5


def full_name(text: str) -> str:
    """The first and last name that `text` is, with little around it; empty when it is something else.

    "Doe, Jane" is turned round. Words keep their spelling.
    """
    plain = _TAIL.sub("", _LEAD.sub("", text.strip())).strip(" .,!\"“”'")
    last, comma, first = (part.strip() for part in plain.partition(","))
    words = f"{first} {last}".split() if comma else plain.split()
    if not 2 <= len(words) <= _MOST_WORDS or "?" in text:
        return ""
    unlikely = [word for word in words if word.lower().rstrip(".") in _NO_NAME]
    if not all(_WORD.fullmatch(word) for word in words) or not (
        not unlikely or _is_short_name(words, unlikely)
    ):
        return ""
    return " ".join(words)


def _is_short_name(words: list[str], unlikely: list[str]) -> bool:
    """Whether it is "Do Kim" or "An Nguyen": one short word that is a name elsewhere, all with capitals."""
    return len(unlikely) == 1 and len(unlikely[0]) <= 3 and all(word.istitle() for word in words)
