"""Finds the passages of the help articles that mean most nearly what a shopper asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from commerce.help.models import HelpArticle, HelpPassage


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage, and how near it is: the cosine of its vector and the question's, 1 for the same meaning."""

    article_id: str
    title: str
    heading: str
    position: int  # in its article
    text: str
    similarity: float


async def find_passages(
    session: AsyncSession, embedding: Sequence[float], limit: int = 3, *, topic: str | None = None
) -> list[FoundPassage]:
    """Return the nearest passages, the nearest first; only those that answer `topic`, where one is given.

    An article's lead is not among them, unless it is all that there is: it is near to every question.
    """
    distance = HelpPassage.embedding.cosine_distance(embedding)
    query = _passages(1 - distance).where(~(_IS_LEAD & _HAS_MORE)).order_by(distance).limit(limit)
    if topic is not None:
        query = query.where(HelpPassage.topics.contains([topic]))
    rows = await session.execute(query)
    return [FoundPassage(*row) for row in rows]


async def article_leads(session: AsyncSession, topic: str | None = None) -> list[FoundPassage]:
    """Return the lead of every article that has one, or of those that answer `topic`, by the article's id."""
    query = _passages(literal(1.0)).where(_IS_LEAD).order_by(HelpArticle.id)
    if topic is not None:
        query = query.where(
            exists().where(_Other.article_id == HelpPassage.article_id, _Other.topics.contains([topic]))
        )
    rows = await session.execute(query)
    return [FoundPassage(*row) for row in rows]


def _passages(similarity: ColumnElement[float]) -> Select[str, str, str, int, str, float]:
    return select(
        HelpArticle.id,
        HelpArticle.title,
        HelpPassage.heading,
        HelpPassage.position,
        HelpPassage.text,
        similarity,
    ).join(HelpArticle, HelpArticle.id == HelpPassage.article_id)


# What stands under the title alone sums the article up.
_IS_LEAD = HelpPassage.heading == HelpArticle.title
_Other = aliased(HelpPassage)
_HAS_MORE = exists().where(
    _Other.article_id == HelpPassage.article_id, _Other.position > HelpPassage.position
)
