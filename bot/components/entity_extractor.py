"""Rasa component: the entity ruler."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.entities.ruler import EntityRuler, default_ruler

SENT_AT = "sent_at"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityExtractor(GraphComponent, EntityExtractorMixin):
    """Extracts what the ruler finds, with normalised values.

    `catalogue`: the file of products, default under var. Dates are seen from the message's metadata `sent_at`
    (ISO 8601 with an offset), from now without it.
    """

    def __init__(self, ruler: EntityRuler) -> None:
        self._ruler = ruler

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
        model_storage: ModelStorage,  # noqa: ARG003  the signature is Rasa's
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> EntityExtractor:
        return cls(default_ruler(Path(config["catalogue"]) if config["catalogue"] else None))

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds entities to each message that has a text."""
        for message in messages:
            if text := message.get(TEXT):
                found = [
                    {"entity": m.entity, "value": m.value, "start": m.start, "end": m.end}
                    for m in self._ruler.mentions(text, _sent_at(message))
                ]
                known = message.get(ENTITIES, [])
                message.set(ENTITIES, known + self.add_extractor_name(found), add_to_output=True)
        return messages


def _sent_at(message: Message) -> datetime | None:
    said = (message.get("metadata") or {}).get(SENT_AT)
    return datetime.fromisoformat(said) if said else None
