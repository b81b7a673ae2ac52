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
    session: AsyncSession, embedding: Sequence[float], limit: int = 3
) -> list[FoundPassage]:
    """The nearest passages, the nearest first."""
    distance = HelpPassage.embedding.cosine_distance(embedding)
    rows = await session.execute(
        select(HelpArticle.id, HelpArticle.title, HelpPassage.heading, HelpPassage.text, 1 - distance)
        .join(HelpArticle, HelpArticle.id == HelpPassage.article_id)
        .order_by(distance)
        .limit(limit)
    )
    return [FoundPassage(*row) for row in rows]
