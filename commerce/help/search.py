"""Finds the passages of the help articles that mean most nearly what a shopper asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.help.models import HelpArticle, HelpPassage


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage, and how near it is: the cosine of its vector and the question's, 1 for the same meaning."""

    article_id: str
    title: str
    heading: str
    text: str
    similarity: float


async def find_passages(
    session: AsyncSession, embedding: Sequence[float], limit: int = 3, *, topic: str | None = None
) -> list[FoundPassage]:
    """The nearest passages, the nearest first; only those that answer `topic`, where one is given."""
    distance = HelpPassage.embedding.cosine_distance(embedding)
    query = (
        select(HelpArticle.id, HelpArticle.title, HelpPassage.heading, HelpPassage.text, 1 - distance)
        .join(HelpArticle, HelpArticle.id == HelpPassage.article_id)
        .order_by(distance)
        .limit(limit)
    )
    if topic is not None:
        query = query.where(HelpPassage.topics.contains([topic]))
    rows = await session.execute(query)
    return [FoundPassage(*row) for row in rows]
