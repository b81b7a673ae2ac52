"""What happened in the turn before this one, as the tracker's events tell it."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker

Event = dict[str, Any]


def previous_turn(tracker: Tracker) -> Sequence[Event]:
    """The events between the shopper's last message but one and their latest."""
    said_at = [place for place, event in enumerate(tracker.events) if event["event"] == "user"]
    if len(said_at) < 2:
        return []
    return list(tracker.events[said_at[-2] : said_at[-1]])


def ran_in_previous_turn(tracker: Tracker, action: str) -> bool:
    """Whether this action answered the message before the latest."""
    return any(event["event"] == "action" and event.get("name") == action for event in previous_turn(tracker))


def ran_last(tracker: Tracker, form: str, *, turns: int = 4) -> bool:
    """Whether of all forms this one ran last, in one of the last `turns` turns before the latest message."""
    said_at = [place for place, event in enumerate(tracker.events) if event["event"] == "user"]
    if len(said_at) < 2:
        return False
    lately = tracker.events[said_at[max(0, len(said_at) - 1 - turns)] : said_at[-1]]
    ran = [str(event.get("name")) for event in lately if event["event"] == "action"]
    return next((name for name in reversed(ran) if name.endswith("_form")), None) == form


def was_set_in_previous_turn(tracker: Tracker, slot: str) -> Any | None:
    """The value the slot was given then; None when it was not set."""
    values = [
        event["value"]
        for event in previous_turn(tracker)
        if event["event"] == "slot" and event["name"] == slot
    ]
    return values[-1] if values else None


def last_said_by_bot(tracker: Tracker) -> list[Event]:
    """The bot's messages of the turn before this one."""
    return [event for event in previous_turn(tracker) if event["event"] == "bot" and not _is_a_persons(event)]


def last_said_by_store(tracker: Tracker) -> str:
    """What the store wrote first, where nothing was said between that and the message; else empty."""
    said = [event for event in previous_turn(tracker) if event["event"] == "bot"]
    is_stores = bool(said) and (said[-1].get("metadata") or {}).get("said_by") == "system"
    return str(said[-1].get("text") or "") if is_stores else ""


def _is_a_persons(event: Event) -> bool:
    """Whether it was said while the bot had no part in the conversation."""
    return bool((event.get("metadata") or {}).get("said_by"))


def said_before(tracker: Tracker) -> str:
    """The text of the shopper's message before the latest."""
    said = [event for event in previous_turn(tracker) if event["event"] == "user"]
    return str(said[0].get("text") or "") if said else ""


def flow_before(tracker: Tracker) -> str | None:
    """The flow that was under way last, as far as the events go back."""
    for event in reversed(tracker.events):
        if event["event"] == "slot" and event["name"] == "flow" and event["value"]:
            return str(event["value"]["flow"])
    return None
