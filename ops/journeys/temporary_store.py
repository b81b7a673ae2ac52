"""An empty store on a database server of its own, thrown away afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg import AsyncConnection

from ops.database_server import running_server
from ops.postgres import EmbeddedPostgres
from ops.schemas import install_jobs, migrate_store
from ops.steps import Say

_DATABASE = "simulation"
# Nothing of it outlives a crash, nor needs to.
_HASTE = ("fsync", "synchronous_commit", "full_page_writes")


@asynccontextmanager
async def temporary_store(folder: Path, say: Say) -> AsyncIterator[str]:
    """The address of a store with empty tables, served from `folder` while the block lasts."""
    server = EmbeddedPostgres(folder / "data")
    async with running_server(server, folder / "log", say):
        async with await AsyncConnection.connect(server.admin_url(), autocommit=True) as admin:
            for setting in _HASTE:
                await admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            await admin.execute("SELECT pg_reload_conf()")
            await admin.execute(f"CREATE DATABASE {_DATABASE}".encode())
        url = server.admin_url(_DATABASE)
        async with await AsyncConnection.connect(url, autocommit=True) as store:
            await store.execute("CREATE EXTENSION vector")
        await migrate_store(url)
        await install_jobs(url)
        yield url
