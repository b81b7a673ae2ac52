"""Reads the help articles as they were loaded."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from commerce.help.models import HelpArticle


async def article_titles(session: AsyncSession) -> Sequence[Row[str, str]]:
    """The id and the title of every article, by title."""
    found = await session.execute(select(HelpArticle.id, HelpArticle.title).order_by(HelpArticle.title))
    return found.all()


async def find_article(session: AsyncSession, article_id: str) -> HelpArticle | None:
    """An article with its passages in order; None when there is none of this id."""
    return await session.scalar(
        select(HelpArticle).where(HelpArticle.id == article_id).options(selectinload(HelpArticle.passages))
    )
