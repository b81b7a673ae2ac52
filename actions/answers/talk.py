"""The actions that answer at once, outside of any flow."""

from typing import Any

from actions.answers.asked import asked, of_search
from actions.answers.shop_action import ShopAction, leave_flow
from actions.answers.take_note import ActionTakeNote
from actions.engine.moods import turns_down
from actions.language.asides import waits
from actions.language.cart_words import wants_more_of_it
from actions.language.commands import commanded, misspelt_command
from actions.language.handover_words import asks_how_to_reach, wants_a_call, wishes_for_person
from actions.language.mistakes import mistaken_order
from actions.language.said import Said
from actions.language.small_words import asks_again, says_nothing, takes_note
from actions.language.worded import asked_while_leaving
from actions.steps.refining import of_a_product
from actions.steps.reminder_answers import turn_down
from actions.turn.did_you_mean import ACTION_MISUNDERSTOOD, did_you_mean
from actions.turn.escalation import hand_over
from actions.turn.history import (
    last_said_by_bot,
    last_said_by_store,
    ran_in_previous_turn,
    was_set_in_previous_turn,
)
from actions.turn.offered_ware import offered_ware
from actions.turn.passing_on import is_passed_on
from actions.turn.reminded import just_reminded
from actions.turn.requests import hand_on
from actions.turn.shop import Event, Turn
from actions.turn.shopping import of_cart_just_changed
from commerce.orders.problem_reports import ProblemKind
from commerce.support.models import Escalation
from commerce.support.signals import is_heated

# Why a person was offered, by what the slot `offered` holds; a topic there stands for itself.
_OFFERED = {"ask_human": Escalation.ASKED, "no_answer": Escalation.NO_ANSWER}


class ActionAskHuman(ShopAction):
    """Hands over because the shopper asks for a person."""

    action_name = "action_ask_human"
    intent = "ask_human"
    asks_for_person = True

    async def answer(self, turn: Turn) -> list[Event]:
        """Queue the handoff; an offer that is taken up by its quick reply keeps its reason."""
        if not turn.said.is_payload and asks_how_to_reach(turn.said.text):
            turn.say("utter_ways_to_reach_us")
            turn.remember("offered", "ask_human")
            return []
        if not turn.said.is_payload and wants_a_call(turn.said.text):
            turn.say("utter_no_calls")
        offered = _offer(turn) or "ask_human"
        is_remedy = offered in list(ProblemKind)
        await _hand_over_as_offered(turn, "ask_human" if is_remedy else offered)
        return leave_flow(turn)


class ActionMisunderstood(ShopAction):
    """Asks which of two things was meant, or to put it in other words; the second time it hands over."""

    action_name = ACTION_MISUNDERSTOOD
    may_be_of_reminder = True

    async def answer(self, turn: Turn) -> list[Event]:
        if turn.said.requests:  # the whole was unclear, its parts are not
            return []
        request = (
            commanded(turn.said.text)
            or misspelt_command(turn.said.text)
            or mistaken_order(turn.said.text)
            or await of_search(turn)
            or await asked(turn)
        )
        if request := request or await of_a_product(turn):
            hand_on(turn, turn.said, request)
            return []
        if turns_down(turn.said.text):
            turn.say("utter_left_as_it_is")
            return []
        if _is_small(turn):
            return []
        is_wished = wishes_for_person(turn.said.text)
        if not is_wished and not ran_in_previous_turn(turn.tracker, self.action_name):
            buttons = did_you_mean(turn.tracker.latest_message, turn.words)
            turn.say("utter_did_you_mean" if buttons else "utter_misunderstood", buttons=buttons)
            return []
        await hand_over(turn, Escalation.ASKED if is_wished else Escalation.NOT_UNDERSTOOD)
        return leave_flow(turn)


class ActionAffirm(ShopAction):
    """A yes outside of a flow: to the person or the remedy that was just offered, or to nothing."""

    action_name = "action_affirm"

    async def answer(self, turn: Turn) -> list[Event]:
        offered = _offer(turn)
        if await just_reminded(turn):  # later than whatever was offered
            hand_on(turn, Said("place_order", "/place_order"), "place_order")
        elif ware := offered_ware(turn):
            hand_on(turn, ware, ware.intent)
        elif offered is None:
            is_noted = not turn.said.is_payload and takes_note(turn.said.text)
            is_noted |= bool(last_said_by_store(turn.tracker))
            turn.say("utter_acknowledged" if is_noted else "utter_nothing_to_confirm")
        elif offered in list(ProblemKind):
            facts = {"order_number": (turn.get("order_number"),), "problem": (offered,)}
            hand_on(turn, Said("report_problem", "/report_problem", facts), "report_problem")
        else:
            await _hand_over_as_offered(turn, offered)
        return []


class ActionLeave(ShopAction):
    """ "Never mind" outside of a flow: there is nothing to leave, unless the words ask for something."""

    action_name = "action_leave"
    may_be_of_reminder = True

    async def answer(self, turn: Turn) -> list[Event]:
        if request := commanded(turn.said.text) or asked_while_leaving(turn.said.text):
            hand_on(turn, turn.said, request)
        elif not waits(turn.said.text) and (found := await just_reminded(turn)):
            await turn_down(turn, found)
        else:
            turn.say("utter_take_your_time" if waits(turn.said.text) else "utter_nothing_to_leave")
        return []


class ActionRepeatQuestion(ShopAction):
    """Says again what the bot said last, outside of a flow."""

    action_name = "action_repeat_question"

    async def answer(self, turn: Turn) -> list[Event]:
        if (request := of_cart_just_changed(turn)) and wants_more_of_it(turn.said.text):
            hand_on(turn, turn.said, request)
            return []
        if found := await just_reminded(turn):
            turn.dispatcher.utter_message(text=found.text)
            return []
        _repeat(turn)
        return []


def _is_small(turn: Turn) -> bool:
    """Answer what is no request at all: question marks, small words, or a complaint in disguise."""
    text = turn.said.text
    if turn.said.is_payload:
        return False
    if asks_again(text):
        _repeat(turn)
    elif takes_note(text) or says_nothing(text):
        turn.say("utter_acknowledged")
    elif is_passed_on(turn, turn.said.intent):
        turn.say("utter_sorry")
    elif is_heated(text) and not ran_in_previous_turn(turn.tracker, ACTION_MISUNDERSTOOD):
        turn.say("utter_complain")
    else:
        return False
    return True


def _repeat(turn: Turn) -> None:
    if told := last_said_by_store(turn.tracker):
        turn.dispatcher.utter_message(text=told)
        return
    said = last_said_by_bot(turn.tracker)
    if not said:
        turn.say("utter_nothing_asked")
    for message in said:
        data: dict[str, Any] = message.get("data") or {}
        turn.dispatcher.utter_message(
            text=message.get("text"), buttons=data.get("buttons"), json_message=data.get("custom")
        )


def _offer(turn: Turn) -> str | None:
    """What the bot offered in its last words, a ware apart."""
    return None if offered_ware(turn) else was_set_in_previous_turn(turn.tracker, "offered")


async def _hand_over_as_offered(turn: Turn, offered: str) -> None:
    if offered in _OFFERED:
        await hand_over(turn, _OFFERED[offered])
    else:
        await hand_over(turn, Escalation.NOT_SERVED, turn.words.phrase(f"utter_title_{offered}"))


ANSWERS: tuple[type[ShopAction], ...] = (
    ActionAskHuman,
    ActionMisunderstood,
    ActionAffirm,
    ActionLeave,
    ActionRepeatQuestion,
    ActionTakeNote,
)
