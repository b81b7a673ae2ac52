"""Answers a question of policy with the store's own words, or admits that there are none."""

import asyncio
from collections.abc import Callable, Mapping

from actions.answers import ShopAction
from actions.shop import Event, Shop, Turn
from commerce.help.links import passage_path
from commerce.help.search import FoundPassage, find_passages

Encode = Callable[[str], list[float]]

# Measured on the training questions and on questions the articles do not answer: from the first figure on the
# passage nearly always fits; below the second it nearly never does.
FITS_FROM = 0.48
MAY_FIT_FROM = 0.36


class ActionAnswerPolicy(ShopAction):
    """Quotes the help passage nearest in meaning, with a link; offers a person when nothing fits."""

    action_name = "action_answer_policy"
    intent = "ask_policy"

    def __init__(self, shop: Shop, actions: Mapping[str, str], encode: Encode) -> None:
        super().__init__(shop, actions)
        self._encode = encode

    async def answer(self, turn: Turn) -> list[Event]:
        """Quote, quote with a doubt, or offer a person."""
        embedding = await asyncio.to_thread(self._encode, turn.said.text)
        found = await find_passages(turn.session, embedding, limit=1)
        if not found or found[0].similarity < MAY_FIT_FROM:
            turn.say("utter_policy_unknown")
            turn.remember("offered", "no_answer")
            return []
        (passage,) = found
        response = "utter_policy" if passage.similarity >= FITS_FROM else "utter_policy_perhaps"
        turn.say(response, heading=passage.heading, passage=passage.text, cards=[_card(passage)])
        return []


def _card(passage: FoundPassage) -> dict[str, object]:
    path = passage_path(passage.article_id, passage.heading)
    return {
        "title": passage.title,
        "subtitle": passage.heading,
        "facts": [],
        "link": {"title": "Read more", "url": path},
    }
