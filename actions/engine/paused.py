"""Flows that another one interrupts: kept with what they have collected, and taken up again."""

import re
from collections.abc import Mapping

from rasa_sdk.events import FollowupAction

from actions.engine.flow import Flow
from actions.turn.requests import is_long
from actions.turn.shop import Event, Turn

FLOW, PAUSED_FLOWS = "flow", "paused_flows"
# "Can I change the address instead?" takes the place of what was under way.
_INSTEAD = re.compile(r"\b(?:instead|rather|actually)\b", re.IGNORECASE)


def pause(turn: Turn, beginning: Flow, flows: Mapping[str, Flow]) -> None:
    """Keep the flow that `beginning` interrupts, unless it takes its place."""
    paused = [each for each in turn.get(PAUSED_FLOWS) or [] if each["flow"]["flow"] != beginning.name]
    interrupted = turn.get(FLOW)
    if interrupted:
        kept = {slot: turn.get(slot) for slot in flows[interrupted["flow"]].slots}
        is_replaced = beginning.replaces and _INSTEAD.search(turn.said.text) is not None
        paused.append({"flow": interrupted, "slots": kept, "is_replaced": is_replaced})
    turn.set(PAUSED_FLOWS, paused or None)


def resume(turn: Turn) -> list[Event]:
    """Take up the flow that was interrupted last; nothing where none was, or the turn is long already."""
    paused = [each for each in turn.get(PAUSED_FLOWS) or [] if not each.get("is_replaced")]
    if not paused or is_long(turn.tracker):
        turn.set(PAUSED_FLOWS, paused or None)
        return []
    interrupted = paused.pop()
    turn.set(PAUSED_FLOWS, paused or None)
    turn.set(FLOW, interrupted["flow"])
    for slot, value in interrupted["slots"].items():
        turn.set(slot, value)
    return [FollowupAction(f"{interrupted['flow']['flow']}_form")]
