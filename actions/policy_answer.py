"""Answers a question of policy with the store's own words, or admits that there are none."""

import asyncio
from collections.abc import Callable, Mapping

from actions.answers import ShopAction
from actions.shop import Event, Shop, Turn
from commerce.help.links import passage_path
from commerce.help.search import FoundPassage, find_passages

Encode = Callable[[str], list[float]]

# Measured on 102 training questions, of which 85 reach the first figure and 98 the second, and on 24 that no
# article answers, of which 2 and 10 do.
FITS_FROM = 0.54
MAY_FIT_FROM = 0.4


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
        turn.say(response, heading=passage.heading, passage=passage.text, cards=[passage_card(turn, passage)])
        return []


def passage_card(turn: Turn, passage: FoundPassage) -> dict[str, object]:
    """The passage with the link to its place among the help pages."""
    page = turn.shop.links.base_url.rstrip("/") + passage_path(passage.article_id, passage.heading)
    return {
        "title": passage.title,
        "subtitle": passage.heading,
        "facts": [],
        "link": {"title": "Read more", "url": page},
    }
