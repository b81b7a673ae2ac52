"""Rasa's tracker store over an event log: it loads a bounded view, so latency stays flat."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.codes import without_codes
from bot.event_log import Addition, EventLog, MemoryEventLog, PostgresEventLog
from bot.tracker_view import next_checkpoint

URL_SETTING = "TRACKER_DATABASE_URL"
_MARK = "stored_as"


@dataclass(frozen=True)
class _Stored:
    """How much of a tracker is stored: its first `seen` events, which end a conversation of `length` events.

    The first `preamble` of them stand for earlier ones.
    """

    preamble: int
    seen: int
    length: int


class BoundedTrackerStore(TrackerStore):
    """Keeps every event, loads the latest turns after a preamble with slots and active form.

    In PostgreSQL at TRACKER_DATABASE_URL, in memory when that is unset, as for a trainer's `rasa shell`.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        **kwargs: Any,
    ) -> None:
        url = host or os.environ.get(URL_SETTING)
        self._log: EventLog = PostgresEventLog(url) if url else MemoryEventLog()
        super().__init__(domain, event_broker, **kwargs)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The bounded view; None for an unknown conversation."""
        view = await self._log.view(sender_id)
        if view is None:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, view.preamble + view.events, self.domain.slots)
        return _marked(tracker, len(view.preamble), view.length)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """All events of all sessions; its time grows with the conversation."""
        events = await self._log.all_events(conversation_id)
        if not events:
            return None
        tracker = DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots)
        return _marked(tracker, 0, len(events))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends what is new; raises ConversationMovedOn when another process was faster."""
        stored = getattr(tracker, _MARK, None) or await self._stored(tracker.sender_id)
        events = list(tracker.events)
        new = events[stored.seen :]
        if new:
            await self._append(tracker.sender_id, stored, events)
        _marked(tracker, stored.preamble, stored.length + len(new))
        if new and self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def _append(self, sender_id: str, stored: _Stored, events: list[Event]) -> None:
        checkpoint = next_checkpoint(events, self.domain.slots, stored.preamble)
        start = stored.length - stored.seen
        view = checkpoint and (start + checkpoint.cut, [event.as_dict() for event in checkpoint.preamble])
        new = without_codes([event.as_dict() for event in events[stored.seen :]])
        await self._log.append(Addition(sender_id, stored.length, new, view))

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._log.sender_ids()

    async def close(self) -> None:
        """Lets go of the event log's connections."""
        await self._log.close()

    async def _stored(self, sender_id: str) -> _Stored:
        """For a tracker that was not loaded from here: taken to begin as the stored view does."""
        view = await self._log.view(sender_id)
        if view is None:
            return _Stored(0, 0, 0)
        return _Stored(len(view.preamble), len(view.preamble) + len(view.events), view.length)


def _marked(tracker: DialogueStateTracker, preamble: int, length: int) -> DialogueStateTracker:
    setattr(tracker, _MARK, _Stored(preamble, len(tracker.events), length))
    return tracker
