"""Opens a connection of its own to the database, outside of any pool."""

import asyncio
from contextlib import suppress
from typing import Any

import psycopg


async def open_connection(database_url: str, application_name: str) -> psycopg.AsyncConnection[Any]:
    """Open one that commits each statement. Raises psycopg.OperationalError.

    psycopg leaves a connection open that was made while its task was cancelled; it is closed here.
    """
    connecting = asyncio.create_task(
        psycopg.AsyncConnection.connect(database_url, autocommit=True, application_name=application_name)
    )
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        with suppress(psycopg.OperationalError):
            await (await connecting).close()
        raise
