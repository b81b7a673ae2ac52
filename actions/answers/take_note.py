"""The action that takes what shoppers say of themselves or of an order while nobody has asked for it."""

from rasa_sdk.events import FollowupAction

from actions.answers.asked import of_search, same_for_another
from actions.answers.reopening import of_what_was_told, taken_up_again
from actions.answers.shop_action import ShopAction
from actions.engine.moods import turns_down
from actions.language.mood import denies_a_problem
from actions.language.problems import problem_in
from actions.language.small_words import takes_note
from actions.steps.identity import EVIDENCE, try_to_identify
from actions.steps.own_goods import asked_of_own_goods, asked_of_own_order, names_own_goods, shops
from actions.turn.passing_on import is_passed_on
from actions.turn.requests import hand_on
from actions.turn.shop import Event, Turn
from actions.turn.shopping import of_cart_just_changed
from actions.wording.quick_replies import quick_reply
from commerce.identity import IdentityLevel
from commerce.orders.numbers import display_number
from commerce.support.handoffs import open_handoff
from commerce.support.identification import Identification

_STATUS_FORM = "check_order_status_form"
# How sure it takes to be that a message asks for something beside what it is taken for.
_ASKED_FROM = 0.25


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
        if sought := await of_search(turn):
            request: str | None = sought
        elif repeated := same_for_another(turn):
            request = repeated
        elif has_order and not is_introduction:
            request = None if said.is_bare else self._request_besides(turn)
            if request is None:
                return [FollowupAction(_STATUS_FORM)]
        else:
            request = await self._of_own_goods(turn) or _trouble(turn)
        if request:
            hand_on(turn, said, request)
            return []
        if request := taken_up_again(turn) or of_what_was_told(turn) or of_cart_just_changed(turn):
            hand_on(turn, said, request)
            return []
        if not is_anonymous or said.entities.keys().isdisjoint(EVIDENCE):
            if not said.requests:
                turn.say(_to_what_asks_nothing(turn))
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
            return [FollowupAction(_STATUS_FORM)]
        if outcome is Identification.NO_MATCH:
            turn.say("utter_no_match")
        elif not turn.said.requests:
            turn.say("utter_noted" if outcome is None else "utter_found_you", buttons=_next(turn))
        return []


def _trouble(turn: Turn) -> str | None:
    """The report of what is wrong with the order that was just spoken of: "its faulty tho"."""
    is_of_order = bool(turn.get("order_number")) and turn.is_fresh("order_number")
    is_told = not turn.said.is_payload and problem_in(turn.said.text) is not None
    return "report_problem" if is_of_order and is_told and not denies_a_problem(turn.said.text) else None


def _to_what_asks_nothing(turn: Turn) -> str:
    """The response to what neither asks for something nor says who asks."""
    text = turn.said.text
    if turns_down(text):
        return "utter_left_as_it_is"
    if takes_note(text):
        return "utter_acknowledged"
    return "utter_sorry" if is_passed_on(turn, turn.said.intent) else "utter_what_about_it"


def _next(turn: Turn) -> list[dict[str, str]]:
    number = turn.get("order_number")
    if not number:
        return [quick_reply("Where is my order?", "check_order_status")]
    title = f"Where is {display_number(number)}?"
    return [quick_reply(title, "check_order_status", order_number=number)]
