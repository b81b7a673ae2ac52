"""Chooses what to quote: an article's lead for the whole of a topic, else a passage, two for a near tie."""

import re
from collections.abc import Sequence

from commerce.help.search import FoundPassage

# Passages nearer together than this are told apart by rounding, which differs between processors.
NEAR_TIE = 0.03
_MOST_QUOTED = 2
_LONGEST_QUOTE = 400  # characters: what is longer is better said by the article's lead

_SAYS_NOTHING = frozenset(
    """
    a about an and any anything are as at be can could conditions detail details do does explain
    everything for general give got guys have help hey hi hello how i in info information is it its kind
    know learn like me more my of ok okay on our out please policies policy process question questions
    rule rules say shop so some store sure tell term terms thanks the there this to understand us wait
    want way what whats when with work works would you your
    """.split()  # noqa: SIM905  words read better as a text
)
_SAME = {
    "shipping": "delivery",
    "shipment": "delivery",
    "deliver": "delivery",
    "ship": "delivery",
    "rma": "return",
    "much": "cost",
    "price": "cost",
    "fee": "cost",
    "charge": "cost",
    "discount": "promotion",
    "promo": "promotion",
    "coupon": "promotion",
    "voucher": "promotion",
}
_NO_TOPIC = frozenset({"cost"})  # of what, is the question


def choose(question: str, found: Sequence[FoundPassage], leads: Sequence[FoundPassage]) -> list[FoundPassage]:
    """Return what answers `question` best: one passage or two, from the nearest in meaning and the leads.

    Two passages that are about equally near are both quoted, in the order of the help pages, so that it does
    not hang on a rounding which one comes first. Three of one article mean the article.
    """
    if whole := asked_as_a_whole(question, leads):
        return whole[:_MOST_QUOTED]
    tied = [each for each in found if found[0].similarity - each.similarity < NEAR_TIE]
    quoted = sorted(tied[:_MOST_QUOTED], key=lambda each: (each.article_id, each.position))
    is_of_one = len({each.article_id for each in tied}) == 1
    is_long = sum(len(each.text) for each in quoted) > _LONGEST_QUOTE
    if is_of_one and len(tied) > 1 and (is_long or len(tied) > _MOST_QUOTED):
        return [each for each in leads if each.article_id == tied[0].article_id] or quoted
    return quoted


def asked_as_a_whole(question: str, leads: Sequence[FoundPassage]) -> list[FoundPassage]:
    """Return the leads of the articles that `question` names, and says no more: "your return policy?"."""
    asked = _content(question)
    if not asked - _NO_TOPIC:
        return []
    named = [(each, _content(each.title)) for each in leads]
    same = [each for each, title in named if title == asked]
    return same or [each for each, title in named if asked <= title]


def _content(text: str) -> frozenset[str]:
    """The words of `text` that tell topics apart, in the singular."""
    words = re.findall(r"[a-z]+", text.lower().replace("’", "'").replace("'s", ""))
    return frozenset(_stem(word) for word in words if word not in _SAYS_NOTHING)


def _stem(word: str) -> str:
    single = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    return _SAME.get(single, single)
