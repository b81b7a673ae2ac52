"""Keeps the desks outside the house as the log is: on news at once, and by looking regularly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
import structlog
from psycopg import sql

from aisle.logs import described
from aisle.settings import Settings
from commerce.clock import Clock
from commerce.database import DATABASE_ERRORS, Sessions
from commerce.desk.rules import DeskRules
from commerce.support.news import NEWS_CHANNEL, QUEUE, News
from connectors.channels.slack.setup import slack_app_of
from connectors.conversation.connecting import open_connection
from connectors.conversation.locks import ConversationLocks
from connectors.staff.desk.slack.mirror import SlackDesk
from connectors.staff.desk.slack.setup import slack_desk_of

log = structlog.get_logger(__name__)

_AT_ONCE = 8  # cases
_LOOK_EVERY_S = 5.0
_PRESENCE_EVERY_S = 60.0
_AGAIN_S = 0.2  # for what another process is at, or is not complete
_RECONNECT_S = 1.0


class DeskFollower:
    """Follows cases in the background while it is entered.

    News only make it quick: what they miss, in an outage or because nobody ran, is found by looking.
    """

    def __init__(self, database_url: str, desk: SlackDesk, *, look_every_s: float = _LOOK_EVERY_S) -> None:
        self._database_url = database_url
        self._desk = desk
        self._look_every_s = look_every_s
        self._waiting: asyncio.Queue[UUID] = asyncio.Queue()
        self._queued: set[UUID] = set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow while the block lasts."""
        work = [
            self._listen(),
            self._look(),
            self._look_who_is_there(),
            *(self._follow() for _ in range(_AT_ONCE)),
        ]
        tasks = [asyncio.create_task(each) for each in work]
        for task in tasks:
            task.add_done_callback(_log_failure)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def put(self, conversation_id: UUID) -> None:
        """Have a case followed soon, once for however many news."""
        if conversation_id not in self._queued:
            self._queued.add(conversation_id)
            self._waiting.put_nowait(conversation_id)

    async def _follow(self) -> None:
        while True:
            conversation_id = await self._waiting.get()
            self._queued.discard(conversation_id)
            try:
                is_complete = await self._desk.follow(conversation_id)
            except DATABASE_ERRORS as error:
                log.warning("a case could not be followed", kind=type(error).__name__)
                continue  # looking finds it again
            if not is_complete:
                asyncio.get_running_loop().call_later(_AGAIN_S, self.put, conversation_id)

    async def _look(self) -> None:
        while True:
            try:
                for conversation_id in await self._desk.behind():
                    self.put(conversation_id)
            except DATABASE_ERRORS as error:
                log.warning("could not look for cases to follow", kind=type(error).__name__)
            await asyncio.sleep(self._look_every_s)

    async def _look_who_is_there(self) -> None:
        while True:
            try:
                gone = await self._desk.look_who_is_there()
            except DATABASE_ERRORS as error:
                log.warning("could not look who is there", kind=type(error).__name__)
            else:
                if gone:
                    log.info("taken off duty: away in Slack", people=gone)
            await asyncio.sleep(_PRESENCE_EVERY_S)

    async def _listen(self) -> None:
        while True:
            try:
                await self._listen_once()
            except psycopg.OperationalError as error:
                log.warning("lost the news connection, connecting again", kind=type(error).__name__)
            await asyncio.sleep(_RECONNECT_S)

    async def _listen_once(self) -> None:
        connection = await open_connection(self._database_url, "aisle-desk-news")
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(NEWS_CHANNEL)))
            async for notification in connection.notifies():
                news = News.decoded(notification.payload)
                if news.conversation_id != QUEUE and not news.typing:
                    self.put(news.conversation_id)


def _log_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.critical("following ended", **described(error))


@asynccontextmanager
async def following(
    settings: Settings, sessions: Sessions, rules: DeskRules, clock: Clock
) -> AsyncIterator[None]:
    """Follow cases in Slack while the block lasts, where they are worked there. Raises SettingsError."""
    app = slack_app_of(settings)
    database_url = settings.database_url.get_secret_value()
    async with ConversationLocks(database_url, "desk") as locks:
        desk = app and slack_desk_of(
            app, sessions=sessions, locks=locks, rules=rules, clock=clock, public_url=settings.public_url
        )
        if not desk:
            yield
            return
        async with DeskFollower(database_url, desk).running():
            yield
