"""Rasa component: a message in another language is no request in English, whatever it is taken for."""

from __future__ import annotations

from typing import Any

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

from bot.components.intent_classifier import PARTS, REQUESTS
from bot.languages.identification import other_language

OTHER_LANGUAGE = "other_language"
LANGUAGE = "language"
# Understood in any language where it is taught, and short: "auf wiedersehen und danke".
_POLITE = frozenset({"goodbye", "thank", "affirm", "deny"})
_SHORT = 4  # words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageGuard(GraphComponent, RasaIntentClassifier):
    """Puts the intent `other_language`, and its code as `language`, in the place of what was understood.

    Comes after whatever else classifies.
    """

    @staticmethod
    def required_packages() -> list[str]:
        return ["py3langid", "spellchecker"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],  # noqa: ARG003  the signature is Rasa's
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> LanguageGuard:
        other_language("où est ma commande")  # reads what it needs, so that no shopper waits for it
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Marks each message that is surely in another language, and is no payload."""
        for message in messages:
            text = message.get(TEXT)
            understood = (message.get(INTENT) or {}).get(INTENT_NAME_KEY)
            if not text or text.startswith("/"):
                continue
            if understood in _POLITE and len(text.split()) <= _SHORT:
                continue
            if language := other_language(text):
                found = {INTENT_NAME_KEY: OTHER_LANGUAGE, PREDICTED_CONFIDENCE_KEY: 1.0}
                ranking = message.get(INTENT_RANKING_KEY, [])
                message.set(LANGUAGE, language, add_to_output=True)
                message.set(INTENT, found, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [found, *ranking], add_to_output=True)
                for key in (PARTS, REQUESTS):
                    message.set(key, [], add_to_output=True)
        return messages
