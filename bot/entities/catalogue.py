"""What the store sells, matched in messages, from the JSON Lines file the set-up writes."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from bot.entities.mention import Mention
from bot.entities.product_names import ProductNames
from bot.entities.vocabulary import COLOUR_SHADES, COLOUR_SPELLINGS, COLOURS, SIZE_LETTERS, SIZE_WORDS

logger = logging.getLogger(__name__)

_COLOUR_OPTIONS = frozenset({"color", "colour"})
_MEASURED = ("size", "capacity", "length", "height", "weight", "storage", "thickness")
_CODE = re.compile(r"[a-z]\d+")  # as of paper and of lamp sockets
_BESIDE_A_SIZE = frozenset({"size", "sized", "sizes", "one", "version"})
_ARTICLES = frozenset({"the", "my", "this", "that", "a", "another"})


def default_catalogue() -> Path:
    """Where the set-up writes the products: `catalogue.jsonl` under AISLE_VAR_DIR (`var` when unset)."""
    return Path(os.environ.get("AISLE_VAR_DIR", "var")) / "catalogue.jsonl"


@dataclass
class _Contents:
    """The catalogue file: what is said, in lower case, and the value it has."""

    products: ProductNames = field(default_factory=lambda: ProductNames(()))
    skus: dict[str, str] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    promotion_codes: dict[str, str] = field(default_factory=dict)

    def spoken(self) -> dict[str, Mapping[str, str]]:
        """The phrases of each entity."""
        return {
            "product": self.products.spoken,
            "sku": self.skus,
            "colour": self.colours,
            "size": self.sizes,
            "promotion_code": self.promotion_codes,
        }


class Catalogue:
    """The catalogue file at `path`, a product or a promotion code a line; nothing without it.

    `{"title", "aliases"?: [...], "skus"?: [...], "options"?: {name: [value, ...]}}` or `{"promotion_code"}`.
    Read again when the file's modification time changes, so a new product needs no training;
    `when_read` is then told the words of the products and colours.
    """

    def __init__(
        self,
        path: Path,
        nlp: Language,
        normalise: Callable[[Doc], Doc],
        when_read: Callable[[set[str]], None],
    ) -> None:
        self._path = path
        self._nlp = nlp
        self._normalise = normalise
        self._when_read = when_read
        self.read_at: int | None = None
        self._contents = _Contents()
        self._product_words: frozenset[str] = frozenset()
        self._values: dict[tuple[str, tuple[str, ...]], str] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")

    def mentions(self, doc: Doc) -> Iterator[Mention]:
        """Products (value: the title, or the kind when several titles share it), SKUs, the colours, sizes and
        promotion codes of the store, in a `doc` whose norms are lower case.
        """
        for match, start, end in self._matcher(doc):
            entity, span = self._nlp.vocab.strings[match], doc[start:end]
            if entity == "product" and _is_shade(span):
                continue
            if entity != "size" or not span.text.isalpha() or self._is_sized(span):
                yield Mention(entity, span.start_char, span.end_char, self._values[entity, _norms(span)])
        for token in doc[1:]:
            title = self._contents.products.models.get(token.text)
            if title and token.nbor(-1).lower_ in _ARTICLES:
                yield Mention("product", token.idx, token.idx + len(token), title)

    def _is_sized(self, size: Span) -> bool:
        """Whether a word such as "king" is a size here: alone, or beside "size" or a word of a product."""
        doc = size.doc
        around = {doc[i].norm_ for i in (size.start - 1, size.end) if 0 <= i < len(doc)}
        return not around or bool(around & _BESIDE_A_SIZE) or not around.isdisjoint(self._product_words)

    def refresh(self) -> None:
        """Read the file again if it has changed."""
        try:
            changed_at = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            changed_at = None
        if changed_at == self.read_at:
            return
        self._contents = _read(self._path) if changed_at else _Contents()
        self._product_words = self._contents.products.words()
        self._when_read({*self._product_words, *" ".join(self._contents.colours).split()})
        self._matcher, self._values = PhraseMatcher(self._nlp.vocab, attr="NORM"), {}
        for entity, phrases in self._contents.spoken().items():
            for phrase, value in phrases.items():
                pattern = self._normalise(self._nlp.make_doc(phrase))
                self._values[entity, _norms(pattern)] = value
                self._matcher.add(entity, [pattern])
        self.read_at = changed_at
        logger.info(
            "catalogue: %s",
            ", ".join(
                f"{len(phrases)} {entity} phrases" for entity, phrases in self._contents.spoken().items()
            ),
        )


def _is_shade(product: Span) -> bool:
    """Whether it is no light but the first half of "light blue"."""
    following = [token.norm_ for token in product.doc[product.end : product.end + 2]]
    return product.text.lower() in COLOUR_SHADES and not COLOURS.isdisjoint(
        following[:1] if following[:1] != ["-"] else following[1:]
    )


def _norms(tokens: Doc | Span) -> tuple[str, ...]:
    return tuple(token.norm_ for token in tokens)


def _read(path: Path) -> _Contents:
    contents, aliases = _Contents(), []
    titles: list[str] = []
    for row in _rows(path):
        if code := row.get("promotion_code"):
            contents.promotion_codes[code.lower()] = code
            continue
        titles.append(row["title"].strip())
        aliases += [(alias, titles[-1]) for alias in row.get("aliases", [])]
        contents.skus |= {str(sku).lower(): str(sku) for sku in row.get("skus", [])}
        for option, values in row.get("options", {}).items():
            _add_option(contents, option.lower(), [str(value).lower() for value in values])
    contents.products = ProductNames(titles, aliases)
    return contents


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                (row.get("promotion_code") or row["title"]).strip()
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                logger.warning("%s line %d is not a product or a code: %s", path, number, problem)
                continue
            yield row


def _add_option(contents: _Contents, option: str, values: Iterable[str]) -> None:
    for value in values:
        if option in _COLOUR_OPTIONS and value not in COLOURS:
            contents.colours[value] = COLOUR_SPELLINGS.get(value, value)
        elif any(word in option for word in _MEASURED) and not _is_read_elsewhere(value):
            for form in (value, value.replace(" ", "")):
                contents.sizes[form] = value.upper() if _CODE.fullmatch(value) else value


def _is_read_elsewhere(size: str) -> bool:
    """Plain numbers and clothes sizes mean a size only in some places: `words.sizes` looks there."""
    return size in SIZE_WORDS or size in SIZE_LETTERS or size.replace(".", "").isdigit()
