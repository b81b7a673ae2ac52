"""The entity ruler: everything that can be read from a message without a trained model."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from zoneinfo import ZoneInfo

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import compile_suffix_regex

from bot.encoder.files import TOKENIZER_FILE, default_folder
from bot.entities.amounts import money, skus
from bot.entities.catalogue import Catalogue, default_catalogue
from bot.entities.contacts import emails, phones, postcodes
from bot.entities.dates import DateFinder
from bot.entities.mention import Mention, without_overlaps
from bot.entities.order_numbers import order_numbers
from bot.entities.people import person_names
from bot.entities.promotion_codes import promotion_codes
from bot.entities.sizes import sizes
from bot.entities.spelling import Speller, english_words
from bot.entities.tracking_numbers import tracking_numbers
from bot.entities.vocabulary import SPELT_WORDS
from bot.entities.words import colours, ordinals, quantities

# spaCy's tokenizer takes quadratic time over long runs of punctuation, in which there is nothing to find.
_PUNCTUATION_RUN = re.compile(r"(?:[^\w\s]|_){8,}")
_IDENTIFIERS = (
    emails,
    tracking_numbers,
    order_numbers,
    promotion_codes,
    phones,
    money,
    skus,
    postcodes,
    person_names,
)
_WORDS = (sizes, colours, ordinals, quantities)


# Written together with their number, which spaCy splits off only from some units.
_UNITS = r"(?<=\d)(?i:ml|cl|dl|l|ltr|lit(?:er|re)s?|inch(?:es)?|ft|tb|watts?)"
_NO_CONTRACTIONS = frozenset({"wed", "id"})  # the day and the number, not "we'd" and "I'd"


def _blank_english() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer.suffix_search = compile_suffix_regex([*nlp.Defaults.suffixes, _UNITS]).search
    nlp.tokenizer.rules = {
        text: parts for text, parts in nlp.tokenizer.rules.items() if text.lower() not in _NO_CONTRACTIONS
    }
    return nlp


def store_time_zone() -> ZoneInfo:
    """The zone of AISLE_TIME_ZONE (New York's when unset), in which the store's days begin and end."""
    return ZoneInfo(os.environ.get("AISLE_TIME_ZONE", "America/New_York"))


def default_ruler(catalogue: Path | None = None) -> EntityRuler:
    """A ruler with the catalogue the set-up writes, or another, and the words of English."""
    return EntityRuler(catalogue or default_catalogue(), english_words(default_folder() / TOKENIZER_FILE))


class EntityRuler:
    """Finds mentions in a text with a blank English spaCy pipeline and the store's catalogue.

    Words that are not in `dictionary` are read as the word of the store they are nearest to; an empty
    dictionary means that no spelling is corrected.
    """

    def __init__(self, catalogue: Path, dictionary: Collection[str] = ()) -> None:
        self._nlp = _blank_english()
        self._dictionary = dictionary
        self._learn(set())
        self._catalogue = Catalogue(catalogue, self._nlp, self._normalised, self._learn)
        self._dates = DateFinder(self._nlp, self._normalised)
        self._zone = store_time_zone()
        # What was asked last: each message is read by several components.
        self._last: tuple[tuple[str, date, int | None] | None, list[Mention]] = (None, [])

    def mentions(self, text: str, sent_at: datetime | None = None) -> list[Mention]:
        """What `text` mentions, without overlaps, in its order; dates as seen from `sent_at`, else now."""
        self._catalogue.refresh()
        day = self._day(sent_at or datetime.now(UTC))
        asked, last = (text, day, self._catalogue.read_at), self._last
        if last[0] != asked:
            last = self._last = asked, self._found(text, day)
        return list(last[1])

    def _found(self, text: str, day: date) -> list[Mention]:
        doc = self._nlp.make_doc(_PUNCTUATION_RUN.sub(lambda run: " " * len(run.group()), text))
        self._normalised(doc)
        found = chain(
            chain.from_iterable(find(text) for find in _IDENTIFIERS),
            chain.from_iterable(find(doc) for find in _WORDS),
            self._catalogue.mentions(doc),
            self._dates.mentions(doc, day),
        )
        return without_overlaps(found)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self._zone).date()

    def _learn(self, words: set[str]) -> None:
        self._speller = Speller(self._dictionary, sorted(SPELT_WORDS | words))

    def _normalised(self, doc: Doc) -> Doc:
        return self._speller.normalise(doc)
