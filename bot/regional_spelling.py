"""How the words of `domain.yml` are spelled where AISLE_LOCALE is, as `data/spellings.yml` has it.

`commerce/spelling.py` does the same to the store's other words, in the other environment.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import rasa.shared.utils.io
from rasa.shared.core.domain import Domain

_SPELLINGS = Path(__file__).resolve().parents[1] / "data" / "spellings.yml"
_AMERICAN = "en-US"
_SENTENCE_BEGINS = re.compile(r"(^|[.!?:\n])\W*$")
_SHOWN = frozenset({"text", "title"})


def respell(domain: Domain, locale: str | None = None) -> None:
    """Respells what `domain` says, for Rasa and for the actions; raises KeyError for an unknown locale."""
    locale = locale or os.environ.get("AISLE_LOCALE") or _AMERICAN
    if locale == _AMERICAN:
        return
    spellings: dict[str, dict[str, str]] = rasa.shared.utils.io.read_yaml_file(_SPELLINGS)
    instead = {word.lower(): other for word, other in spellings[locale].items()}
    pattern = re.compile(rf"\{{[^{{}}]*\}}|\b({'|'.join(instead)})(s?)\b", re.IGNORECASE)

    def respelled(found: re.Match[str]) -> str:
        word = found[1]
        if word is None:
            return found[0]
        other = instead[word.lower()] + found[2]
        before = found.string[: found.start()]
        is_capital = _SENTENCE_BEGINS.search(before) if word[:2].isupper() else word[0].isupper()
        return other[0].upper() + other[1:] if is_capital else other

    for responses in (domain.responses, domain.as_dict().get("responses", {})):
        for variants in responses.values():
            for variant in variants:
                for shown in (variant, *variant.get("buttons", ())):
                    shown.update({key: pattern.sub(respelled, shown[key]) for key in _SHOWN & shown.keys()})
