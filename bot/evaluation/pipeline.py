"""The pipeline of config.yml without Rasa around it, so that it can be trained many times over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.classifier.clause_reading import REQUEST_THRESHOLD, Heard, Part, heard, requests
from bot.classifier.head import HeadSettings
from bot.classifier.model import IntentModel, TooLittleTrainingData
from bot.classifier.sentence_spelling import SentenceSpelling, english_words
from bot.components.fingerprints import masks_digest
from bot.encoder.cache import EncodingCache
from bot.encoder.files import default_folder
from bot.encoder.onnx_encoder import OnnxEncoder
from bot.entities.catalogue import default_catalogue
from bot.entities.mask_cache import MaskCache
from bot.entities.masking import masked_message, masked_with_clauses
from bot.entities.ruler import default_ruler
from bot.evaluation.refusals import BadFile, ConfigUnfit

_CLASSIFIER = "bot.components.intent_classifier.IntentClassifier"
_FEATURIZER = "bot.components.encoder_featurizer.EncoderFeaturizer"
_REMEMBERED = 20_000
Encode = Callable[[str], np.ndarray]
_EXTRACTOR = "bot.components.entity_extractor.EntityExtractor"


@dataclass(frozen=True)
class Costs:
    """What the ends of a turn cost, in any one unit: config.yml's `costs`."""

    wrong_answer: float
    asking_again: float
    handing_over: float


@dataclass(frozen=True)
class Config:
    """What config.yml says of understanding."""

    head: HeadSettings
    threshold: float
    request_threshold: float
    costs: Costs
    encoder: Path
    catalogue: Path

    @classmethod
    def read(cls, path: Path) -> Config:
        """Reads config.yml; raises ConfigUnfit."""
        content = yaml.safe_load(path.read_text())
        parts: dict[str, dict[str, Any]] = {part["name"]: part for part in content["pipeline"]}
        for name in (_FEATURIZER, _CLASSIFIER, "FallbackClassifier"):
            if name not in parts:
                raise ConfigUnfit(f"{path}: its pipeline has no {name}")
        classifier, encoder = parts[_CLASSIFIER], parts[_FEATURIZER].get("encoder")
        catalogue = parts.get(_EXTRACTOR, {}).get("catalogue")
        try:
            costs = Costs(**{name: float(cost) for name, cost in content["costs"].items()})
        except (KeyError, TypeError, ValueError, AttributeError):
            wanted = ", ".join(field.name for field in fields(Costs))
            raise ConfigUnfit(f"{path}: its `costs` are not the numbers {wanted}") from None
        named = {field.name for field in fields(HeadSettings)} & set(classifier)
        return cls(
            head=HeadSettings(**{name: classifier[name] for name in named}),
            threshold=float(parts["FallbackClassifier"]["threshold"]),
            request_threshold=float(classifier.get("request_threshold", REQUEST_THRESHOLD)),
            costs=costs,
            encoder=Path(encoder) if encoder else default_folder(),
            catalogue=Path(catalogue) if catalogue else default_catalogue(),
        )


@dataclass(frozen=True)
class Encoded:
    """Texts as the classifier sees them: identifiers masked, the encoding of each, and its clauses masked.

    Sentences to learn from need no clauses.
    """

    masked: list[str]
    encodings: np.ndarray
    clauses: Sequence[list[str]] = ()

    def __getitem__(self, rows: Sequence[int] | np.ndarray) -> Encoded:
        parts = [self.clauses[row] for row in rows] if self.clauses else ()
        return Encoded([self.masked[row] for row in rows], self.encodings[rows], parts)

    def __len__(self) -> int:
        return len(self.masked)


@dataclass(frozen=True)
class Answers:
    """What was understood of each text, how sure it was, and the intent that came second."""

    intents: np.ndarray
    confidences: np.ndarray
    seconds: np.ndarray


@dataclass(frozen=True)
class Learned:
    """What was learned from training sentences."""

    spelling: SentenceSpelling
    model: IntentModel
    encode: Encode
    request_threshold: float = REQUEST_THRESHOLD


