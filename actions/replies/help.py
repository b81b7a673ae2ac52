"""Finds what the store's help says to a question, and quotes it with links."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actions.turn.shop import Turn
from commerce.help.choosing import choose
from commerce.help.links import passage_path
from commerce.help.search import FoundPassage, article_leads, find_passages

Encode = Callable[[str], list[float]]
_COMPARED = 3


@dataclass(frozen=True)
class HelpAnswers:
    """Answers from the help articles; `encode` makes a vector of a question."""

    encode: Encode

    async def find(self, turn: Turn, question: str, topic: str | None = None) -> list[FoundPassage]:
        """Return what to quote, of `topic` where it is given; empty when there is nothing of it."""
        embedding = await asyncio.to_thread(self.encode, question)
        found = await find_passages(turn.session, embedding, limit=_COMPARED, topic=topic)
        return choose(question, found, await article_leads(turn.session, topic)) if found else []


def quoted(passages: Sequence[FoundPassage]) -> str:
    """Return the passages' words, each a paragraph."""
    return "\n".join(each.text for each in passages)


def passage_cards(turn: Turn, passages: Sequence[FoundPassage]) -> list[dict[str, object]]:
    """Return each passage with the link to its place among the help pages."""
    return [_card(turn, each) for each in passages]


def _card(turn: Turn, passage: FoundPassage) -> dict[str, object]:
    page = turn.shop.links.base_url.rstrip("/") + passage_path(passage.article_id, passage.heading)
    return {
        "title": passage.title,
        "subtitle": passage.heading if passage.heading != passage.title else "",
        "facts": [],
        "link": {"title": "Read more", "url": page},
    }
