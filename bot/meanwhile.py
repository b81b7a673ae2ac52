"""What was said in a conversation while the bot had no part in it: by the store's people, or by the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

# In a message's metadata: a list of {"by": "agent" | "system" | "summary", "text": ...}, in order.
MEANWHILE = "meanwhile"
SAID_BY = "said_by"
_FLOW = "flow"  # the slot that says what a form is about


def meanwhile_events(
    metadata: Mapping[str, Any], tracker: DialogueStateTracker, domain: Domain
) -> list[Event]:
    """The events by which a conversation learns of it.

    After a person has spoken, what the bot had asked before is over: a "yes" is to them.
    """
    said = metadata.get(MEANWHILE) or []
    events: list[Event] = [
        BotUttered(each["text"], metadata={SAID_BY: each["by"]}) for each in said if each.get("text")
    ]
    if any(each["by"] != "system" for each in said):
        events += _left(tracker, domain)
    return events


def _left(tracker: DialogueStateTracker, domain: Domain) -> list[Event]:
    form = tracker.active_loop_name
    if form is None:
        return []
    asked = {REQUESTED_SLOT, _FLOW, *domain.required_slots_for_form(form)}
    return [ActiveLoop(None), *(SlotSet(name, None) for name in sorted(asked) if name in tracker.slots)]
