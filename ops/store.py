"""The store's database, for the length of one operator's command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aisle.settings import Settings
from commerce.database import Sessions, create_engine, sessions_of
from ops.database_server import database_server
from ops.steps import Say


@asynccontextmanager
async def open_store(settings: Settings, command: str, say: Say) -> AsyncIterator[Sessions]:
    """Sessions on the store; its embedded server is started for `command` if it does not run."""
    async with database_server(settings, command, say):
        engine = create_engine(settings.database_url.get_secret_value(), pool_size=1)
        try:
            yield sessions_of(engine)
        finally:
            await engine.dispose()
