"""What is asked about a product, and the sentence of its description that answers it."""

import re
from collections.abc import Sequence
from enum import StrEnum

from commerce.search.normalise import stems
from commerce.search.phrases import SAYS_NOTHING

_REVIEWS = re.compile(
    r"""\b(?:reviews? | ratings? | rated | stars | any\ good | good\ quality
    | (?:is|are)\ (?:it|they|this|that|these|the\ [\w'\ -]{1,40}?)\ (?:any\ )?(?:good|worth)
    | worth\ (?:it|the\ money|buying) | do\ people\ (?:like|say|think) | customers?\ (?:say|think)
    | what\ do\ (?:others|people|customers))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CHOICES = re.compile(
    r"""\b(?:(?:what|which)\ (?:other\ )?
      (?:colou?rs?|sizes?|options?|versions?|variants?|materials?|flavou?rs?|scents?|finishes)
    | comes?\ in | available\ in | made\ in)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_GENERAL = re.compile(
    r"""\b(?:tell\ me\ (?:more\ )?about | more\ (?:about|info(?:rmation)?|details?) | describe
    | show\ (?:me\ )?(?:the\ )?details | details | info(?:rmation)? | specs? | specifications?
    | what\ is\ (?:it|the))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_THERE = re.compile(
    r"\b(?:do|have|did) (?:you|u|ya)\b|\bgot\b|\b(?:is|are) there\b"
    r"|\b(?:in stock|available|availability|left|sold out|can i (?:get|buy|have))\b|^\W*any\b",
    re.IGNORECASE,
)
_POINTING = frozenset({"first", "second", "third", "fourth", "last", "detail"})
# What people ask with, and the attribute or the words of a description that answer it.
_TOPICS: dict[str, tuple[str, ...]] = {
    "material": ("made of", "made from", "made out of", "material", "fabric", "real leather", "solid wood"),
    "care": ("wash", "clean", "dishwasher", "tumble", "iron", "machine", "care"),
    "brand": ("who makes", "who made", "what brand", "which brand", "manufacturer"),
    "sizes": ("size run", "sizes run", "true to size", "us or uk", "uk or us", "eu size"),
}
_SAME_WORDS: dict[str, tuple[str, ...]] = {
    "heavy": ("weight", "weigh", "kg", "light"),
    "weigh": ("weight", "kg", "light", "heavy"),
    "weight": ("weigh", "kg", "light", "heavy", "hold"),
    "tall": ("height", "cm", "metre"), "wide": ("width", "cm"), "big": ("cm", "metre", "litre"),
    "dimension": ("cm", "metre"), "measurement": ("cm", "metre"), "long": ("metre", "cm", "length"),
    "battery": ("charge", "battery"), "charge": ("charge", "battery", "usb"),
    "waterproof": ("waterproof", "wet", "dry", "rain", "splash"),
    "washable": ("wash", "washes", "dishwasher"),
    "include": ("include", "box", "come"), "included": ("include", "included", "box", "comes"),
    "box": ("box", "included", "comes"), "warm": ("warm", "warmth", "winter"), "bulb": ("bulb",),
    "induction": ("hob", "induction"), "beginner": ("beginner", "first", "learn"),
    "kid": ("children", "child", "kids"), "child": ("children", "child", "kids"),
}  # fmt: skip


class Question(StrEnum):
    """What is asked about a product."""

    REVIEWS = "reviews"
    CHOICES = "choices"
    GENERAL = "general"
    FACT = "fact"


def question_in(text: str) -> Question:
    """What `text` asks about a product."""
    if _REVIEWS.search(text):
        return Question.REVIEWS
    if _CHOICES.search(text):
        return Question.CHOICES
    if attribute_asked(text):
        return Question.FACT
    asked = [word for word in stems(text) if word not in SAYS_NOTHING and word not in _POINTING]
    return Question.GENERAL if _GENERAL.search(text) or not asked else Question.FACT


def asks_whether_there(text: str) -> bool:
    """Whether `text` asks if a thing can be had, and not what it is: "do you have it", "is it in stock"."""
    return bool(_THERE.search(text))


def asks_in_general(text: str) -> bool:
    """Whether `text` asks for all that is known of a thing: "tell me about the tent"."""
    return bool(_GENERAL.search(text))


def asks_of_it(text: str) -> bool:
    """Whether `text` asks how good or what it is, which says nothing without the thing spoken of."""
    return bool(_REVIEWS.search(text) or _CHOICES.search(text))


def attribute_asked(text: str) -> str | None:
    """The attribute that `text` asks for: "material", "care"."""
    said = text.lower()
    return next((name for name, words in _TOPICS.items() if any(word in said for word in words)), None)


def sentences_of(description: str) -> list[str]:
    """The sentences of a description."""
    return [each.strip() for each in re.split(r"(?<=[.!?])\s+|;\s+", description) if each.strip()]


def answering(text: str, title: str, sentences: Sequence[str]) -> list[str]:
    """The sentences that speak of what `text` asks, best first; none where the description is silent."""
    asked = [word for word in stems(text) if word not in SAYS_NOTHING and word not in stems(title)]
    wanted = {*asked, *(other for word in asked for other in _SAME_WORDS.get(word, ()))}
    scored = [(len(wanted.intersection(stems(each))), each) for each in sentences]
    return [each for score, each in sorted(scored, key=lambda pair: -pair[0]) if score]
