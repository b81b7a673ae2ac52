"""What the turn before this one did."""

from typing import Any

from rasa_sdk import Tracker

from actions.turn.history import ran_in_previous_turn, said_before, was_set_in_previous_turn

EVENTS: list[dict[str, Any]] = [
    {"event": "user", "text": "one"},
    {"event": "slot", "name": "offered", "value": "ask_human"},
    {"event": "action", "name": "action_misunderstood"},
    {"event": "user", "text": "two"},
    {"event": "action", "name": "utter_greet"},
    {"event": "user", "text": "three"},
]


def tracker(*events: dict[str, Any]) -> Tracker:
    return Tracker("sender", {}, {}, list(events), False, None, {}, None)


def test_only_the_turn_right_before_counts() -> None:
    assert ran_in_previous_turn(tracker(*EVENTS), "utter_greet")
    assert not ran_in_previous_turn(tracker(*EVENTS), "action_misunderstood")
    assert ran_in_previous_turn(tracker(*EVENTS[:4]), "action_misunderstood")


def test_a_slot_is_found_with_its_value() -> None:
    assert was_set_in_previous_turn(tracker(*EVENTS[:4]), "offered") == "ask_human"
    assert was_set_in_previous_turn(tracker(*EVENTS), "offered") is None


def test_the_first_message_has_nothing_before_it() -> None:
    assert not ran_in_previous_turn(tracker(*EVENTS[:1]), "utter_greet")
    assert was_set_in_previous_turn(tracker(), "offered") is None


def test_what_was_said_before_the_latest_message() -> None:
    assert said_before(tracker(*EVENTS)) == "two"
    assert said_before(tracker(*EVENTS[:1])) == ""
