"""Takes the place of a turn that broke for good: leaves what was under way, and tells a person of it."""

from collections.abc import Mapping
from typing import Any

from actions.answers.shop_action import ShopAction, leave_flow
from actions.engine.flow import Flow
from actions.turn.escalation import hand_over
from actions.turn.requests import WAITING
from actions.turn.shop import Event, Shop, Turn
from commerce.support.models import Escalation

# Never in words, even for a person.
_SECRET = frozenset({"code", "confirmed"})


class ActionGiveUp(ShopAction):
    """Says that something broke and passes on what was collected. It runs no flow: one may be why."""

    action_name = "action_give_up"

    def __init__(self, shop: Shop, actions: Mapping[str, str], flows: Mapping[str, Flow]) -> None:
        super().__init__(shop, actions)
        self._flows = flows

    async def answer(self, turn: Turn) -> list[Event]:
        """Hand over with all that is known, and forget it."""
        flow = self._flows.get(str((turn.get("flow") or {}).get("flow")))
        topic = turn.words.phrase(f"utter_title_{flow.name}") if flow else ""
        turn.say("utter_gave_up_flow" if flow else "utter_gave_up")
        await hand_over(turn, Escalation.FAILURE, topic, _collected(turn, flow))
        for slot in flow.slots if flow else ():
            turn.set(slot, None)
        turn.set(WAITING, None)
        return leave_flow(turn)


def _collected(turn: Turn, flow: Flow | None) -> str:
    """What the shopper had said of the matter, in sentences for the person who takes it up."""
    slots = ("order_number", *(flow.slots if flow else ()))
    values = {slot: turn.get(slot) for slot in dict.fromkeys(slots) if slot not in _SECRET}
    told = [f"{slot.replace('_', ' ')}: {_plain(value)}" for slot, value in values.items() if value]
    return f"Collected so far: {'; '.join(told)}." if told else ""


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(each)}" for key, each in value.items() if each is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return str(value)
