"""Whether the gateway can answer a shopper now: the database, and every dialogue server by a real turn."""

import asyncio
from datetime import UTC, datetime
from typing import LiteralString
from uuid import UUID, uuid4

import structlog
from psycopg.errors import UndefinedTable

from commerce.database import DATABASE_ERRORS, Sessions
from commerce.support.conversations import begin_conversation
from commerce.support.messages import LogConnection
from connectors.conversation.dialogue import (
    DialogueFailed,
    DialogueServer,
    DialogueServers,
    DialogueUnavailable,
    Question,
)
from connectors.conversation.pool import LogPool
from connectors.edge.schemas import WEB

logger = structlog.get_logger(__name__)

# Belongs to no shopper, so no client can hold its token, and it has no messages.
WARM_UP_CONVERSATION = UUID("a15e0000-0000-4000-8000-000000000000")
_WARM_UP_CHANNEL = "warm_up"  # tells the row from shoppers' conversations
_WARM_UP_TEXT = "yes"  # is answered by the action server, which asks the database
_DATABASE_S = 2.0
_WORKER_WITHIN_S = 35  # procrastinate's workers report every ten seconds
_WORKER_LIVES: LiteralString = """
SELECT EXISTS (
    SELECT FROM procrastinate_workers
    WHERE last_heartbeat > now() - make_interval(secs => %(within)s)
) AS lives
"""


class Readiness:
    """Watches what the gateway depends on. A dialogue server counts while it answers whole turns."""

    def __init__(
        self,
        log: LogPool,
        sessions: Sessions,
        dialogue: DialogueServers,
        *,
        turn_every_s: float,
        needs_worker: bool = False,
    ) -> None:
        self._log = log
        self._sessions = sessions
        self._dialogue = dialogue
        self._turn_every_s = turn_every_s
        self._needs_worker = needs_worker
        self._warm: dict[str, float] = {}  # when each server's last turn was answered, by the loop's time

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
        try:
            async with asyncio.timeout(_DATABASE_S):
                has_worker = not self._needs_worker or await self._log.run(_worker_lives)
        except DATABASE_ERRORS:
            return ["database", *missing]
        return missing if has_worker else [*missing, "worker"]

    async def _watch(self, server: DialogueServer, every_s: float) -> None:
        while True:
            if not await server.is_up():
                self._lose(server, "gone")
            elif self._is_due(server):
                await self._take_turn(server)
            await asyncio.sleep(every_s)

    def _is_due(self, server: DialogueServer) -> bool:
        since = self._warm.get(server.url)
        return since is None or asyncio.get_running_loop().time() - since >= self._turn_every_s

    async def _take_turn(self, server: DialogueServer) -> None:
        """One turn as of a shopper's, which the dialogue server does not keep."""
        question = Question(
            WARM_UP_CONVERSATION, uuid4(), WEB, _WARM_UP_TEXT, datetime.now(UTC), is_probe=True
        )
        try:
            if server.url not in self._warm:
                async with self._sessions.begin() as session:
                    await begin_conversation(session, WARM_UP_CONVERSATION, _WARM_UP_CHANNEL)
            await server.ask(question)
        except (DialogueFailed, DialogueUnavailable, *DATABASE_ERRORS) as error:
            self._lose(server, "cannot answer")
            logger.info("a turn to try it failed, trying again", url=server.url, reason=type(error).__name__)
            return
        if server.url not in self._warm:
            logger.info("dialogue server ready", url=server.url)
        self._warm[server.url] = asyncio.get_running_loop().time()

    def _lose(self, server: DialogueServer, how: str) -> None:
        if self._warm.pop(server.url, None) is not None:
            logger.warning("dialogue server lost", url=server.url, how=how)


async def _worker_lives(log: LogConnection) -> bool:
    """Whether a worker has reported lately that it runs."""
    try:
        row = await (await log.execute(_WORKER_LIVES, {"within": _WORKER_WITHIN_S})).fetchone()
    except UndefinedTable:  # no worker has ever been set up on this database
        return False
    return row is not None and bool(row["lives"])
