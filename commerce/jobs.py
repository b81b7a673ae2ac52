"""The job queue on the store's own database, as those see it who leave jobs there."""

from typing import Any

from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncSession


def job_queue(database_url: str) -> App:
    """The queue, to defer jobs in a transaction of the caller's; the worker has the jobs themselves."""
    return App(connector=PsycopgConnector(conninfo=database_url))


async def connection_of(session: AsyncSession) -> AsyncConnection[Any]:
    """The connection that the session's transaction runs on."""
    connection = (await (await session.connection()).get_raw_connection()).driver_connection
    assert isinstance(connection, AsyncConnection)
    return connection
