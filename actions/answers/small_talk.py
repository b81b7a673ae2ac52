"""Greetings, thanks and complaints: short in the middle of a flow, and told of the person waited for."""

from typing import ClassVar

from actions.answers.shop_action import ShopAction, leave_flow
from actions.language.small_words import asks_who_writes
from actions.turn.escalation import (
    hand_over,
    say_that_they_write,
    tell_who_is_waited_for,
    was_just_promised,
)
from actions.turn.history import ran_in_previous_turn
from actions.turn.passing_on import is_passed_on
from actions.turn.shop import Event, Turn
from commerce.support.handoffs import open_handoff
from commerce.support.models import Escalation, Handoff


class _SmallTalk(ShopAction):
    """Says one thing; another in the middle of a flow, whose question comes next."""

    response: ClassVar[str]
    meanwhile: ClassVar[str]

    async def answer(self, turn: Turn) -> list[Event]:
        turn.say(self.meanwhile if turn.get("flow") else self.response)
        return []


async def _waited_for(turn: Turn) -> Handoff | None:
    """The person whom the shopper has asked for, where no flow is under way."""
    return None if turn.get("flow") else await open_handoff(turn.session, turn.conversation.id)


class ActionGreet(_SmallTalk):
    """Greets; who waits for a person is told of them."""

    action_name = "action_greet"
    response, meanwhile = "utter_greet", "utter_greet_meanwhile"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say hello, and what can be done or is waited for."""
        if handoff := await _waited_for(turn):
            turn.say(self.meanwhile)
            await tell_who_is_waited_for(turn, handoff)
            return []
        return await super().answer(turn)


class ActionThank(_SmallTalk):
    """Takes thanks."""

    action_name = "action_thank"
    response, meanwhile = "utter_thank", "utter_thank_meanwhile"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say that they are welcome."""
        if was_just_promised(turn) and await _waited_for(turn):
            say_that_they_write(turn, "utter_thank_will_write")
            return []
        return await super().answer(turn)


class ActionBotChallenge(_SmallTalk):
    """Says that it is a bot."""

    action_name = "action_bot_challenge"
    response, meanwhile = "utter_bot_challenge", "utter_bot_challenge"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say so, and how to get a person or that one is asked for."""
        if handoff := await _waited_for(turn):
            turn.say("utter_bot_challenge_waiting")
            await tell_who_is_waited_for(turn, handoff)
            return []
        if asks_who_writes(turn.said.text):
            turn.say("utter_who_we_are", store=turn.shop.name)
            return []
        return await super().answer(turn)


class ActionComplain(_SmallTalk):
    """Says sorry and offers a person; who complains twice in a row gets one."""

    action_name = "action_complain"
    response, meanwhile = "utter_complain", "utter_sorry_meanwhile"

    async def answer(self, turn: Turn) -> list[Event]:
        """Say sorry, and nothing of a person where one hears of it anyway."""
        if handoff := await _waited_for(turn):
            turn.say("utter_sorry")
            await tell_who_is_waited_for(turn, handoff)
        elif is_passed_on(turn, "complain"):
            turn.say("utter_sorry")
        elif ran_in_previous_turn(turn.tracker, self.action_name):
            turn.say("utter_sorry")
            await hand_over(turn, Escalation.UPSET)
            return leave_flow(turn)
        else:
            return await super().answer(turn)
        return []


class ActionWait(_SmallTalk):
    """Takes it that the shopper comes back later."""

    action_name = "action_wait"
    response, meanwhile = "utter_take_your_time", "utter_take_your_time"


SMALL_TALK: tuple[type[ShopAction], ...] = (
    ActionGreet,
    ActionThank,
    ActionBotChallenge,
    ActionComplain,
    ActionWait,
)
