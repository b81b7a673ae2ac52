"""The entity ruler: everything that can be read from a message without a trained model."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import spacy

from bot.entities.amounts import money, skus
from bot.entities.catalogue import Catalogue
from bot.entities.contacts import emails, phones, postcodes
from bot.entities.mention import Mention, without_overlaps
from bot.entities.order_numbers import order_numbers
from bot.entities.people import person_names
from bot.entities.words import colours, ordinals, quantities, sizes

# spaCy's tokenizer takes quadratic time over long runs of punctuation, in which there is nothing to find.
_PUNCTUATION_RUN = re.compile(r"[^\w\s]{8,}")
_IDENTIFIERS = (emails, order_numbers, phones, money, skus, postcodes, person_names)
_WORDS = (sizes, colours, ordinals, quantities)


class EntityRuler:
    """Finds mentions in a text with a blank English spaCy pipeline and the store's catalogue."""

    def __init__(self, catalogue: Path) -> None:
        self._nlp = spacy.blank("en")
        self._catalogue = Catalogue(catalogue, self._nlp)

    def mentions(self, text: str) -> list[Mention]:
        """What `text` mentions, without overlaps, in its order."""
        doc = self._nlp.make_doc(_PUNCTUATION_RUN.sub(lambda run: " " * len(run.group()), text))
        found = chain(
            chain.from_iterable(find(text) for find in _IDENTIFIERS),
            chain.from_iterable(find(doc) for find in _WORDS),
            self._catalogue.mentions(doc),
        )
        return without_overlaps(found)