class Pipeline:
    """Entity ruler, encoder and classifier as config.yml sets them."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.ruler = default_ruler(config.catalogue)
        self.encoder = OnnxEncoder(config.encoder)
        self._encode: Encode = lru_cache(_REMEMBERED)(self.encoder.features)

    @property
    def encode_one(self) -> Encode:
        """Encodes a masked text; the last ones are remembered."""
        return self._encode

    def mask(self, texts: Sequence[str]) -> list[str]:
        """Texts with their identifiers masked."""
        return [masked_message(text, self.ruler) for text in texts]

    def mask_sentences(self, texts: Sequence[str]) -> list[str]:
        """All training sentences, masked; those that training has masked are read from its cache."""
        masks = masks_digest(self.encoder.manifest.digest, self.config.catalogue)
        return MaskCache(masks, lambda text: masked_message(text, self.ruler)).masked(texts)

    def encode(self, texts: Sequence[str], cache: str) -> Encoded:
        """Masks and encodes; encodings are kept on disk in the cache of that name."""
        read = [masked_with_clauses(text, self.ruler) for text in texts]
        hidden = [whole for whole, _ in read]
        with EncodingCache(self.encoder, cache) as kept:
            return Encoded(hidden, kept.encode(hidden), [[part for _, part in parts] for _, parts in read])

    def understand(self, learned: Learned, text: str) -> Heard:
        """Intent and confidence of one message, from its text on."""

        def rank(masked: str) -> Heard:
            read = learned.spelling.put_right(masked)
            return learned.model.rank(read, self.encoder.features(read))[0]

        whole, masked_parts = masked_with_clauses(text, self.ruler)
        parts = [(*rank(hidden), clause.text) for clause, hidden in masked_parts]
        return heard(rank(whole), parts, learned.request_threshold)

    def train(self, encoded: Encoded, intents: Sequence[str]) -> Learned:
        """Spelling and classifier learned from these; raises BadFile when they are too few."""
        spelling = SentenceSpelling.learn(encoded.masked, english_words(self.config.encoder))
        read = _read(spelling, self._encode, encoded)
        try:
            model = IntentModel.train(read.masked, read.encodings, list(intents), self.config.head)
        except TooLittleTrainingData as few:
            raise BadFile(str(few)) from None
        return Learned(spelling, model, self._encode, self.config.request_threshold)


def _read(spelling: SentenceSpelling, encode: Encode, encoded: Encoded) -> Encoded:
    """As `spelling` puts it right: only what it changes is encoded again."""
    texts = [spelling.put_right(text) for text in encoded.masked]
    encodings = [
        known if text == before else encode(text)
        for text, before, known in zip(texts, encoded.masked, encoded.encodings, strict=True)
    ]
    return Encoded(texts, np.stack(encodings), encoded.clauses)


def answers_of(learned: Learned, encoded: Encoded) -> Answers:
    """The model's answer to each text, one at a time as in a conversation."""
    read = _read(learned.spelling, learned.encode, encoded)
    rankings = [
        learned.model.rank(text, encoding)[:2]
        for text, encoding in zip(read.masked, read.encodings, strict=True)
    ]
    firsts = [
        heard(ranking[0], [_first(learned, part) for part in parts], learned.request_threshold)
        for ranking, parts in zip(rankings, encoded.clauses or [[]] * len(encoded), strict=True)
    ]
    seconds = [
        ranking[1] if first[0] == ranking[0][0] else ranking[0]
        for first, ranking in zip(firsts, rankings, strict=True)
    ]
    return Answers(
        np.array([first[0] for first in firsts], dtype=object),
        np.array([first[1] for first in firsts]),
        np.array([second[0] for second in seconds], dtype=object),
    )


def requests_of(learned: Learned, encoded: Encoded) -> list[set[str]]:
    """The intents of each text's clauses that are requests by themselves."""
    return [
        set(requests([_first(learned, part) for part in parts], learned.request_threshold))
        for parts in encoded.clauses
    ]


def _first(learned: Learned, clause: str) -> Part:
    read = learned.spelling.put_right(clause)
    return (*learned.model.rank(read, learned.encode(read))[0], clause)
