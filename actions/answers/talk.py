"""The actions that answer at once, outside of any flow."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answers.reopening import of_points_just_told, taken_up_again
from actions.language.asides import waits
from actions.language.cart_words import takes, wants_more_of_it
from actions.language.commands import commanded
from actions.language.mistakes import mistaken_order
from actions.language.problems import problem_in
from actions.language.said import Said
from actions.steps.identity import try_to_identify
from actions.steps.naming_wares import wares_in
from actions.steps.own_goods import asked_of_own_goods, asked_of_own_order, names_own_goods, shops
from actions.steps.refining import of_a_product, refines
from actions.steps.reminder_answers import answers_reminder, turn_down
from actions.turn.did_you_mean import ACTION_MISUNDERSTOOD, did_you_mean
from actions.turn.escalation import hand_over
from actions.turn.history import flow_before, last_said_by_bot, ran_in_previous_turn, was_set_in_previous_turn
from actions.turn.reminded import just_reminded
from actions.turn.requests import end_of_turn, hand_on, heard, keep_the_others, must_wait, next_request
from actions.turn.shop import Event, Shop, Turn
from actions.turn.shopping import of_cart_just_changed
from actions.wording.quick_replies import quick_reply
from commerce.identity import IdentityLevel
from commerce.orders.numbers import display_number
from commerce.orders.problem_reports import ProblemKind
from commerce.support.handoffs import open_handoff
from commerce.support.identification import Identification
from commerce.support.models import Escalation

_SAME = re.compile(r"\b(?:same|likewise|also|too|as well)\b", re.IGNORECASE)
# What somebody is found by, and what is kept until they are.
_EVIDENCE = frozenset({"order_number", "email", "person_name", "postcode"})
STATUS_FORM = "check_order_status_form"
# How sure it takes to be that a message asks for something beside what it is taken for.
_ASKED_FROM = 0.25
_SURELY_OTHERS = 0.9
# Why a person was offered, by what the slot `offered` holds; a topic there stands for itself.
_OFFERED = {"ask_human": Escalation.ASKED, "no_answer": Escalation.NO_ANSWER}


class ShopAction(Action):
    """An action in one transaction."""

    action_name: ClassVar[str]
    intent: ClassVar[str] = ""  # the request it serves, if it may be one of several in a message
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
            if intent and must_wait(turn, intent):
                first = next_request(turn, self._actions)
                return [*turn.slot_events(), *first]
            asks_more = keep_the_others(turn, intent)
            events = [] if await self._answers_reminder(turn) else await self.answer(turn)
            if asks_more or turn.get("flow") is None:
                events += next_request(turn, self._actions)
            return [*turn.slot_events(), *events, *end_of_turn(turn, events)]

    async def _answers_reminder(self, turn: Turn) -> bool:
        return self.may_be_of_reminder and await answers_reminder(turn)

    def serves(self, tracker: Tracker) -> str:
        """Which request of the message it is called for."""
        del tracker
        return self.intent

    async def answer(self, turn: Turn) -> list[Event]:
        """Utter the answer; the events besides changed slots."""
        raise NotImplementedError


class ActionAskHuman(ShopAction):
    """Hands over because the shopper asks for a person."""

    action_name = "action_ask_human"
    intent = "ask_human"

    async def answer(self, turn: Turn) -> list[Event]:
        """Queue the handoff; an offer that is taken up by its quick reply keeps its reason."""
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
            or mistaken_order(turn.said.text)
            or await _of_search(turn)
            or await _asked(turn)
        )
        if request := request or await of_a_product(turn):
            hand_on(turn, turn.said, request)
            return []
        if not ran_in_previous_turn(turn.tracker, self.action_name):
            buttons = did_you_mean(turn.tracker.latest_message, turn.words)
            turn.say("utter_did_you_mean" if buttons else "utter_misunderstood", buttons=buttons)
            return []
        await hand_over(turn, Escalation.NOT_UNDERSTOOD)
        return leave_flow(turn)


class ActionAffirm(ShopAction):
    """A yes outside of a flow: to the person or the remedy that was just offered, or to nothing."""

    action_name = "action_affirm"

    async def answer(self, turn: Turn) -> list[Event]:
        offered = _offer(turn)
        if await just_reminded(turn):  # later than whatever was offered
            hand_on(turn, Said("place_order", "/place_order"), "place_order")
        elif offered is None:
            turn.say("utter_nothing_to_confirm")
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
        if request := commanded(turn.said.text):
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
        said = last_said_by_bot(turn.tracker)
        if not said:
            turn.say("utter_nothing_asked")
        for message in said:
            data: dict[str, Any] = message.get("data") or {}
            turn.dispatcher.utter_message(
                text=message.get("text"), buttons=data.get("buttons"), json_message=data.get("custom")
            )
        return []


class ActionTakeNote(ShopAction):
    """Takes what the shopper says of themselves or of an order while no flow has asked for it."""

    action_name = "action_take_note"
    may_be_of_reminder = True

    async def answer(self, turn: Turn) -> list[Event]:
        said = turn.said
        if said.first("email") and await self._is_contact(turn):
            turn.say("utter_contact_noted", contact=turn.get("email"))
            return []
        is_anonymous = turn.shopper.level is IdentityLevel.ANONYMOUS
        has_order = bool(said.first("order_number")) or (said.wants_other and turn.get("order_number"))
        is_introduction = is_anonymous and said.is_bare and (said.first("email") or said.first("person_name"))
        if sought := await _of_search(turn):
            request: str | None = sought
        elif repeated := _same_for_another(turn):
            request = repeated
        elif has_order and not is_introduction:
            request = None if said.is_bare else self._request_besides(turn)
            if request is None:
                return [FollowupAction(STATUS_FORM)]
        else:
            request = await self._of_own_goods(turn)
        if request:
            hand_on(turn, said, request)
            return []
        if request := taken_up_again(turn) or of_cart_just_changed(turn):
            hand_on(turn, said, request)
            return []
        if not is_anonymous or not _EVIDENCE & said.entities.keys():
            if not said.requests:
                turn.say("utter_what_about_it")
            return []
        return self._reply(turn, await try_to_identify(turn))

    @staticmethod
    async def _of_own_goods(turn: Turn) -> str | None:
        """What is asked about goods of their own; their order's status where nothing is asked."""
        if shops(turn.said.text):
            return "find_product"
        if await names_own_goods(turn):
            return await asked_of_own_goods(turn) or "check_order_status"
        return await asked_of_own_goods(turn) or await asked_of_own_order(turn)

    def _request_besides(self, turn: Turn) -> str | None:
        """What is asked for in a message that above all says who asks: "pay it with ..., my email is ..."."""
        ranking = turn.tracker.latest_message.get("intent_ranking") or []
        likely = [each["name"] for each in ranking if each["confidence"] >= _ASKED_FROM]
        return next((name for name in likely if name in self._actions), None)

    @staticmethod
    async def _is_contact(turn: Turn) -> bool:
        """Whether the e-mail is where the person who was asked for should write."""
        if turn.shopper.level is not IdentityLevel.ANONYMOUS or turn.said.first("order_number"):
            return False
        handoff = await open_handoff(turn.session, turn.conversation.id)
        if handoff is None or handoff.contact is not None:
            return False
        handoff.contact = str(turn.said.first("email"))
        return True

    @staticmethod
    def _reply(turn: Turn, outcome: Identification | None) -> list[Event]:
        if outcome is Identification.LOCKED:  # a code proves it, which takes a question and its answer
            return [FollowupAction(STATUS_FORM)]
        if outcome is Identification.NO_MATCH:
            turn.say("utter_no_match")
        elif not turn.said.requests:
            turn.say("utter_noted" if outcome is None else "utter_found_you", buttons=_next(turn))
        return []


