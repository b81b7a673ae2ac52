"""What PostgreSQL may lose of the dialogue server's commits when it is killed, and what it may not."""

import contextlib
from collections.abc import AsyncIterator

import psutil
import psycopg
import pytest

from aisle.embedded import TRACKER_ROLE, data_dir
from aisle.settings import Settings
from ops.database_server import database_server, postgres_spec, wait_until_ready
from ops.databases import databases_ready, prepare_databases
from ops.postgres import EmbeddedPostgres
from ops.process import RunningProcess
from ops.process_log import ProcessLog


@contextlib.asynccontextmanager
async def until_killed(settings: Settings) -> AsyncIterator[None]:
    """The embedded server, killed at the end with all its processes and what they had not written yet."""
    server = EmbeddedPostgres(data_dir(settings.var_path))
    log = ProcessLog("postgres", settings.var_path / "log", print)
    running = await RunningProcess.start(postgres_spec(server), log)
    try:
        await wait_until_ready(server)
        yield
    finally:
        postmaster = server.server_process()
        assert postmaster is not None
        for process in [*postmaster.children(recursive=True), postmaster]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        await running.ended()
        await running.stop()
        log.close()


@pytest.fixture
async def late_writer(settings: Settings) -> Settings:
    """A prepared server that writes what may be late as late as it can: after ten seconds."""
    async with database_server(settings, "a test", print) as server:
        assert server is not None
        await prepare_databases(settings, server)
        with psycopg.connect(server.admin_url(), autocommit=True) as admin:
            admin.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")
        for url in (settings.database_url, settings.tracker_database_url):
            with psycopg.connect(url.get_secret_value()) as connection:
                connection.execute("CREATE TABLE said (words text)")
    return settings


def write(url: str, words: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("INSERT INTO said VALUES (%s)", [words])


async def said(settings: Settings) -> tuple[list[str], list[str]]:
    """What is left in the tracker's database and in the store's."""
    left = []
    async with database_server(settings, "a test", print):
        for url in (settings.tracker_database_url, settings.database_url):
            with psycopg.connect(url.get_secret_value()) as connection:
                left.append([words for (words,) in connection.execute("SELECT words FROM said")])
    return left[0], left[1]


async def test_a_turn_that_was_not_answered_may_be_forgotten_by_the_dialogue(late_writer: Settings) -> None:
    async with until_killed(late_writer):
        write(late_writer.database_url.get_secret_value(), "the message")
        write(late_writer.tracker_database_url.get_secret_value(), "the events")
    assert await said(late_writer) == ([], ["the message"])


async def test_a_turn_that_was_answered_is_remembered_by_the_dialogue(late_writer: Settings) -> None:
    async with until_killed(late_writer):
        write(late_writer.database_url.get_secret_value(), "the message")
        write(late_writer.tracker_database_url.get_secret_value(), "the events")
        write(late_writer.database_url.get_secret_value(), "the answer")
    assert await said(late_writer) == (["the events"], ["the message", "the answer"])


async def test_databases_made_before_are_made_ready_again(
    settings: Settings, server: EmbeddedPostgres
) -> None:
    assert await databases_ready(settings, server)
    with psycopg.connect(server.admin_url(), autocommit=True) as admin:
        admin.execute(f"ALTER ROLE {TRACKER_ROLE} RESET synchronous_commit")
    assert not await databases_ready(settings, server)
    await prepare_databases(settings, server)
    assert await databases_ready(settings, server)
