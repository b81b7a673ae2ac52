"""Puts a restored database in the place of the one in use, which is kept beside it."""

from collections.abc import Callable

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from aisle.embedded import STORE_DATABASE
from ops.databases import create_database
from ops.errors import OperatorError
from ops.postgres import EmbeddedPostgres

RESTORED, BEFORE = "_restored", "_before_restore"

_TABLES = (
    "SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
    "WHERE relkind IN ('r', 'p') AND nspname = 'public'"
)


async def prepare_beside(server: EmbeddedPostgres, url: str) -> str:
    """Make an empty database beside the one at `url`; its address."""
    parts = conninfo_to_dict(url)
    name, role = str(parts["dbname"]), str(parts["user"])
    async with await _admin(server) as admin:
        await _drop(admin, name + RESTORED)
        await create_database(admin, name + RESTORED, role)
    if name == STORE_DATABASE:
        async with await AsyncConnection.connect(
            server.admin_url(name + RESTORED), autocommit=True
        ) as beside:
            await beside.execute("CREATE EXTENSION vector")
    return make_conninfo(url, dbname=name + RESTORED)


async def swap(server: EmbeddedPostgres, urls: list[str], say: Callable[[str], None]) -> None:
    """Put the prepared databases in the places of those at `urls`, all or none."""
    names = [str(conninfo_to_dict(url)["dbname"]) for url in urls]
    async with await _admin(server) as admin:
        for name in names:
            await _drop(admin, name + BEFORE)
        async with admin.transaction():
            for name in names:
                await _rename(admin, name, name + BEFORE)
                await _rename(admin, name + RESTORED, name)
    say(f"what was there before is kept as {' and '.join(name + BEFORE for name in names)}")


async def require_empty(url: str, setting: str) -> None:
    """Raise OperatorError unless the operator's own database at `url` holds nothing yet."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        row = await (await connection.execute(_TABLES)).fetchone()
    if row is None or row[0]:
        raise OperatorError(
            f"the database of {setting} is not empty: create an empty one, with pgvector enabled, and set "
            f"{setting} to it"
        )


async def _admin(server: EmbeddedPostgres) -> AsyncConnection:
    return await AsyncConnection.connect(server.admin_url(), autocommit=True)


async def _drop(admin: AsyncConnection, name: str) -> None:
    await admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


async def _rename(admin: AsyncConnection, name: str, to: str) -> None:
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
    try:
        await admin.execute(rename)
    except psycopg.errors.ObjectInUse:
        raise OperatorError(f"the database {name} is in use: stop what uses it first") from None