async def _of_search(turn: Turn) -> str | None:
    """The search, where the words change the one that was just answered: "in blue", "cheaper"."""
    is_of_order = turn.said.first("order_number") or turn.said.first("email")
    return "find_product" if not is_of_order and await refines(turn) else None


async def _asked(turn: Turn) -> str | None:
    return (
        _same_for_another(turn)
        or of_points_just_told(turn)
        or of_cart_just_changed(turn)
        or await _of_wares(turn)
        or (None if _is_of_others(turn) else await asked_of_own_goods(turn, is_lost=True))
        or _report(turn)
        or await asked_of_own_order(turn)
    )


def _is_of_others(turn: Turn) -> bool:
    """Whether it is surely no store's business, whatever its words ask for: "cancel my gym contract"."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    return any(
        each["name"] == "out_of_scope" and each["confidence"] >= _SURELY_OTHERS for each in ranking[:1]
    )


async def _of_wares(turn: Turn) -> str | None:
    """Putting something into the cart, where a product of the store's is to be taken."""
    if turn.said.is_payload or not takes(turn.said.text):
        return None
    return "add_to_cart" if (await wares_in(turn)).wares else None


def _same_for_another(turn: Turn) -> str | None:
    """The request that was served last, where the same is wished for another order."""
    is_wished = turn.said.wants_other and turn.get("order_number") and _SAME.search(turn.said.text)
    return flow_before(turn.tracker) if is_wished else None


def _report(turn: Turn) -> str | None:
    """The report of a problem, where the words tell of one and it is among the guesses."""
    ranking = turn.tracker.latest_message.get("intent_ranking") or []
    is_likely = any(each["name"] == "report_problem" for each in ranking)
    return "report_problem" if is_likely and problem_in(turn.said.text) else None


def _offer(turn: Turn) -> str | None:
    """What the bot offered in its last words."""
    return was_set_in_previous_turn(turn.tracker, "offered")


async def _hand_over_as_offered(turn: Turn, offered: str) -> None:
    if offered in _OFFERED:
        await hand_over(turn, _OFFERED[offered])
    else:
        await hand_over(turn, Escalation.NOT_SERVED, turn.words.phrase(f"utter_title_{offered}"))


def _next(turn: Turn) -> list[dict[str, str]]:
    number = turn.get("order_number")
    if not number:
        return [quick_reply("Where is my order?", "check_order_status")]
    title = f"Where is {display_number(number)}?"
    return [quick_reply(title, "check_order_status", order_number=number)]


def leave_flow(turn: Turn) -> list[Event]:
    """Drop whatever flow is under way, and those it had interrupted."""
    turn.set("flow", None)
    turn.set("paused_flows", None)
    return [ActiveLoop(None), SlotSet("requested_slot", None)]


ANSWERS: tuple[type[ShopAction], ...] = (
    ActionAskHuman,
    ActionMisunderstood,
    ActionAffirm,
    ActionLeave,
    ActionRepeatQuestion,
    ActionTakeNote,
)
