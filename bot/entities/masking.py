"""Texts as the classifier reads them: identifiers replaced by what they are, pictures by their names.

So one order number teaches about all of them, and an encoder that knows no pictograms tells a thumb up from
a thumb down.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from bot.entities.clauses import Clause, clauses
from bot.entities.mention import Mention
from bot.entities.ruler import EntityRuler
from bot.languages.characters import usual_characters

# Products, colours, sizes and counts stay as said: measured, masking them too costs accuracy.
_IDENTIFIERS = frozenset(
    {
        "email",
        "order_number",
        "tracking_number",
        "promotion_code",
        "phone",
        "sku",
        "postcode",
        "money",
        "person_name",
    }
)
_FIRST_PICTOGRAM = "\u2190"  # before it are letter-like signs such as ™ and °
_SKIN_TONES_AND_JOINERS = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\u200d\ufe0e\ufe0f")


# "@bot cancel" says "cancel": whom a message is for is not what it says.
_ADDRESS = re.compile(r"(?<!\S)@[a-z][\w.-]*[,:]?\s*", re.IGNORECASE)


def masked_message(text: str, ruler: EntityRuler) -> str:
    """A whole message, without whom it is for, with what `ruler` finds in it masked."""
    usual = usual_characters(text)
    addressed = _ADDRESS.sub("", usual) or usual
    return masked(addressed, ruler.mentions(addressed))


def masked_with_clauses(text: str, ruler: EntityRuler) -> tuple[str, list[tuple[Clause, str]]]:
    """A whole message and its clauses, each with what is found in the message masked."""
    mentions = ruler.mentions(text)
    parts = [(clause, masked(clause.text, _within(mentions, clause))) for clause in clauses(text)]
    is_plain = text.isascii() and "@" not in text
    return masked(text, mentions) if is_plain else masked_message(text, ruler), parts


def _within(mentions: Iterable[Mention], clause: Clause) -> list[Mention]:
    """The mentions in `clause`, seen from its beginning."""
    return [
        replace(each, start=each.start - clause.start, end=each.end - clause.start)
        for each in mentions
        if clause.start <= each.start and each.end <= clause.end
    ]


def masked(text: str, mentions: Iterable[Mention]) -> str:
    """`text` with its identifiers and pictograms named: "cancel #W1234567" becomes "cancel order number"."""
    parts: list[str] = []
    position = 0
    for mention in mentions:
        if mention.entity in _IDENTIFIERS:
            parts += [text[position : mention.start], mention.entity.replace("_", " ")]
            position = mention.end
    return _in_words("".join([*parts, text[position:]]))


def _in_words(text: str) -> str:
    """`text` with each pictogram as its Unicode name: "ok 👎" becomes "ok thumbs down sign"."""
    if not any(_is_pictogram(character) for character in text):
        return text
    parts = [
        f" {unicodedata.name(character, '').lower()} " if _is_pictogram(character) else character
        for character in text
        if character not in _SKIN_TONES_AND_JOINERS
    ]
    return " ".join("".join(parts).split())


def _is_pictogram(character: str) -> bool:
    return character >= _FIRST_PICTOGRAM and unicodedata.category(character) == "So"
