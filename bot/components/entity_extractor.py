"""Rasa component: the entity ruler, and the words that trainers have taught."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import bot.entities
import bot.languages
from bot.components.fingerprints import source_digest
from bot.entities.mention import Mention
from bot.entities.ruler import EntityRuler, default_ruler
from bot.entities.taught import TaughtWords

SENT_AT = "sent_at"
TAUGHT_FILE = "taught.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class EntityExtractor(GraphComponent, EntityExtractorMixin):
    """Extracts what the ruler finds, with normalised values, and the words marked in training sentences.

    `catalogue`: the file of products, default under var. Dates are seen from the message's metadata `sent_at`
    (ISO 8601 with an offset), from now without it.
    """

    def __init__(
        self, ruler: EntityRuler, storage: ModelStorage, resource: Resource, taught: TaughtWords
    ) -> None:
        self._ruler = ruler
        self._storage = storage
        self._resource = resource
        self._taught = taught

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"catalogue": None}

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003  the signature is Rasa's
    ) -> EntityExtractor:
        return cls(_ruler(config), model_storage, resource, TaughtWords({}))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
        **_: Any,
    ) -> EntityExtractor:
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / TAUGHT_FILE).read_text())
        taught = TaughtWords({word: (entity, value) for word, (entity, value) in words.items()})
        return cls(_ruler(config), model_storage, resource, taught)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:  # noqa: ARG003
        """Another way to read entities means to learn anew which words are not read."""
        return source_digest(bot.entities, bot.languages)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the marked words that the ruler does not find."""
        marked = [each for each in training_data.nlu_examples if each.get(TEXT) and each.get(ENTITIES)]
        self._taught = TaughtWords.learn(
            (each.get(TEXT), _marks(each), self._ruler.mentions(each.get(TEXT))) for each in marked
        )
        with self._storage.write_to(self._resource) as folder:
            (folder / TAUGHT_FILE).write_text(json.dumps(self._taught.words))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds entities to each message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                found = [
                    {"entity": m.entity, "value": m.value, "start": m.start, "end": m.end}
                    for m in self._taught.mentions(text, self._ruler.mentions(text, _sent_at(message)))
                ]
                known = message.get(ENTITIES, [])
                message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages


def _ruler(config: dict[str, Any]) -> EntityRuler:
    return default_ruler(Path(config["catalogue"]) if config["catalogue"] else None)


def _marks(message: Message) -> list[Mention]:
    return [
        Mention(
            each[ENTITY_ATTRIBUTE_TYPE],
            each[ENTITY_ATTRIBUTE_START],
            each[ENTITY_ATTRIBUTE_END],
            each[ENTITY_ATTRIBUTE_VALUE],
        )
        for each in message.get(ENTITIES)
    ]


def _sent_at(message: Message) -> datetime | None:
    said = (message.get("metadata") or {}).get(SENT_AT)
    return datetime.fromisoformat(said) if said else None
