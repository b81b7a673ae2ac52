"""Rasa component: spelling and sentence encoder as a dense featurizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import bot.classifier
import bot.encoder
import bot.entities
import bot.languages
from bot.classifier.sentence_spelling import SentenceSpelling, english_words
from bot.components.fingerprints import masks_digest, source_digest
from bot.encoder.cache import EncodingCache
from bot.encoder.files import Manifest, default_folder
from bot.encoder.onnx_encoder import OnnxEncoder
from bot.entities.catalogue import default_catalogue
from bot.entities.mask_cache import MaskCache
from bot.entities.masking import masked_message, masked_with_clauses
from bot.entities.ruler import default_ruler

MASKED_TEXT = "masked_text"
CLAUSES = "clauses"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class EncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the encoding of a message as its sentence features: identifiers masked, misspelt words put right.

    A message that may hold several requests also gets its clauses, each with its own encoding, under
    `clauses`. `encoder`: the folder of the exported model, default under var.
    """

    def __init__(
        self,
        name: str,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        spelling: SentenceSpelling,
    ) -> None:
        super().__init__(name, config)
        self._encoder = OnnxEncoder(_encoder_folder(config))
        self._ruler = default_ruler()
        self._storage = storage
        self._resource = resource
        self._spelling = spelling

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "encoder": None}

    @staticmethod
    def required_packages() -> list[str]:
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Another encoder, or another way to mask or to spell, means to train again."""
        manifest = Manifest.read(_encoder_folder(config))
        return manifest.digest + source_digest(bot.classifier, bot.encoder, bot.entities, bot.languages)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check before the encoder's folder is opened."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderFeaturizer:
        return cls(execution_context.node_name, config, model_storage, resource, SentenceSpelling([], ()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> EncoderFeaturizer:
        with model_storage.read_from(resource) as folder:
            spelling = SentenceSpelling.load(folder, english_words(_encoder_folder(config)))
        return cls(execution_context.node_name, config, model_storage, resource, spelling)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the words of the training sentences."""
        texts = [message.get(TEXT) for message in training_data.training_examples if message.get(TEXT)]
        english = english_words(_encoder_folder(self._config))
        self._spelling = SentenceSpelling.learn(self._sentences_masked(texts), english)
        with self._storage.write_to(self._resource) as folder:
            self._spelling.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Encodes each message that has a text, and its clauses."""
        for message in messages:
            if text := message.get(TEXT):
                whole, parts = masked_with_clauses(text, self._ruler)
                self._add(message, *self._encoded(whole))
                message.set(CLAUSES, [(part, *self._encoded(hidden)) for part, hidden in parts])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Encodes the training sentences, each by itself as in `process`, and keeps what it made of them."""
        messages = [message for message in training_data.training_examples if message.get(TEXT)]
        hidden = self._sentences_masked([message.get(TEXT) for message in messages])
        read = [self._spelling.put_right(text) for text in hidden]
        if messages:
            with EncodingCache(self._encoder) as cache:
                encodings = cache.encode(read)
            for message, hidden, encoding in zip(messages, read, encodings, strict=True):
                self._add(message, hidden, encoding)
        return training_data

    def _sentences_masked(self, texts: list[str]) -> list[str]:
        masks = masks_digest(self._encoder.manifest.digest, default_catalogue())
        return MaskCache(masks, self._masked).masked(texts)

    def _encoded(self, masked: str) -> tuple[str, np.ndarray]:
        """The text as it is spelled right, and its encoding."""
        read = self._spelling.put_right(masked)
        return read, self._encoder.features(read)

    def _masked(self, text: str) -> str:
        return masked_message(text, self._ruler)

    def _add(self, message: Message, hidden: str, encoding: np.ndarray) -> None:
        message.set(MASKED_TEXT, hidden)
        message.add_features(
            Features(
                encoding.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS]
            )
        )


def _encoder_folder(config: dict[str, Any]) -> Path:
    # Rasa also asks for the fingerprint of a component whose output it had cached, then without its defaults.
    folder = config.get("encoder")
    return Path(folder) if folder else default_folder()
