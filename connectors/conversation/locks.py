"""One turn at a time per conversation, across every gateway, by PostgreSQL's session-level advisory locks."""

import asyncio
from hashlib import sha256
from types import TracebackType
from typing import Self
from uuid import UUID

import psycopg

from connectors.conversation.connecting import open_connection


class ConversationLocks:
    """The locks this process holds, all on one connection: the database frees them when the process dies.

    Within the process the caller keeps to one turn per conversation; PostgreSQL would grant the same
    connection the same lock twice. When the connection is lost so are the locks: a turn may then run
    twice, which the message id makes harmless.
    """

    def __init__(self, database_url: str, purpose: str = "") -> None:
        self._database_url = database_url
        self._purpose = purpose  # locks for one thing leave those for another alone
        self._connection: psycopg.AsyncConnection | None = None
        self._connecting = asyncio.Lock()
        self._is_over = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        async with self._connecting:  # one that is being made is closed too
            if self._connection is not None:
                await self._connection.close()

    async def try_lock(self, conversation_id: UUID) -> bool:
        """Whether the conversation is this process's now; raises psycopg.OperationalError."""
        try:
            return await self._try_lock(conversation_id)
        except psycopg.OperationalError:  # the connection may have been lost while it lay idle
            return await self._try_lock(conversation_id)

    async def unlock(self, conversation_id: UUID) -> None:
        """Give the conversation back. A connection that is lost, or closed here for it, does so too."""
        connection = self._connection
        if connection is None or connection.closed:
            return
        try:
            await connection.execute("SELECT pg_advisory_unlock(%s)", [self._key(conversation_id)])
        except psycopg.OperationalError:
            await connection.close()

    async def _try_lock(self, conversation_id: UUID) -> bool:
        connection = await self._connected()
        cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", [self._key(conversation_id)])
        row = await cursor.fetchone()
        return row is not None and bool(row[0])

    async def _connected(self) -> psycopg.AsyncConnection:
        async with self._connecting:
            if self._is_over:  # nobody would close another one
                raise psycopg.OperationalError("the locks are given up")
            if self._connection is None or self._connection.closed:
                self._connection = await open_connection(self._database_url, "aisle-locks")
            return self._connection

    def _key(self, conversation_id: UUID) -> int:
        mark = sha256(self._purpose.encode()).digest()[:8] if self._purpose else bytes(8)
        mixed = bytes(one ^ other for one, other in zip(conversation_id.bytes[8:], mark, strict=True))
        return int.from_bytes(mixed, "big", signed=True)
