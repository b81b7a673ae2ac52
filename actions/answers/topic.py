"""Answers a topic that no flow serves: by its help article, honestly, with a person where one is needed."""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk import Tracker

from actions.answers.as_request import is_a_request
from actions.answers.shop_action import ShopAction
from actions.answers.talk import ActionMisunderstood
from actions.answers.topics import SHOWN_IN_STORE, TOPICS, Care
from actions.language.said import Said
from actions.replies.codes import code_told
from actions.replies.help import HelpAnswers, passage_cards, quoted
from actions.steps.reminder_answers import answers_reminder
from actions.turn.history import ran_in_previous_turn, said_before
from actions.turn.passing_on import is_passed_on
from actions.turn.requests import next_request, request_served
from actions.turn.shop import Event, Shop, Turn
from commerce.carts.codes import check_code, normalise_code
from commerce.help.search import FoundPassage

_MAY_BE_OF_REMINDER = frozenset({"apply_code", "report_code_failed", "ask_promotions", "ask_price_match"})
_OF_CODES = frozenset({"report_code_failed", "ask_promotions"})


class ActionAnswerTopic(ShopAction):
    """Quotes the passage of the topic's own that is nearest in meaning, with a link; may offer a person."""

    action_name = "action_answer_topic"

    def __init__(self, shop: Shop, actions: Mapping[str, str], help_answers: HelpAnswers) -> None:
        super().__init__(shop, actions)
        self._help = help_answers

    def serves(self, tracker: Tracker) -> str:
        """The topic that waited for this action, or that of the message or of its first part that has one."""
        # A topic may be newer than this process: its rule led here.
        return request_served(tracker, TOPICS) or Said.by(tracker).intent

    async def answer(self, turn: Turn) -> list[Event]:
        """Say what cannot be done, quote, and offer a person, each where the topic wants it."""
        topic = self.serves(turn.tracker)
        if topic in _MAY_BE_OF_REMINDER and await answers_reminder(turn):
            return []
        if await is_a_request(turn, topic):
            return next_request(turn, self._actions) if turn.get("flow") else []
        found = await self._help.find(turn, _question(turn, topic), topic)
        care = TOPICS.get(topic, Care.ARTICLE)
        if not found and care is Care.ARTICLE:
            care = Care.PERSON
        lines = await _code_told(turn, topic)
        lines.append(quoted(found) if found else turn.words.phrase("utter_topic_unanswered"))
        is_offered = care is not Care.ARTICLE and not is_passed_on(turn, topic)
        response = _offering(turn) if is_offered else "utter_topic"
        turn.say(response, answer="\n".join(lines), cards=_cards(turn, topic, found))
        if is_offered:
            turn.remember("offered", topic)
        return []


async def _code_told(turn: Turn, topic: str) -> list[str]:
    """How the promotion code stands that was named where a code is the matter."""
    said = turn.said.first("promotion_code")
    if said is None or topic not in _OF_CODES:
        return []
    code = normalise_code(str(said))
    why = await check_code(turn.session, turn.shopper, code, clock=turn.clock)
    return [code_told(turn, code, why)]


def _question(turn: Turn, topic: str) -> str:
    """What was asked: where a quick reply says which of two things was meant, the message before it."""
    if not turn.said.is_payload:
        return turn.said.text
    asked = ""
    if ran_in_previous_turn(turn.tracker, ActionMisunderstood.action_name):
        asked = said_before(turn.tracker)
    return asked or turn.words.phrase(f"utter_title_{topic}")


def _offering(turn: Turn) -> str:
    # In a flow its question comes next, and a yes is the answer to that.
    return "utter_topic_person_meanwhile" if turn.get("flow") else "utter_topic_person"


def _cards(turn: Turn, topic: str, found: Sequence[FoundPassage]) -> list[dict[str, Any]]:
    cards: list[dict[str, Any]] = [*passage_cards(turn, found)]
    if topic in SHOWN_IN_STORE:
        link = {"title": turn.words.phrase("utter_open_store"), "url": turn.shop.links.base_url}
        cards.append({"title": turn.shop.name, "subtitle": "", "facts": [], "link": link})
    return cards
