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
_SEPARATED = r"\s*(?:,|-)\s*(?:and\s+)?"
_BRITISH_OR_CANADIAN = r"[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}\b|[A-Za-z]\d[A-Za-z]\s?\d[A-Za-z]\d\b"
_POSTCODE_IS = r"(?:(?:my\s+)?(?:zip|post\s?code|postal\s+code)\s*(?:code)?\s*(?:is|:)?\s*)?"
_I_AM_AT_POSTCODE = re.compile(
    rf"\b(?:i\s+am|i['’]?m|this\s+is|it['’]?s|it\s+is)\s+(?P<name>{_WORD}(?:\s+{_WORD}){{1,3}}?)"
    rf"(?:{_SEPARATED}|\s+(?:and\s+)?){_POSTCODE_IS}(?=\d{{5}}\b|{_BRITISH_OR_CANADIAN})",
    re.IGNORECASE,
)
_AT_POSTCODE = re.compile(
    rf"(?:^|[.!?\n]\s{{0,9}})(?P<name>{_WORD}(?:\s+{_WORD}){{1,2}}?)"
    rf"(?:{_SEPARATED}{_POSTCODE_IS}(?=\d{{5}}\s*$|{_BRITISH_OR_CANADIAN})"
    rf"|\s+{_POSTCODE_IS}(?={_BRITISH_OR_CANADIAN}))",
    re.IGNORECASE,
)
_NOT_A_NAME = words(
    "and my the with at from but i im i'm is it's its on in of for not a an email e-mail "
    "please thanks thank what where when why looking to "
    "calling writing trying wondering sorry ordered bought want have id or "
    "you your the-name spelled really getting using cancel track return refund change ship send deliver "
    "show find check delivery delivered"
)
# Words that are names as well: Ann Post, Mark Still.
_MAYBE_A_NAME = words(
    "mail phone number order zip postcode post so can could here living just very still being going waiting "
    "need street lane"
)
_ENDS = re.compile(r"\s*(?:$|[,.;!?)])")


def person_names(text: str) -> Iterator[Mention]:
    """'my name is jane doe', "I'm Jane Doe", 'Jane Doe, 80279'; each word capitalised in the value."""
    for pattern in (_NAMED, _I_AM, _TITLED, _UNDER, _WITH_POSTCODE, _I_AM_AT_POSTCODE, _AT_POSTCODE):
        for match in pattern.finditer(text):
            if mention := _name(match):
                yield mention


def _name(match: re.Match[str]) -> Mention | None:
    end, kept = match.start("name"), []
    for word in re.finditer(r"\S+", match["name"]):
        said = word.group().lower()
        if said in _NOT_A_NAME or (said in _MAYBE_A_NAME and not (kept and _is_last_name(match, word))):
            break
        kept.append(word.group())
        end = match.start("name") + word.end()
    has_first_and_last = len(kept) > 1 or match.re not in (_I_AM_AT_POSTCODE, _AT_POSTCODE)
    if not kept or not has_first_and_last:
        return None
    value = " ".join(
        word[0].upper() + (word[1:] if not word.isupper() else word[1:].lower()) for word in kept
    )
    return Mention("person_name", match.start("name"), end, value)


def _is_last_name(match: re.Match[str], word: re.Match[str]) -> bool:
    """Whether a word that may be a name is one: a capital, or a pause or the postcode behind it."""
    end = match.start("name") + word.end()
    following = match.string[end:]
    if re.match(r"\s*(?:code|numbers?|no\b|id|#|is\b|\d{6,})", following, re.IGNORECASE):
        return False
    is_before_postcode = match.re in (_I_AM_AT_POSTCODE, _AT_POSTCODE, _WITH_POSTCODE)
    is_at_postcode = is_before_postcode and word.end() == len(match["name"])
    return word.group()[0].isupper() or is_at_postcode or bool(_ENDS.match(following))
