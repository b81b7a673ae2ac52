"""Names people give of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.entities.mention import Mention
from bot.entities.vocabulary import words

_WORD = r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ'’-]*"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’-]+"
_NAMED = re.compile(
    rf"\b(?:my\s+(?:full\s+|last\s+|first\s+|billing\s+)?name(?:\s+is|['’]?s|\s*:)|(?:sur)?name\s+is|name['’]s|name\s*:"
    rf"|under\s+(?:the\s+)?name(?:\s+of)?|in\s+the\s+name\s+of|they\s+call\s+me)\s+"
    rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}})",
    re.IGNORECASE,
)
_I_AM = re.compile(
    r"\b(?:[Ii]\s+am|[Ii]['’]?m|[Tt]his\s+is|[Ii]t['’]?s|[Ii]t\s+is)\s+"
    rf"(?P<name>{_CAPITAL}\s+{_CAPITAL}(?:\s+{_CAPITAL})?)"
)
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s+(?P<name>{_CAPITAL}(?:\s+{_CAPITAL}){{0,2}})")
_UNDER = re.compile(rf"\bunder\s+(?P<name>{_CAPITAL}\s+{_CAPITAL})")
_WITH_POSTCODE = re.compile(
    rf"^\s*(?P<name>{_CAPITAL}\s+{_CAPITAL}(?:\s+{_CAPITAL})?)\s*(?:,|and|-|\s)\s*"
    r"(?:(?:zip|postcode|post code)\s*(?:code)?\s*(?:is|:)?\s*)?"
    r"(?=\d{5}\b|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)"
)
_NOT_A_NAME = words(
    "and my the with at from but i im i'm is it's its on in of for not a an email e-mail mail phone "
    "number order zip postcode post please thanks thank so can could what where when why looking "
    "calling writing trying wondering waiting sorry ordered bought want need have id here living or "
    "just you your the-name spelled really very so still not being getting using going"
)


def person_names(text: str) -> Iterator[Mention]:
    """'my name is jane doe', "I'm Jane Doe", 'Jane Doe, 80279'; each word capitalised in the value."""
    for pattern in (_NAMED, _I_AM, _TITLED, _UNDER, _WITH_POSTCODE):
        for match in pattern.finditer(text):
            if mention := _name(match):
                yield mention


def _name(match: re.Match[str]) -> Mention | None:
    end, kept = match.start("name"), []
    for word in re.finditer(r"\S+", match["name"]):
        if word.group().lower() in _NOT_A_NAME:
            break
        kept.append(word.group())
        end = match.start("name") + word.end()
    if not kept:
        return None
    value = " ".join(
        word[0].upper() + (word[1:] if not word.isupper() else word[1:].lower()) for word in kept
    )
    return Mention("person_name", match.start("name"), end, value)
