"""The gateway's connections to the message log."""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self, TypeVar

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from commerce.support.messages import LogConnection

T = TypeVar("T")

_WAIT_S = 5.0  # for a free connection


class LogPool:
    """A pool of connections in autocommit: what a turn does is one statement a step."""

    def __init__(self, database_url: str, *, size: int = 10) -> None:
        self._pool: AsyncConnectionPool[LogConnection] = AsyncConnectionPool(
            database_url,
            connection_class=psycopg.AsyncConnection[psycopg.rows.DictRow],
            kwargs={"autocommit": True, "row_factory": dict_row, "application_name": "aisle-gateway"},
            min_size=2,
            max_size=size,
            timeout=_WAIT_S,
            open=False,
        )

    async def __aenter__(self) -> Self:
        await self._pool.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pool.close()

    async def run(self, work: Callable[[LogConnection], Awaitable[T]]) -> T:
        """Run `work`, which may be repeated safely, on a connection; once more if that was lost.

        Raises psycopg.OperationalError while the database is away.
        """
        try:
            return await self._run(work)
        except psycopg.OperationalError:
            await self._pool.check()  # the others were lost too, if the database was restarted
            return await self._run(work)

    async def _run(self, work: Callable[[LogConnection], Awaitable[T]]) -> T:
        async with self._pool.connection() as connection:
            return await work(connection)
