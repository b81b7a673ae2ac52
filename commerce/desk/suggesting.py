"""Suggests a reply from the store's help articles: for an agent to read, change and send."""

from uuid import UUID

from sqlalchemy import Text, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.help.models import HelpArticle, HelpPassage
from commerce.support.models import Message, MessageAuthor, Understanding

_LATEST = 3  # of the shopper's messages


async def suggested_reply(session: AsyncSession, conversation_id: UUID) -> str | None:
    """The passage of the help articles that answers what the shopper asked last; None when there is none.

    It is found by the topic that was understood, else by the words. Nothing is invented.
    """
    asked = (
        await session.execute(
            select(Message.text, Understanding.intent)
            .outerjoin(Understanding, Understanding.message_id == Message.id)
            .where(Message.conversation_id == conversation_id, Message.author == MessageAuthor.SHOPPER)
            .order_by(Message.position.desc())
            .limit(_LATEST)
        )
    ).all()
    for text, topic in asked:
        found = await _passage(session, text, topic)
        if found is not None:
            return found
    return None


async def _passage(session: AsyncSession, text: str, topic: str | None) -> str | None:
    words = func.to_tsvector(
        "english", HelpArticle.title + " " + HelpPassage.heading + " " + HelpPassage.text
    )
    # Any of the words will do; the more of them, the higher a passage stands.
    every = func.plainto_tsquery("english", text).cast(Text)
    asked = func.to_tsquery("english", func.replace(every, "&", "|"))
    rank = func.ts_rank(words, asked)
    query = (
        select(HelpPassage.text)
        .join(HelpArticle, HelpArticle.id == HelpPassage.article_id)
        .order_by(rank.desc(), HelpPassage.position)
        .limit(1)
    )
    if topic is not None:
        of_topic: str | None = await session.scalar(query.where(HelpPassage.topics.contains([topic])))
        if of_topic is not None:
            return of_topic
    by_words: str | None = await session.scalar(query.where(words.op("@@")(asked), rank > _SURE))
    return by_words


_SURE = 0.03  # a rank below says that a common word or two happened to be there
