"""The embedded server: whole after every kind of end, and closed to whom it is none of their business."""

import asyncio
import os
import signal
import stat
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from aisle.settings import Settings
from ops.commands import prepared_settings
from ops.database_server import RUN, database_server, server_lock
from ops.databases import databases_ready, prepare_databases
from ops.errors import OperatorError
from ops.locks import held
from ops.postgres import EmbeddedPostgres
from tests.integration.ops.waiting import until

KEEPER = """
import asyncio
from aisle.settings import load_settings
from ops.database_server import database_server

async def main():
    async with database_server(load_settings(), "a test", print):
        await asyncio.Event().wait()

asyncio.run(main())
"""


def store_url(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


def tracker_url(settings: Settings) -> str:
    return settings.tracker_database_url.get_secret_value()


def pid_of(server: EmbeddedPostgres) -> int:
    process = server.server_process()
    assert process is not None
    return process.pid


async def test_it_runs_as_long_as_it_is_used(settings: Settings) -> None:
    async with database_server(settings, "a test", print) as server:
        assert server is not None
        pid = pid_of(server)
        with psycopg.connect(server.admin_url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not psutil.pid_exists(pid)
    assert server.server_process() is None


async def test_it_is_reachable_by_nothing_but_a_private_socket(server: EmbeddedPostgres) -> None:
    assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700
    assert psutil.Process(pid_of(server)).net_connections(kind="inet") == []


async def test_both_databases_are_made_once_and_keep_what_is_in_them(
    settings: Settings, server: EmbeddedPostgres
) -> None:
    with psycopg.connect(store_url(settings)) as store:
        store.execute("CREATE TABLE things (meaning vector(3))")
    await prepare_databases(settings, server)
    assert await databases_ready(settings, server)
    with psycopg.connect(store_url(settings)) as store:
        assert store.execute("SELECT count(*) FROM things").fetchone() == (0,)


async def test_the_dialogue_servers_role_cannot_reach_the_store(
    settings: Settings, server: EmbeddedPostgres
) -> None:
    with psycopg.connect(tracker_url(settings)) as tracker:
        tracker.execute("CREATE TABLE events (id int)")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(make_conninfo(tracker_url(settings), dbname="aisle"))


async def test_a_wrong_password_is_refused(settings: Settings, server: EmbeddedPostgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(make_conninfo(store_url(settings), password="guessed"))


async def test_lost_secrets_are_replaced(settings: Settings, server: EmbeddedPostgres, var_dir: Path) -> None:
    secrets = var_dir / "secrets.env"
    secrets.write_text(
        secrets.read_text().replace("EMBEDDED_STORE_PASSWORD=", "EMBEDDED_STORE_PASSWORD=new-")
    )
    assert not await databases_ready(settings, server)
    await prepare_databases(settings, server)
    assert await databases_ready(settings, server)


async def test_it_comes_back_with_its_data_after_kill_nine(settings: Settings) -> None:
    async with database_server(settings, "a test", print) as server:
        assert server is not None
        await prepare_databases(settings, server)
        with psycopg.connect(store_url(settings)) as store:
            store.execute("CREATE TABLE things AS SELECT 7 AS thing")
        os.kill(pid_of(server), signal.SIGKILL)
        await until(lambda: server.server_process() is None, "the server died")
        assert (server.data_dir / "postmaster.pid").exists()
    async with database_server(settings, "a test", print):
        with psycopg.connect(store_url(settings)) as store:
            assert store.execute("SELECT thing FROM things").fetchone() == (7,)


async def test_a_pid_file_that_names_another_process_does_not_deceive(settings: Settings) -> None:
    async with database_server(settings, "a test", print) as server:
        assert server is not None
    (server.data_dir / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data_dir}\n")
    async with database_server(settings, "a test", print):
        assert server.is_ready()


async def test_a_server_left_running_by_a_dead_keeper_is_replaced(settings: Settings) -> None:
    async with database_server(settings, "a test", print) as server:
        assert server is not None
        left_running = pid_of(server)
        server.prepare()
        assert not psutil.pid_exists(left_running)


def test_an_interrupted_creation_is_started_over(empty_var_dir: Path) -> None:
    aside = empty_var_dir / "postgres.new"
    aside.mkdir()
    (aside / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(empty_var_dir / "postgres")
    server.prepare()
    assert (server.data_dir / "global" / "pg_control").exists()
    assert not aside.exists()


async def test_a_folder_too_deep_for_a_socket_gets_a_short_one_elsewhere(
    deep_var_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AISLE_VAR_DIR", str(deep_var_dir))
    async with database_server(prepared_settings(), "a test", print) as server:
        assert server is not None
        assert not server.socket_dir.is_relative_to(deep_var_dir)
        assert stat.S_IMODE(server.socket_dir.stat().st_mode) == 0o700
        with psycopg.connect(server.admin_url()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    server.socket_dir.rmdir()


async def test_a_command_uses_the_server_of_a_running_product(settings: Settings) -> None:
    async with database_server(settings, RUN, print) as server:
        assert server is not None
        pid = pid_of(server)
        async with database_server(settings, "make token", print) as same:
            assert same is not None
            assert pid_of(same) == pid
        assert psutil.pid_exists(pid)


async def test_a_server_that_cannot_start_says_why(settings: Settings, var_dir: Path) -> None:
    async with database_server(settings, "a test", print) as server:
        assert server is not None
    (server.data_dir / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(OperatorError, match=r"PostgreSQL does not start: .*no_such_setting"):
        async with database_server(settings, "a test", print):
            pass
    with held(server_lock(var_dir), "free again"):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's death is told to children on Linux only")
async def test_it_ends_when_its_keeper_is_killed(settings: Settings, var_dir: Path) -> None:
    keeper = await asyncio.create_subprocess_exec(sys.executable, "-c", KEEPER)
    server = EmbeddedPostgres(var_dir / "postgres")
    await until(server.is_ready, "the server was ready")
    keeper.kill()
    await keeper.wait()
    await until(lambda: server.server_process() is None, "the server ended")
