"""The tables: the store's by Alembic, the jobs' by procrastinate."""

import asyncio
from importlib.metadata import version

from alembic.script import ScriptDirectory
from procrastinate import App, PsycopgConnector
from psycopg import AsyncConnection

from commerce.schema import MIGRATIONS, migrate
from ops.errors import OperatorError

_JOBS_VERSION = version("procrastinate")


async def store_is_migrated(url: str) -> bool:
    """Whether the store's tables are at the newest revision."""
    async with await AsyncConnection.connect(url) as connection:
        if not await _exists(connection, "alembic_version"):
            return False
        rows = await (await connection.execute("SELECT version_num FROM alembic_version")).fetchall()
    return {row[0] for row in rows} == set(ScriptDirectory(str(MIGRATIONS)).get_heads())


async def migrate_store(url: str) -> None:
    """Bring the store's tables to the newest revision."""
    await asyncio.to_thread(migrate, url)


async def jobs_are_installed(url: str) -> bool:
    """Whether the job queue's tables are there. Raises OperatorError when another version made them."""
    async with await AsyncConnection.connect(url) as connection:
        if not await _exists(connection, "procrastinate_jobs"):
            return False
        cursor = await connection.execute("SELECT obj_description('procrastinate_jobs'::regclass)")
        (made_by,) = await cursor.fetchone() or (None,)
    if made_by != _mark(_JOBS_VERSION):
        raise OperatorError(
            f"the job queue's tables are of {made_by or 'an unknown version'} and this is "
            f"{_mark(_JOBS_VERSION)}: apply procrastinate's own migrations between the two, then "
            f"COMMENT ON TABLE procrastinate_jobs IS '{_mark(_JOBS_VERSION)}'"
        )
    return True


async def install_jobs(url: str) -> None:
    """Make the job queue's tables, all or none."""
    schema = App(connector=PsycopgConnector(conninfo=url)).schema_manager.get_schema()
    async with await AsyncConnection.connect(url) as connection:
        await connection.execute(schema.encode())
        comment = f"COMMENT ON TABLE procrastinate_jobs IS '{_mark(_JOBS_VERSION)}'"
        await connection.execute(comment.encode())


def _mark(number: str) -> str:
    return f"procrastinate {number}"


async def _exists(connection: AsyncConnection, table: str) -> bool:
    row = await (await connection.execute("SELECT to_regclass(%s)", (table,))).fetchone()
    return row is not None and row[0] is not None
