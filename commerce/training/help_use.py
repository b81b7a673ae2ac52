"""Which help articles helped, and which questions found none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_LISTED = 50

# A passage was shown where a card of the bot's links to it. It helped unless they complained, corrected,
# asked for a person, was not understood or was handed over within the next ten minutes.
_SHOWN = """
WITH shown AS (
    SELECT DISTINCT messages.conversation_id, messages.created_at AS at,
        substring(card #>> '{link,url}' FROM '/help/([^#?/]+)') AS article
    FROM messages, jsonb_array_elements(messages.cards) AS card
    WHERE messages.created_at >= :since AND messages.author = 'bot' AND card #>> '{link,url}' LIKE '%/help/%'
), judged AS (
    SELECT shown.article, EXISTS (
        SELECT FROM understandings JOIN messages ON messages.id = understandings.message_id
        WHERE understandings.conversation_id = shown.conversation_id
        AND messages.created_at > shown.at AND messages.created_at < shown.at + interval '10 minutes'
        AND (understandings.intent IN ('complain', 'ask_human', 'correct') OR understandings.is_fallback)
    ) OR EXISTS (
        SELECT FROM handoffs WHERE handoffs.conversation_id = shown.conversation_id
        AND handoffs.created_at >= shown.at AND handoffs.created_at < shown.at + interval '10 minutes'
    ) AS did_not
    FROM shown WHERE shown.article IS NOT NULL
)
SELECT article, count(*) AS times, count(*) FILTER (WHERE NOT did_not) AS helped
FROM judged GROUP BY article ORDER BY times DESC, article
"""

_UNANSWERED = """
SELECT min(said.text) AS text, count(*) AS times, max(said.at) AS last_at
FROM (
    SELECT DISTINCT ON (handoffs.id) understandings.text, messages.created_at AS at
    FROM handoffs JOIN messages ON messages.conversation_id = handoffs.conversation_id
        AND messages.created_at <= handoffs.created_at
    JOIN understandings ON understandings.message_id = messages.id
    WHERE handoffs.escalation = 'no_answer' AND handoffs.created_at >= :since AND understandings.text <> ''
    ORDER BY handoffs.id, messages.position DESC
) AS said
GROUP BY lower(said.text) ORDER BY times DESC, last_at DESC LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class ArticleUse:
    """How often an article was quoted, and how often nobody had to do more about it."""

    article: str
    times: int
    helped: int


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question for which no passage was found, so that a person was called."""

    text: str
    times: int
    last_at: datetime


async def article_use(session: AsyncSession, since: datetime) -> Sequence[ArticleUse]:
    """How the articles that were quoted since then did, the most quoted first."""
    return [ArticleUse(*row) for row in await session.execute(text(_SHOWN), {"since": since})]


async def unanswered(session: AsyncSession, since: datetime) -> Sequence[Unanswered]:
    """The questions since then that found no article, the most frequent first."""
    rows = await session.execute(text(_UNANSWERED), {"since": since, "limit": _LISTED})
    return [Unanswered(*row) for row in rows]
