"""Rasa component: the linear intent classifier with calibrated confidence."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier as RasaIntentClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import bot.classifier
from bot.classifier.clause_reading import REQUEST_THRESHOLD, Heard, Part, heard, is_request
from bot.classifier.head import HeadSettings
from bot.classifier.model import IntentModel
from bot.components.encoder_featurizer import CLAUSES, MASKED_TEXT, EncoderFeaturizer
from bot.components.fingerprints import source_digest

REQUESTS = "requests"
PARTS = "parts"
RANKING_LENGTH = 5
_INTRODUCTION = "identify"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, RasaIntentClassifier):
    """Sets intent and intent_ranking, and `requests` when a message asks for several things, or for one while
    it says who asks.

    `parts` is a list of {"intent", "confidence", "text", "start", "end"}, one for each clause of a message
    that has several.
    `requests` is a list of {"intent", "confidence", "text", "start", "end"} in the order said. A clause
    counts when its confidence is at least `request_threshold`.
    """

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model
        self._threshold: float = config["request_threshold"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        defaults = {field.name: field.default for field in fields(HeadSettings)}
        return {**defaults, "request_threshold": REQUEST_THRESHOLD}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003  the signature is Rasa's
        """Another way to learn means to train again."""
        return source_digest(bot.classifier)

    @classmethod
    def required_components(cls) -> list[type]:
        return [EncoderFeaturizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003  the signature is Rasa's
    ) -> IntentClassifier:
        return cls(config, model_storage, resource, None)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the sentences that have an intent and an encoding."""
        examples = [m for m in training_data.intent_examples if m.get(TEXT) and m.get(INTENT)]
        settings = HeadSettings(**{field.name: self._config[field.name] for field in fields(HeadSettings)})
        self._model = IntentModel.train(
            [m.get(MASKED_TEXT) for m in examples],
            np.vstack([_encoding(m) for m in examples]),
            [m.get(INTENT) for m in examples],
            settings,
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_: Any,
    ) -> IntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Classifies each message that has a text and was not given as an intent by its sender."""
        for message in messages:
            if self._model and message.get(TEXT) and message.features:
                ranking = self._model.rank(message.get(MASKED_TEXT), _encoding(message)[0])
                parts = self._parts(message)
                whole = ranking[0][0]
                if parts:
                    message.set(PARTS, parts, add_to_output=True)
                    ranking = _led_by(
                        heard(ranking[0], [_heard(part) for part in parts], self._threshold), ranking
                    )
                if asked := self._requests(parts, whole):
                    message.set(REQUESTS, asked, add_to_output=True)
                ranked = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: sure} for name, sure in ranking]
                message.set(INTENT, dict(ranked[0]), add_to_output=True)
                message.set(INTENT_RANKING_KEY, ranked[:RANKING_LENGTH], add_to_output=True)
            elif message.get(INTENT) is None:
                message.set(
                    INTENT, {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}, add_to_output=True
                )
        return messages

    def _parts(self, message: Message) -> list[dict[str, Any]]:
        parts = []
        for clause, hidden, encoding in message.get(CLAUSES, []):
            intent, confidence = self._model.rank(hidden, encoding)[0]
            parts.append({"intent": intent, "confidence": confidence, **vars(clause)})
        return parts

    def _requests(self, parts: list[dict[str, Any]], whole: str) -> list[dict[str, Any]]:
        """The requests, where there are several, or one in a message that above all says who asks."""
        firsts: dict[str, dict[str, Any]] = {}
        for part in parts:
            if is_request(_heard(part), self._threshold):
                firsts.setdefault(part["intent"], part)
        return list(firsts.values()) if len(firsts) > 1 or whole == _INTRODUCTION else []


def _heard(part: dict[str, Any]) -> Part:
    return part["intent"], part["confidence"], part["text"]


def _led_by(first: Heard, ranking: list[Heard]) -> list[Heard]:
    """`ranking` with `first` at its head, and nobody surer than that."""
    others = [(intent, min(sure, first[1])) for intent, sure in ranking if intent != first[0]]
    return [first, *others]


def _encoding(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features
