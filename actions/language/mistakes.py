"""Orders that were a slip, told as a story: "i ordered a mug by mistake, remove it"."""

import re

_BUYING = (
    r"(?:order(?:ed|ing)?|re-?ordered|b(?:ought|uy)|purchased?|placed (?:an?|the|this|that|my) order"
    r"|checked out|(?:hit|clicked|pressed|tapped|pushed) (?:on )?(?:the )?"
    r"(?:buy|order|place order|check ?out|pay|purchase))"
)
_SLIP = (
    r"(?:by (?:accident|mistake|error)|in error|on accident|accident(?:al)?ly|mistakenly|unintentionally"
    r"|my mistake|my bad|my fault|oops|whoops)"
)
_NOT_MEANT = (
    r"\b(?:did not|didn'?t|never) (?:really |actually )?(?:mean|meant|intend(?:ed)?|want(?:ed)?) to "
    r"(?:order|buy|purchase|place|check ?out)\b"
)
_MISTAKEN = re.compile(
    rf"\b{_BUYING}\b[^.!?;]{{0,60}}\b{_SLIP}\b|\b{_SLIP}\b[^.!?;]{{0,40}}\b{_BUYING}\b"
    rf"|{_NOT_MEANT}|\bmis-?click(?:ed|s)?\b"
    r"|\b(?:the|that|my) (?:\w+ ){1,3}(?:was|is|were) (?:an? )?(?:accident|mistake|slip)\b"
    r"|\b(?:was not|wasn'?t) (?:supposed|meant) to (?:order|buy|be ordered)\b"
    r"|\b(?:son|daughter|kids?|child|toddler|cat|dog|husband|wife|somebody|someone|grandson|nephew|niece)\b"
    rf"[^.!?;]{{0,25}}\b{_BUYING}\b[^.!?;]{{0,40}}\b(?:{_SLIP}|without (?:me|us|asking|permission|my)"
    r"|on my (?:phone|account|tablet))",
    re.IGNORECASE,
)
_HERE = re.compile(r"\b(?:arrived|came|received|delivered|got (?:it|them|here))\b", re.IGNORECASE)
# What was sent, paid or filled in wrong is no order that was a slip.
_ELSE = re.compile(
    r"\b(?:(?:you|they|u) (?:sent|shipped|gave)|but (?:i |we )?(?:got|received)|broken|damaged|missing"
    r"|return(?:ing|ed)?|send (?:it|them) back|cancel(?:lation|led)|charge[ds]?|exchange|cart|basket|bag"
    r"|address|card|paypal|visa|code|account was|points|e-?mail)\b",
    re.IGNORECASE,
)
_UNMEANT = re.compile(_NOT_MEANT, re.IGNORECASE)
_RATHER = re.compile(
    r"\b(?:instead|make (?:it|them) (?:an? )?\w+|change (?:it|them)|swap|switch|should (?:be|have been)"
    r"|(?:mean|meant) (?:to (?:get|order|buy|pick|choose) )?(?:the|an?) \w+|need (?:the|an?) \w+ (?:one|size)"
    r"|wrong (?:size|colou?r|version|model|variant|one|style))\b",
    re.IGNORECASE,
)


def is_mistaken(text: str) -> bool:
    """Whether `text` says that something was ordered by mistake."""
    return _MISTAKEN.search(text.replace("’", "'")) is not None


def mistaken_order(text: str) -> str | None:
    """The request that such a story makes: to cancel, change or send back what was ordered; else None."""
    plain = text.replace("’", "'")
    if not is_mistaken(plain) or _ELSE.search(plain):
        return None
    if _HERE.search(plain):
        return "return_items"
    is_swap = _RATHER.search(_UNMEANT.sub("", plain)) is not None
    return "change_order_items" if is_swap else "cancel_order"
