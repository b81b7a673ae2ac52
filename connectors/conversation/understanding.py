"""What the dialogue server tells of its understanding, and how much of it may be kept."""

from typing import Any

from pydantic import BaseModel

from aisle.masking import mask, mask_text
from commerce.support.understandings import Understood

# Entities that say who somebody is.
_PERSONAL = frozenset({"email", "phone", "person_name", "postcode"})
# What a shopper answers to these questions of a form is theirs alone, whatever was read in it.
_PRIVATE_QUESTIONS = frozenset({"address", "code", "new_email", "new_phone", "person_name"})


class _Ranked(BaseModel):
    intent: str
    confidence: float


class _Entity(BaseModel):
    entity: str
    value: Any = None
    start: int
    end: int


class Understanding(BaseModel):
    """One message as it was understood; see bot/understanding.py."""

    intent: str
    confidence: float
    ranking: list[_Ranked] = []
    entities: list[_Entity] = []
    is_fallback: bool = False
    asked: str | None = None
    actions: list[str] = []

    def kept(self, text: str, *, is_as_heard: bool) -> Understood:
        """What may be kept beside the message log: masked, and no text where the question was private.

        `is_as_heard` is False where a one-time code is masked in `text`, so that places in it mean nothing.
        """
        entities = self.entities if is_as_heard else []
        return Understood(
            text="" if self.asked in _PRIVATE_QUESTIONS else masked(text, entities),
            intent=self.intent,
            confidence=self.confidence,
            ranking=[each.model_dump() for each in self.ranking],
            entities=[_shown(each) for each in entities],
            is_fallback=self.is_fallback,
            asked=self.asked,
            actions=self.actions,
        )


def masked(text: str, entities: list[_Entity]) -> str:
    """`text` without what says who somebody is, each such entity replaced by its name."""
    for each in sorted(entities, key=lambda entity: -entity.start):
        if each.entity in _PERSONAL:
            text = f"{text[: each.start]}[{each.entity.replace('_', ' ')}]{text[each.end :]}"
    return mask_text(text)


def _shown(entity: _Entity) -> dict[str, Any]:
    return {"entity": entity.entity, "value": None if entity.entity in _PERSONAL else mask(entity.value)}
