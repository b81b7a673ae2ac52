"""Brings the help articles of a folder into the store, embedding only what has changed."""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.database import create_engine, sessions_of
from commerce.help.articles import Article, read_articles
from commerce.help.encoder import QuestionEncoder
from commerce.help.models import HelpArticle, HelpPassage
from commerce.spelling import Spelling, as_written

DEFAULT_ENCODER = Path("var/encoder")


class NoArticles(Exception):
    """The folder holds no help articles; the ones in the store are kept."""


async def load_help_articles(
    database_url: str,
    folder: Path,
    report: Callable[[str], None],
    *,
    encoder_folder: Path = DEFAULT_ENCODER,
    spelling: Spelling = as_written,
    held: Collection[str] = (),
) -> None:
    """Make the store's help articles those of `folder`, in one transaction.

    An article whose words and encoder are the same is left alone; one whose file is gone is removed. Those
    of the names `held` are older than their edits: they may be written anew, and are no newer for it.
    Raises NoArticles, ArticleUnfit or EncoderUnfit, changing nothing.
    """
    articles = await asyncio.to_thread(read_articles, folder, spelling)
    if not articles:
        raise NoArticles(f"{folder} has no *.md files")
    encoder = await asyncio.to_thread(QuestionEncoder, encoder_folder)
    engine = create_engine(database_url, pool_size=1)
    try:
        async with sessions_of(engine).begin() as session:
            counts = await _synchronise(session, articles, encoder, held)
    finally:
        await engine.dispose()
    report(f"help articles: {counts}")


async def _synchronise(
    session: AsyncSession, articles: list[Article], encoder: QuestionEncoder, held: Collection[str]
) -> str:
    rows = await session.execute(select(HelpArticle.id, HelpArticle.content_hash))
    stored: dict[str, str] = dict(rows.all())
    hashes = {article.id: article.content_hash(encoder.digest) for article in articles}
    changed = [article for article in articles if stored.get(article.id) != hashes[article.id]]
    for article in changed:
        await _write(session, article, hashes[article.id], encoder, is_held=article.id in held)
    gone = stored.keys() - hashes.keys()
    await session.execute(delete(HelpArticle).where(HelpArticle.id.in_(gone)))
    return f"{len(articles)} in all, {len(changed)} new or changed, {len(gone)} removed"


async def _write(
    session: AsyncSession, article: Article, content_hash: str, encoder: QuestionEncoder, *, is_held: bool
) -> None:
    row = insert(HelpArticle).values(id=article.id, title=article.title, content_hash=content_hash)
    updated_at = HelpArticle.updated_at if is_held else func.now()
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[HelpArticle.id],
            set_={"title": row.excluded.title, "content_hash": content_hash, "updated_at": updated_at},
        )
    )
    await session.execute(delete(HelpPassage).where(HelpPassage.article_id == article.id))
    for position, passage in enumerate(article.passages):
        embedding = await asyncio.to_thread(_vector, encoder, article.embedded_texts(passage))
        session.add(
            HelpPassage(
                article_id=article.id,
                position=position,
                heading=passage.heading,
                text=passage.text,
                topics=list(passage.topics),
                embedding=embedding,
            )
        )


def _vector(encoder: QuestionEncoder, texts: tuple[str, ...]) -> list[float]:
    """The sum of the texts' vectors; its length does not matter to the cosine."""
    return [sum(parts) for parts in zip(*map(encoder.encode, texts), strict=True)]
