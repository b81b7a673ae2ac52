"""What was understood of a message and what was done about it, for those who teach the bot."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, DEFAULT_ACTION_NAMES, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.nlu.constants import INTENT_NAME_KEY, INTENT_RANKING_KEY, PREDICTED_CONFIDENCE_KEY

MESSAGE_ID = "message_id"
_FALLBACK_INTENT = "nlu_fallback"
_RANKED = 3
_ENTITY_KEYS = ("entity", "value", "start", "end")


def understanding_of(events: Iterable[Event], message_id: str | None) -> dict[str, Any] | None:
    """Of the message of that id, as told to the gateway; None when the events do not hold it.

    `intent` and `confidence` are the classifier's, whatever the fallback made of them; `asked` is the slot
    that a form had asked for; `actions` is what was run.
    """
    if message_id is None:
        return None
    asked, remaining = None, iter(events)
    for event in remaining:
        if isinstance(event, SlotSet) and event.key == REQUESTED_SLOT:
            asked = event.value
        elif isinstance(event, UserUttered) and event.metadata.get(MESSAGE_ID) == message_id:
            return {**_parse(event), "asked": asked, "actions": _actions(remaining)}
    return None


def _parse(event: UserUttered) -> dict[str, Any]:
    given = (event.parse_data or {}).get(INTENT_RANKING_KEY) or [event.intent]
    ranking = [
        {"intent": each[INTENT_NAME_KEY], "confidence": round(float(each[PREDICTED_CONFIDENCE_KEY]), 4)}
        for each in given
        if each.get(INTENT_NAME_KEY) not in {None, _FALLBACK_INTENT}
    ]
    first = ranking[0] if ranking else {"intent": "", "confidence": 0.0}
    entities = [{key: each[key] for key in _ENTITY_KEYS if key in each} for each in event.entities]
    is_fallback = event.intent.get(INTENT_NAME_KEY) == _FALLBACK_INTENT
    return {**first, "ranking": ranking[:_RANKED], "entities": entities, "is_fallback": is_fallback}


def _actions(events: Iterable[Event]) -> list[str]:
    turn = takewhile(lambda event: not _is_over(event), events)
    names = [event.action_name for event in turn if isinstance(event, ActionExecuted) and event.action_name]
    return [name for name in names if name not in DEFAULT_ACTION_NAMES]


def _is_over(event: Event) -> bool:
    listens = isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
    return listens or isinstance(event, UserUttered)
