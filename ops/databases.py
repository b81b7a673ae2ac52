"""Roles, databases and extensions: made in the embedded server, checked in one of the operator's own."""

from typing import LiteralString

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.conninfo import conninfo_to_dict

from aisle.embedded import STORE_DATABASE, STORE_ROLE, TRACKER_DATABASE, TRACKER_ROLE
from aisle.masking import mask_text
from aisle.settings import Settings
from ops.errors import OperatorError
from ops.postgres import EmbeddedPostgres

_CONNECT_TIMEOUT_S = 10

_COMMITS_ASYNCHRONOUSLY = (
    "SELECT 1 FROM pg_roles WHERE rolname = %s AND 'synchronous_commit=off' = ANY (rolconfig)"
)


async def databases_ready(settings: Settings, server: EmbeddedPostgres | None) -> bool:
    """Whether both databases answer to their own URL and the store's has pgvector."""
    if server is not None and not await _are_created(server):
        return False
    try:
        async with await _connect(settings.database_url.get_secret_value()) as store:
            if not await _has(store, "SELECT 1 FROM pg_extension WHERE extname = 'vector'"):
                return False
        async with await _connect(settings.tracker_database_url.get_secret_value()):
            return True
    except psycopg.OperationalError:
        return False


async def _are_created(server: EmbeddedPostgres) -> bool:
    """Asked first, as a refused connection leaves a line in the server's log that reads like a failure."""
    async with await _connect(server.admin_url()) as admin:
        return await _has(admin, "SELECT 1 FROM pg_database WHERE datname = %s", TRACKER_DATABASE) and (
            await _has(admin, _COMMITS_ASYNCHRONOUSLY, TRACKER_ROLE)
        )


async def prepare_databases(settings: Settings, server: EmbeddedPostgres | None) -> None:
    """Make both databases ready; `server` is the embedded one, if that is used. Raises OperatorError."""
    if server is not None:
        await _prepare_embedded(settings, server)
    else:
        await _prepare_external(settings)
    await _check_reachable("TRACKER_DATABASE_URL", settings.tracker_database_url.get_secret_value())


async def _prepare_embedded(settings: Settings, server: EmbeddedPostgres) -> None:
    urls = {
        (STORE_ROLE, STORE_DATABASE): settings.database_url,
        (TRACKER_ROLE, TRACKER_DATABASE): settings.tracker_database_url,
    }
    async with await _connect(server.admin_url()) as admin:
        for (role, database), url in urls.items():
            password = conninfo_to_dict(url.get_secret_value())["password"]
            await _ensure_role(admin, role, str(password))
            await _ensure_database(admin, database, role)
        # What a crash may take of the tracker is run again: see docs/decisions/0132.
        await admin.execute(
            sql.SQL("ALTER ROLE {} SET synchronous_commit = off").format(sql.Identifier(TRACKER_ROLE))
        )
    async with await _connect(server.admin_url(STORE_DATABASE)) as store:
        await store.execute("CREATE EXTENSION IF NOT EXISTS vector")


async def _ensure_role(admin: AsyncConnection, role: str, password: str) -> None:
    exists = await _has(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(
        sql.SQL("ALTER" if exists else "CREATE"), sql.Identifier(role), sql.Literal(password)
    )
    await admin.execute(statement)


async def _ensure_database(admin: AsyncConnection, database: str, owner: str) -> None:
    if not await _has(admin, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        await create_database(admin, database, owner)
    await _close_to_others(admin, database)


async def create_database(admin: AsyncConnection, database: str, owner: str) -> None:
    """Create an empty database that only its owner may use."""
    create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
    await admin.execute(create.format(sql.Identifier(database), sql.Identifier(owner)))
    await _close_to_others(admin, database)


async def _close_to_others(admin: AsyncConnection, database: str) -> None:
    # Everyone may connect to a new database; only its owner shall.
    await admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))


async def _prepare_external(settings: Settings) -> None:
    url = settings.database_url.get_secret_value()
    await _check_reachable("DATABASE_URL", url)
    async with await _connect(url) as store:
        await _enable_vector(store)
        tracker = conninfo_to_dict(settings.tracker_database_url.get_secret_value())["dbname"]
        if settings.configured_tracker_database_url is None:
            await _create_beside(store, str(tracker))


async def _enable_vector(store: AsyncConnection) -> None:
    if not await _has(store, "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"):
        raise OperatorError(
            "the PostgreSQL of DATABASE_URL has no pgvector: install its extension `vector` there"
        )
    try:
        await store.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except psycopg.errors.InsufficientPrivilege:
        raise OperatorError(
            "the role of DATABASE_URL may not enable pgvector: "
            "run CREATE EXTENSION vector there as a superuser"
        ) from None


async def _create_beside(store: AsyncConnection, tracker: str) -> None:
    if await _has(store, "SELECT 1 FROM pg_database WHERE datname = %s", tracker):
        return
    try:
        await store.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(tracker)))
    except psycopg.errors.InsufficientPrivilege:
        raise OperatorError(
            f"the role of DATABASE_URL may not create the database {tracker!r} for the dialogue servers: "
            "create it, or set TRACKER_DATABASE_URL"
        ) from None


async def _check_reachable(setting: str, url: str) -> None:
    try:
        async with await _connect(url):
            return
    except psycopg.Error as error:
        reason = mask_text(" ".join(str(error).split()))
        raise OperatorError(f"{setting} is set to a database that does not answer: {reason}") from None


async def _connect(url: str) -> AsyncConnection:
    return await AsyncConnection.connect(url, autocommit=True, connect_timeout=_CONNECT_TIMEOUT_S)


async def _has(connection: AsyncConnection, query: LiteralString, *values: str) -> bool:
    return await (await connection.execute(query, values)).fetchone() is not None
