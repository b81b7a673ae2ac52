import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker_view import MOST_EVENTS, MOST_TURNS, TURNS_TO_KEEP, next_checkpoint

SLOTS = [AnySlot(name, mappings=[]) for name in ("colour", "reason", "requested_slot")]
START = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]


def turn(number: int, *between: Event) -> list[Event]:
    said = UserUttered(f"message {number}", intent={"name": "inform"}, metadata={"message_id": str(number)})
    return [said, *between, BotUttered(f"answer {number}"), ActionExecuted("action_listen")]


def turns(count: int) -> list[Event]:
    return [event for number in range(count) for event in turn(number, ActionExecuted("utter_ok"))]


def shortened(events: list[Event]) -> list[Event]:
    checkpoint = next_checkpoint(events, SLOTS)
    assert checkpoint is not None
    return [*checkpoint.preamble, *events[checkpoint.cut :]]


def tracker(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c", events, SLOTS)


def test_a_short_conversation_is_kept_from_its_session_start() -> None:
    events = START + turns(3)
    assert shortened(events) == events[1:]
    assert next_checkpoint(events[1:], SLOTS) is None


def test_a_long_conversation_keeps_its_last_turns_and_its_slots() -> None:
    events = [*START, SlotSet("colour", "red"), *turns(MOST_TURNS + 1)]
    view = shortened(events)
    assert sum(isinstance(event, UserUttered) for event in view) == TURNS_TO_KEEP
    assert tracker(view).get_slot("colour") == "red"
    assert tracker(view).latest_action_name == "action_listen"


def test_an_active_form_survives_with_the_message_that_started_it() -> None:
    begin = [ActionExecuted("return_form"), ActiveLoop("return_form"), SlotSet("requested_slot", "reason")]
    asked_again = [ActionExecuted("return_form"), SlotSet("requested_slot", "reason")]
    events = [*START, *turn(100, *begin)]
    for number in range(MOST_TURNS + 1):
        events += turn(number, *asked_again)
    view = tracker(shortened(events))
    assert view.active_loop_name == "return_form"
    assert view.get_slot("requested_slot") == "reason"
    assert [e.text for e in view.applied_events() if isinstance(e, UserUttered)] == [
        e.text for e in tracker(events).applied_events() if isinstance(e, UserUttered)
    ]


def test_the_message_that_started_a_form_cannot_be_taken_for_an_answered_one() -> None:
    events = [*START, *turn(100, ActionExecuted("return_form"), ActiveLoop("return_form"))]
    for number in range(MOST_TURNS + 1):
        events += turn(number, ActionExecuted("return_form"))
    ids = [e.metadata.get("message_id") for e in shortened(events) if isinstance(e, UserUttered)]
    assert ids[0] is None
    assert len(ids) == TURNS_TO_KEEP + 1


@pytest.mark.parametrize("last", [ConversationPaused(), ActionExecutionRejected("return_form")])
def test_pauses_and_rejections_survive(last: Event) -> None:
    events = [*START, *turn(100, ActionExecuted("return_form"), ActiveLoop("return_form"), last)]
    events += turns(MOST_TURNS + 1)
    before, after = tracker(events), tracker(shortened(events))
    assert after.is_paused() == before.is_paused()
    assert after.active_loop.rejected == before.active_loop.rejected


def test_a_hundred_messages_of_an_agent_are_not_all_kept() -> None:
    events = [
        *START,
        SlotSet("colour", "red"),
        *turns(2),
        *(BotUttered(f"agent {n}") for n in range(MOST_EVENTS)),
    ]
    view = shortened(events)
    assert len(view) < MOST_EVENTS
    assert tracker(view).get_slot("colour") == "red"
    assert tracker(view).latest_action_name == "action_listen"


def test_no_cut_falls_among_the_events_of_a_preamble() -> None:
    events = START[1:] + turns(MOST_TURNS + 1)
    checkpoint = next_checkpoint(events, SLOTS, earliest=len(events) - 6)
    assert checkpoint is not None
    assert checkpoint.cut > len(events) - 6
