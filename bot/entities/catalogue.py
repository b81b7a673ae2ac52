"""Product names of the store, matched in messages, from the JSON Lines file the set-up writes."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.entities.mention import Mention
from bot.entities.vocabulary import COLOURS, NUMBERS, ORDINALS, SIZE_WORDS

logger = logging.getLogger(__name__)

_TOO_GENERAL = (
    COLOURS | set(SIZE_WORDS) | set(NUMBERS) | set(ORDINALS) | {"set", "kit", "pack", "bundle", "order"}
)


def default_catalogue() -> Path:
    """Where the set-up writes the products: `catalogue.jsonl` under AISLE_VAR_DIR (`var` when unset)."""
    return Path(os.environ.get("AISLE_VAR_DIR", "var")) / "catalogue.jsonl"


class Catalogue:
    """The products of `path`, one `{"title", "aliases"?: [...], "skus"?: [...]}` a line; none without it.

    Read again when the file's modification time changes, so a new product needs no training.
    """

    def __init__(self, path: Path, nlp: Language) -> None:
        self._path = path
        self._nlp = nlp
        self._read_at: int | None = None
        self._names: dict[str, str] = {}
        self._skus: dict[str, str] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")

    def mentions(self, doc: Doc) -> Iterator[Mention]:
        """Products (value: the title, or the noun as said when several share it) and SKUs in `doc`."""
        self._refresh()
        for _, start, end in self._matcher(doc):
            span = doc[start:end]
            said = span.text.lower()
            if said in self._skus:
                yield Mention("sku", span.start_char, span.end_char, self._skus[said])
            elif said in self._names:
                yield Mention("product", span.start_char, span.end_char, self._names[said])

    def _refresh(self) -> None:
        try:
            changed_at = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            changed_at = None
        if changed_at == self._read_at:
            return
        self._names, self._skus = _read(self._path) if changed_at else ({}, {})
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        spoken = [*self._names, *self._skus]
        self._matcher.add("catalogue", [self._nlp.make_doc(name) for name in spoken])
        self._read_at = changed_at
        logger.info("catalogue: %d product names, %d SKUs", len(self._names), len(self._skus))


def _read(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    skus: dict[str, str] = {}
    nouns: dict[str, set[str]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                product = json.loads(line)
                title = product["title"].strip()
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                logger.warning("%s line %d is not a product: %s", path, number, problem)
                continue
            for name in [title, *product.get("aliases", [])]:
                for form in _forms(name):
                    names.setdefault(form, title)
            for sku in product.get("skus", []):
                skus[str(sku).lower()] = str(sku)
            head = title.split()[-1]
            for form in _forms(head) | _forms(head.split("-")[-1]):
                nouns.setdefault(form, set()).add(title)
    for noun, titles in nouns.items():
        if noun not in _TOO_GENERAL and len(noun) > 2:
            names.setdefault(noun, next(iter(titles)) if len(titles) == 1 else _singular(noun))
    return names, skus


def _forms(name: str) -> set[str]:
    lower = name.lower().strip()
    spellings = {lower, lower.replace("-", " "), lower.replace("-", "")}
    return spellings | {_plural(form) for form in spellings} | {_singular(form) for form in spellings}


def _plural(name: str) -> str:
    if name.endswith("s"):
        return name
    if name.endswith(("x", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s"


def _singular(name: str) -> str:
    if name.endswith("ies") and len(name) > 4:
        return f"{name[:-3]}y"
    if name.endswith(("xes", "ches", "shes", "sses")):
        return name[:-2]
    return name[:-1] if name.endswith("s") and not name.endswith(("ss", "us", "is")) else name
