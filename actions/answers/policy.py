"""Answers a question of policy with the store's own words, or admits that there are none."""

from collections.abc import Mapping

from actions.answers.reopening import of_points_just_told
from actions.answers.shop_action import ShopAction
from actions.replies.help import HelpAnswers, passage_cards, quoted
from actions.steps.own_goods import asks_if_sold
from actions.turn.passing_on import is_passed_on
from actions.turn.requests import hand_on
from actions.turn.shop import Event, Shop, Turn
from actions.wording.formats import joined

# Measured on 102 training questions, of which 85 reach the first figure and 98 the second, and on 24 that no
# article answers, of which 2 and 10 do.
FITS_FROM = 0.54
MAY_FIT_FROM = 0.4


class ActionAnswerPolicy(ShopAction):
    """Quotes the help passage nearest in meaning, with a link; offers a person when nothing fits."""

    action_name = "action_answer_policy"
    intent = "ask_policy"

    def __init__(self, shop: Shop, actions: Mapping[str, str], help_answers: HelpAnswers) -> None:
        super().__init__(shop, actions)
        self._help = help_answers

    async def answer(self, turn: Turn) -> list[Event]:
        """Quote, quote with a doubt, or offer a person; what was no question is served instead."""
        if request := of_points_just_told(turn):
            hand_on(turn, turn.said, request)
            return []
        found = await self._help.find(turn, turn.said.text)
        nearest = max((each.similarity for each in found), default=0.0)
        if nearest < MAY_FIT_FROM and asks_if_sold(turn.said.text):
            hand_on(turn, turn.said, "find_product")
            return []
        if nearest < MAY_FIT_FROM:
            if is_passed_on(turn, self.intent):
                turn.say("utter_topic", answer=turn.words.phrase("utter_topic_unanswered"))
                return []
            turn.say("utter_policy_unknown")
            turn.remember("offered", "no_answer")
            return []
        response = "utter_policy" if nearest >= FITS_FROM else "utter_policy_perhaps"
        heading = joined([each.heading for each in found])
        turn.say(response, heading=heading, passage=quoted(found), cards=passage_cards(turn, found))
        return []
