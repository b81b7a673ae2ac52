"""Tells a message in another language from an English one, however short or misspelt that is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from bot.languages.english import common_words

ENGLISH = "en"
# The fewer there are to choose from, the surer is the choice.
_LATIN = ("es", "fr", "de", "it", "pt", "nl", "pl", "tr", "vi", "sv", "ro")
_OTHERS = ("zh", "ja", "ko", "ru", "uk", "ar", "fa", "ur", "he", "hi", "bn", "el", "th")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Names, titles and addresses are foreign in any message, so it takes words in a row to be a sentence.
_SHORTEST, _SHORTEST_WITH_FIGURES = 3, 6
_FOREIGN_SHARE = 1 / 3  # of the words, at least, that are no English ones: "me" and "con" are of several
_FEWEST_FOREIGN = 2  # different ones, of three letters or more
_ENGLISH_SHARE = 1 / 5  # of the words, at most, that are English and too long to be so by chance: "poster"
_LONG = 4
_SPOKEN = {"es": 2}  # by more shoppers than its neighbours, which decides where two are about as likely
_ENGLISH_AT_MOST = 0.05  # how likely English may be, as the identifier sees it


def other_language(text: str) -> str | None:
    """The language of `text` (ISO 639-1), if that is surely another than English; else None."""
    letters = [character for character in text if character.isalpha()]
    if len(letters) < 2:
        return None
    if sum(map(_is_latin, letters)) < len(letters) / 2:
        return str(_identifier(_OTHERS).classify(text)[0])
    words = _ordinary_words(text)
    shortest = _SHORTEST_WITH_FIGURES if any(map(str.isdigit, text)) else _SHORTEST
    if len(words) < shortest or not _may_be_foreign(words, common_words()):
        return None
    likely = dict(_identifier((ENGLISH, *_LATIN)).rank(" ".join(words)))
    best = max(likely, key=lambda language: likely[language] * _SPOKEN.get(language, 1))
    return None if best == ENGLISH or likely[ENGLISH] > _ENGLISH_AT_MOST else str(best)


def _ordinary_words(text: str) -> list[str]:
    """The words that are not capitalised as names are."""
    words = _WORD.findall(text)
    if text.isupper():
        return [word.lower() for word in words]
    return [word.lower() for place, word in enumerate(words) if place == 0 or not word[0].isupper()]


def _may_be_foreign(words: list[str], english: Collection[str]) -> bool:
    known = [word for word in words if word.replace("’", "'") in english]
    surely_english = sum(len(word) >= _LONG for word in known)
    foreign = {word for word in words if len(word) >= _LONG - 1} - set(known)
    is_foreign = len(words) - len(known) >= _FOREIGN_SHARE * len(words) and len(foreign) >= _FEWEST_FOREIGN
    return is_foreign and surely_english <= _ENGLISH_SHARE * len(words)


def _is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith("LATIN")


@cache
def _identifier(languages: tuple[str, ...]):
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  reads its model for a second

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(languages)
    return identifier
