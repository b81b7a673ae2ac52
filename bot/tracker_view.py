"""The bounded view of a conversation: what happened lately, after a preamble for all before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# A view of more turns, or of more events, is cut back to the turns to keep. Policies look five states back
# (config.yml), which four turns always hold.
TURNS_TO_KEEP = 4
MOST_TURNS = 8
MOST_EVENTS = 160


@dataclass(frozen=True)
class Checkpoint:
    """Events before index `cut` need not be loaded again: `preamble` gives a tracker the same state."""

    cut: int
    preamble: tuple[Event, ...]


def next_checkpoint(events: Sequence[Event], slots: Iterable[Slot], earliest: int = 0) -> Checkpoint | None:
    """Where the view of these events may begin from now on; None when it should stay as it is.

    Events before `earliest` are a preamble themselves, so no cut may fall among them. A checkpoint is
    taken only if the shortened view brings a tracker into the very same state.
    """
    slots = list(slots)
    session = _session_start(events)
    turns = _turn_starts(events, session)
    if len(turns) > MOST_TURNS or len(events) - session > MOST_EVENTS:
        for cut in _cuts(events, max(session, earliest), turns):
            preamble = _preamble(events[session:cut], events[cut:], slots)
            if _state([*preamble, *events[cut:]], slots) == _state(events[session:], slots):
                return Checkpoint(cut, tuple(preamble))
    return Checkpoint(session, ()) if session else None


def _session_start(events: Sequence[Event]) -> int:
    starts = (index for index in reversed(range(len(events))) if isinstance(events[index], SessionStarted))
    return next(starts, 0)


def _turn_starts(events: Sequence[Event], session: int) -> list[int]:
    """Index of the action before each user message: a turn begins with the listening that heard it."""
    starts, last_action = [], None
    for index in range(session, len(events)):
        if isinstance(events[index], UserUttered):
            starts.append(index if last_action is None else last_action)
        elif isinstance(events[index], ActionExecuted):
            last_action = index
    return starts


def _cuts(events: Sequence[Event], earliest: int, turns: Sequence[int]) -> list[int]:
    """Places to cut, the wanted one first; a single turn that has grown too long is cut near its end."""
    wanted = [
        start for start in turns[-TURNS_TO_KEEP:] if start > earliest and len(events) - start <= MOST_EVENTS
    ]
    return wanted or [max(earliest + 1, len(events) - MOST_EVENTS // 2)]


def _preamble(before: Sequence[Event], after: Sequence[Event], slots: Sequence[Slot]) -> list[Event]:
    """The shortest events that give a tracker the state it has after `before`, to be followed by `after`."""
    state = DialogueStateTracker.from_events("", list(before), slots)
    listening = ActionExecuted(ACTION_LISTEN_NAME)
    preamble: list[Event] = [
        SlotSet(slot.name, slot.value) for slot in state.slots.values() if slot.value != slot.initial_value
    ]
    if loop := state.active_loop_name:
        preamble += [listening, *_trigger(before), ActionExecuted(loop), ActiveLoop(loop)]
        if state.is_active_loop_rejected:
            preamble.append(ActionExecutionRejected(loop))
    if state.is_paused():
        preamble.append(ConversationPaused())
    if not any(isinstance(event, UserUttered) for event in after):
        preamble += [listening, *_last_message(before)]
    if state.latest_action_name == ACTION_LISTEN_NAME and not isinstance(after[0], ActionExecuted):
        preamble.append(listening)
    return preamble


def _trigger(before: Sequence[Event]) -> list[Event]:
    """The message that started the active loop."""
    loops = (i for i in reversed(range(len(before))) if isinstance(before[i], ActiveLoop) and before[i].name)
    return _last_message(before[: next(loops)])


def _last_message(events: Sequence[Event]) -> list[Event]:
    """The last user message, without its id: its answer is not in the view, so it cannot be read back."""
    for event in reversed(events):
        if isinstance(event, UserUttered):
            return [
                UserUttered(
                    event.text,
                    intent=event.intent,
                    entities=event.entities,
                    parse_data=event.parse_data,
                    timestamp=event.timestamp,
                    input_channel=event.input_channel,
                )
            ]
    return []


def _state(events: Sequence[Event], slots: Sequence[Slot]) -> tuple[object, ...]:
    tracker = DialogueStateTracker.from_events("", list(events), slots)
    loop = tracker.active_loop
    return (
        tracker.current_slot_values(),
        loop and (loop.name, loop.is_interrupted, loop.rejected),
        tracker.latest_action,
        tracker.latest_message,
        tracker.followup_action,
        tracker.is_paused(),
    )
