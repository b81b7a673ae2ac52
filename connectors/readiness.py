"""Whether the gateway can answer a shopper now: the database and every dialogue server, warmed up."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID, uuid4

import structlog

from commerce.database import Sessions
from commerce.support.conversations import begin_conversation
from connectors.dialogue import (
    DialogueFailed,
    DialogueServer,
    DialogueServers,
    DialogueUnavailable,
    Question,
)
from connectors.errors import DATABASE_ERRORS
from connectors.pool import LogPool
from connectors.schemas import WEB

logger = structlog.get_logger(__name__)

# Belongs to no shopper, so no client can hold its token, and it has no messages.
WARM_UP_CONVERSATION = UUID("a15e0000-0000-4000-8000-000000000000")
_WARM_UP_CHANNEL = "warm_up"  # tells the row from shoppers' conversations
_WARM_UP_TEXT = "hello"
_DATABASE_S = 2.0


class Readiness:
    """Watches what the gateway depends on. A dialogue server counts from its first answered turn."""

    def __init__(self, log: LogPool, sessions: Sessions, dialogue: DialogueServers) -> None:
        self._log = log
        self._sessions = sessions
        self._dialogue = dialogue
        self._warm: set[str] = set()

    async def watch(self, every_s: float) -> None:
        """Look after each dialogue server until cancelled."""
        async with asyncio.TaskGroup() as group:
            for server in self._dialogue.all:
                group.create_task(self._watch(server, every_s))

    async def missing(self) -> list[str]:
        """What is not there yet or any more; empty when the gateway is ready."""
        missing = [
            f"dialogue server {number}"
            for number, server in enumerate(self._dialogue.all, start=1)
            if server.url not in self._warm
        ]
        return missing if await self._database_answers() else ["database", *missing]

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(_DATABASE_S):
                await self._log.run(lambda log: log.execute("SELECT 1"))
        except DATABASE_ERRORS:
            return False
        return True

    async def _watch(self, server: DialogueServer, every_s: float) -> None:
        while True:
            if not await server.is_up():
                if server.url in self._warm:
                    logger.warning("dialogue server gone", url=server.url)
                self._warm.discard(server.url)
            elif server.url not in self._warm:
                await self._warm_up(server)
            await asyncio.sleep(every_s)

    async def _warm_up(self, server: DialogueServer) -> None:
        question = Question(WARM_UP_CONVERSATION, uuid4(), WEB, _WARM_UP_TEXT, datetime.now(UTC))
        try:
            async with self._sessions.begin() as session:
                await begin_conversation(session, WARM_UP_CONVERSATION, _WARM_UP_CHANNEL)
            await server.ask(question)
        except (DialogueFailed, DialogueUnavailable, *DATABASE_ERRORS) as error:
            logger.info("warm-up turn failed, trying again", url=server.url, reason=type(error).__name__)
            return
        self._warm.add(server.url)
        logger.info("dialogue server ready", url=server.url)
