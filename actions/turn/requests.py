"""Several requests in one message: the first is served, the others wait their turn."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction

from actions.language.said import Said
from actions.turn.did_you_mean import meant_before
from actions.turn.shop import Event, Turn
from actions.wording.formats import joined

WAITING = "waiting_requests"
# Rasa ends a turn after ten actions, whatever is still to be said.
_MOST_IN_A_TURN = 6


def heard(tracker: Tracker, intent: str) -> Said:
    """What is said of `intent`: a request that waited, one of several in the message, or all of it.

    A guess that was confirmed stands for the message that it was made of.
    """
    waiting = tracker.slots.get(WAITING) or []
    if waiting and waiting[0]["intent"] == intent and was_followed_up(tracker):
        return Said.stored(waiting[0])
    said = meant_before(tracker) or Said.by(tracker)
    return next((each for each in said.requests if each.intent == intent), said)


def request_served(tracker: Tracker, intents: Container[str]) -> str:
    """Which of `intents` an action serves: the one that waited for it, or the message's, or a part's."""
    waiting = tracker.slots.get(WAITING) or []
    if waiting and was_followed_up(tracker):
        return str(waiting[0]["intent"])
    said = Said.by(tracker)
    return next((each.intent for each in (said, *said.requests) if each.intent in intents), "")


def must_wait(turn: Turn, intent: str) -> bool:
    """Whether something else is asked for before `intent`: then all that is asked for waits in that order."""
    asked = Said.by(turn.tracker).requests
    if was_followed_up(turn.tracker) or not asked or asked[0].intent == intent:
        return False
    turn.set(WAITING, [*(each.storable() for each in asked), *(turn.get(WAITING) or [])])
    return True


def keep_the_others(turn: Turn, intent: str) -> bool:
    """Let what else the message asks for wait; whether there was any. What waited for this waits no more."""
    waiting: list[dict[str, Any]] = turn.get(WAITING) or []
    if waiting and turn.said == Said.stored(waiting[0]):
        turn.set(WAITING, waiting[1:] or None)
        return False
    others = [each.storable() for each in Said.by(turn.tracker).requests if each.intent != intent]
    turn.set(WAITING, [*others, *waiting] or None)
    return bool(others)


def drop_waiting(turn: Turn, *, of: str = "") -> None:
    """Serve nothing more that waits; with `of`, only not the same again: a no is to this request alone."""
    others = [each for each in turn.get(WAITING) or [] if of and each["intent"] != of]
    turn.set(WAITING, others or None)


def forget_order_of_others(turn: Turn, intent: str) -> None:
    """Speak no longer of an order that only another request of the same message named."""
    named = {
        str(number)
        for each in Said.by(turn.tracker).requests
        if each.intent != intent
        for number in each.entities.get("order_number", ())
    }
    if turn.said.first("order_number") is None and turn.get("order_number") in named:
        turn.set("order_number", None)


def hand_on(turn: Turn, said: Said, intent: str) -> None:
    """Let what was said be served next, as a request of another kind."""
    waiting: list[dict[str, Any]] = turn.get(WAITING) or []
    turn.set(WAITING, [replace(said, intent=intent).storable(), *waiting])


def next_request(turn: Turn, actions: Mapping[str, str]) -> list[Event]:
    """The event that takes up the request that waits, by the action that `actions` has for its intent."""
    waiting: list[dict[str, Any]] = list(turn.get(WAITING) or [])
    while waiting and waiting[0]["intent"] not in actions:
        turn.say("utter_not_yet")
        waiting.pop(0)
    if waiting and is_long(turn.tracker):
        rest = joined([turn.words.phrase(f"utter_title_{each['intent']}") for each in waiting])
        turn.say("utter_rest_later", requests=rest)
        waiting = []
    turn.set(WAITING, waiting or None)
    return [FollowupAction(actions[waiting[0]["intent"]])] if waiting else []


def is_long(tracker: Tracker) -> bool:
    """Whether the turn has done so much that it must come to its end."""
    done = 0
    for event in reversed(tracker.events):
        if event["event"] == "user":
            break
        done += event["event"] == "action"
    return done >= _MOST_IN_A_TURN


def was_followed_up(tracker: Tracker) -> bool:
    """Whether this action was called for by another one of the same turn, and not by the message."""
    for event in reversed(tracker.events):
        if event["event"] in ("user", "followup"):
            return bool(event["event"] == "followup")
    return False


def end_of_turn(turn: Turn, events: Sequence[Event]) -> list[Event]:
    """Go back to the flow or listen, after what another action called for.

    No rule knows of that, and Rasa would take it all back.
    """
    goes_on = any(event["event"] in ("followup", "active_loop") for event in events)
    if goes_on or not was_followed_up(turn.tracker) or turn.tracker.active_loop.get("name"):
        return []
    running = turn.get("flow")
    if running is None or is_long(turn.tracker):
        return [FollowupAction("action_listen")]
    # Another flow was begun for the message and handed it on here, so that no form is active any more.
    return [FollowupAction(f"{running['flow']}_form")]
