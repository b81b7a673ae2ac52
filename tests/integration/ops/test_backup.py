"""A backup is restored in a test, in the place of what was there or elsewhere."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from aisle.settings import Settings, load_settings
from commerce.schema import migrate
from ops.backup.commands import backup, restore_backup
from ops.backup.sealing import new_identity, recipient_of
from ops.database_server import RUN, database_server
from ops.databases import prepare_databases
from ops.errors import OperatorError
from ops.locks import held
from ops.postgres import EmbeddedPostgres


def store_url(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


def tracker_url(settings: Settings) -> str:
    return settings.tracker_database_url.get_secret_value()


def run(url: str, statement: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def customers(url: str) -> list[str]:
    return [row[0] for row in run(url, "SELECT email FROM customers ORDER BY email")]


def add_customer(settings: Settings, email: str) -> None:
    run(
        store_url(settings),
        f"INSERT INTO customers (id, first_name, last_name, email) VALUES ('{uuid4()}', 'J', 'D', '{email}')",
    )


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[EmbeddedPostgres]:
    """A server that the commands use, as they do that of a running product."""
    async with database_server(settings, RUN, print) as running:
        assert running is not None
        await prepare_databases(settings, running)
        yield running


@pytest.fixture
async def store(settings: Settings, server: EmbeddedPostgres) -> Settings:
    """A store with a customer, and a conversation that the dialogue servers remember."""
    migrate(store_url(settings))
    add_customer(settings, "jane@example.com")
    run(tracker_url(settings), "CREATE TABLE dialogue_conversations (sender_id text PRIMARY KEY)")
    run(tracker_url(settings), "INSERT INTO dialogue_conversations VALUES ('c1')")
    return settings


def newest(settings: Settings) -> Path:
    return max(settings.backup_path.glob("*.aisle"))


async def backed_up(settings: Settings) -> Path:
    await backup(settings, print)
    return newest(settings)


async def test_what_was_there_is_there_again_and_what_came_since_is_kept_aside(
    store: Settings, server: EmbeddedPostgres
) -> None:
    run(
        store_url(store),
        "INSERT INTO staff_members (id, email, name, role) "
        f"VALUES ('{uuid4()}', 'op@store.example', 'Op', 'operator')",
    )
    file = await backed_up(store)
    add_customer(store, "later@example.com")
    run(tracker_url(store), "DELETE FROM dialogue_conversations")
    await restore_backup(store, print, file)
    assert customers(store_url(store)) == ["jane@example.com"]
    assert run(tracker_url(store), "SELECT sender_id FROM dialogue_conversations") == [("c1",)]
    assert run(store_url(store), "SELECT email FROM staff_members") == [("op@store.example",)]
    kept = store_url(store).replace("/aisle?", "/aisle_before_restore?")
    assert kept != store_url(store)
    assert customers(kept) == ["jane@example.com", "later@example.com"]
    migrate(store_url(store))  # the store's schema goes on from where it was
    await restore_backup(store, print, file)  # and again
    assert customers(store_url(store)) == ["jane@example.com"]


async def test_nobody_stays_signed_in_through_a_restore(store: Settings) -> None:
    member = uuid4()
    run(
        store_url(store),
        f"INSERT INTO staff_members (id, email, name, role) VALUES ('{member}', 'a@b.example', 'A', 'agent')",
    )
    run(
        store_url(store),
        "INSERT INTO staff_sessions "
        "(id, member_id, token_hash, csrf_token, browser, is_complete, expires_at, seen_at) "
        f"VALUES ('{uuid4()}', '{member}', 'h', 'c', 'B', true, now() + interval '1 day', now())",
    )
    file = await backed_up(store)
    await restore_backup(store, print, file)
    assert run(store_url(store), "SELECT count(*) FROM staff_sessions") == [(0,)]


async def test_a_backup_tells_nothing_without_its_secret(store: Settings) -> None:
    file = await backed_up(store)
    content = file.read_bytes()
    assert b"jane" not in content
    assert b"customers" not in content
    assert file.stat().st_mode & 0o077 == 0
    assert store.backup_identity_path.stat().st_mode & 0o077 == 0
    left = {each.name for each in store.var_path.iterdir() if each.name.startswith("backup-")}
    assert left == {"backup-identity"}  # and no dump
    store.backup_identity_path.write_text(new_identity())
    with pytest.raises(OperatorError, match="another identity"):
        await restore_backup(store, print, file)
    assert customers(store_url(store)) == ["jane@example.com"]


async def test_what_opens_it_need_not_be_on_the_machine(
    store: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "identity"
    elsewhere.write_text(new_identity())
    monkeypatch.setenv("AISLE_BACKUP_RECIPIENT", recipient_of(elsewhere.read_text()))
    settings = load_settings()
    file = await backed_up(settings)
    assert not settings.backup_identity_path.exists()
    with pytest.raises(OperatorError, match="no identity"):
        await restore_backup(settings, print, file)
    await restore_backup(settings, print, file, elsewhere)
    assert customers(store_url(settings)) == ["jane@example.com"]


async def test_only_the_newest_are_kept(store: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    store.backup_path.mkdir()
    for day in (1, 2, 3):
        (store.backup_path / f"2020010{day}-000000.aisle").touch()
    monkeypatch.setenv("AISLE_BACKUPS_KEPT", "2")
    file = await backed_up(load_settings())
    assert sorted(each.name for each in store.backup_path.iterdir()) == ["20200103-000000.aisle", file.name]


async def test_what_is_damaged_changes_nothing(store: Settings) -> None:
    file = await backed_up(store)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(OperatorError, match="damaged"):
        await restore_backup(store, print, file)
    assert customers(store_url(store)) == ["jane@example.com"]


async def test_nothing_is_restored_beneath_what_runs(store: Settings) -> None:
    file = await backed_up(store)
    with held(store.var_path / "run.lock", "make run"), pytest.raises(OperatorError, match="stop make run"):
        await restore_backup(store, print, file)
    with psycopg.connect(store_url(store)), pytest.raises(OperatorError, match="in use"):
        await restore_backup(store, print, file)
    assert customers(store_url(store)) == ["jane@example.com"]


async def test_a_database_of_the_operators_own_is_restored_into_when_it_is_empty(
    store: Settings, server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = await backed_up(store)
    with psycopg.connect(server.admin_url(), autocommit=True) as admin:
        admin.execute("CREATE ROLE shop LOGIN PASSWORD 'pass'")
        for name in ("shop", "shop_tracker"):
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER shop").format(sql.Identifier(name)))
    with psycopg.connect(server.admin_url("shop"), autocommit=True) as admin:
        admin.execute("CREATE EXTENSION vector")
    host = server.admin_url().partition("host=")[2]
    monkeypatch.setenv("DATABASE_URL", f"postgresql://shop:pass@/shop?host={host}")
    settings = load_settings()
    await restore_backup(settings, print, file)
    assert customers(store_url(settings)) == ["jane@example.com"]
    with pytest.raises(OperatorError, match="is not empty"):
        await restore_backup(settings, print, file)


async def test_what_is_no_backup_is_told(store: Settings, tmp_path: Path) -> None:
    await backed_up(store)
    with pytest.raises(OperatorError, match="there is no file"):
        await restore_backup(store, print, tmp_path / "none")
    (tmp_path / "other").write_text("hello")
    with pytest.raises(OperatorError, match="it is no backup"):
        await restore_backup(store, print, tmp_path / "other")
