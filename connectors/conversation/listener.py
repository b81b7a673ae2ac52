"""Brings news of conversations told by other processes to the hub."""

import asyncio
from uuid import UUID

import psycopg
import structlog
from psycopg import sql
from psycopg.conninfo import make_conninfo

from commerce.database import DATABASE_ERRORS
from commerce.support.messages import ConversationState, states_of
from commerce.support.news import NEWS_CHANNEL, News
from connectors.conversation.connecting import open_connection
from connectors.conversation.hub import Changed, Event, Hub, Typing
from connectors.conversation.pool import LogPool

logger = structlog.get_logger(__name__)

_RECONNECT_S = 1.0


async def listen(database_url: str, hub: Hub, own_origin: str) -> None:
    """Publish others' news until cancelled. After a lost connection everybody looks again."""
    while True:
        try:
            await _listen_once(database_url, hub, own_origin)
        except psycopg.OperationalError as error:
            logger.warning("lost the news connection, connecting again", kind=type(error).__name__)
        await asyncio.sleep(_RECONNECT_S)


async def _listen_once(database_url: str, hub: Hub, own_origin: str) -> None:
    # A connection that died silently is noticed within about half a minute.
    connection = await open_connection(
        make_conninfo(database_url, keepalives_idle=15, keepalives_interval=5, keepalives_count=3),
        "aisle-news",
    )
    async with connection:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(NEWS_CHANNEL)))
        hub.publish_to_all(Changed())
        async for notification in connection.notifies():
            news = News.decoded(notification.payload)
            if news.origin != own_origin:
                hub.publish(news.conversation_id, _told(news))


def _told(news: News) -> Event:
    by, _, on = news.typing.partition(":")
    return Typing(on == "on", by) if by else Changed()


async def look_regularly(log_pool: LogPool, hub: Hub, every_s: float) -> None:
    """Compare what is watched with the database until cancelled, in case some news was never told."""
    seen: dict[UUID, ConversationState] = {}
    while True:
        await asyncio.sleep(every_s)
        try:
            states = await log_pool.run(lambda log: states_of(log, hub.watched()))
        except DATABASE_ERRORS as error:
            logger.warning("could not look for missed news", kind=type(error).__name__)
            continue
        for conversation_id, state in states.items():
            if seen.get(conversation_id) != state:
                hub.publish(conversation_id, Changed())
        seen = states
