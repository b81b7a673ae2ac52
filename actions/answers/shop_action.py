"""What every action that answers at once is: one transaction, and what else the message asks for after it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.engine.just_told import is_meant_otherwise
from actions.language.delivery_wishes import said_to_carrier
from actions.language.small_words import says_nothing
from actions.steps.reminder_answers import answers_reminder
from actions.turn.awaiting import speaks_of_handoff
from actions.turn.passing_on import tell_first_aid
from actions.turn.requests import (
    end_of_turn,
    hand_on,
    heard,
    keep_the_others,
    must_wait,
    next_request,
    was_followed_up,
)
from actions.turn.shop import Event, Shop, Turn


class ShopAction(Action):
    """An action in one transaction."""

    action_name: ClassVar[str]
    intent: ClassVar[str] = ""  # the request it serves, if it may be one of several in a message
    asks_for_person: ClassVar[bool] = False  # whether it is the shopper who asks for one
    may_be_of_reminder: ClassVar[bool] = False  # whether what it is called for may answer a cart's reminder

    def __init__(self, shop: Shop, actions: Mapping[str, str]) -> None:
        self._shop = shop
        self._actions = actions

    def name(self) -> str:
        """The action's name in the domain."""
        return self.action_name

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        """Answer, tell the dialogue which slots changed, and go on with what else the message asks for."""
        intent = self.serves(tracker)
        said = heard(tracker, intent)
        async with self._shop.turn(dispatcher, tracker, domain, said) as turn:
            if await is_meant_otherwise(turn, intent):
                return [*turn.slot_events(), *next_request(turn, self._actions)]
            if intent and must_wait(turn, intent):
                first = next_request(turn, self._actions)
                return [*turn.slot_events(), *first]
            asks_more = keep_the_others(turn, intent)
            is_served = _hands_to_delivery(turn) or await self._is_no_matter_of_its_own(turn)
            events = [] if is_served else await self.answer(turn)
            if asks_more or turn.get("flow") is None:
                events += next_request(turn, self._actions)
            return [*turn.slot_events(), *events, *end_of_turn(turn, events)]

    async def _is_no_matter_of_its_own(self, turn: Turn) -> bool:
        """Answer what is of a person waited for, an emergency, a reminder or nothing; whether it was."""
        if await speaks_of_handoff(turn) or (tell_first_aid(turn) and not self.asks_for_person):
            return True
        if is_empty := bool(self.intent) and not turn.said.is_payload and says_nothing(turn.said.text):
            turn.say("utter_acknowledged")
        return is_empty or (self.may_be_of_reminder and await answers_reminder(turn))

    def serves(self, tracker: Tracker) -> str:
        """Which request of the message it is called for."""
        del tracker
        return self.intent

    async def answer(self, turn: Turn) -> list[Event]:
        """Utter the answer; the events besides changed slots."""
        raise NotImplementedError


def _hands_to_delivery(turn: Turn) -> bool:
    """Let the help answer what is said to whoever delivers, for whatever it was taken."""
    said = turn.said
    is_open = not (said.is_payload or turn.get("flow") or was_followed_up(turn.tracker))
    matter = said_to_carrier(said.text) if is_open else None
    if matter is None:
        return False
    hand_on(turn, replace(said, text=matter.words), matter.intent)
    return True


def leave_flow(turn: Turn) -> list[Event]:
    """Drop whatever flow is under way, and those it had interrupted."""
    turn.set("flow", None)
    turn.set("paused_flows", None)
    return [ActiveLoop(None), SlotSet("requested_slot", None)]
