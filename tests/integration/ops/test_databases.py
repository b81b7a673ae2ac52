"""A PostgreSQL of the operator's own: what is made in it, and what is said when it will not do."""

from urllib.parse import quote

import psycopg
import pytest

from aisle.settings import Settings, load_settings
from ops.databases import databases_ready, prepare_databases
from ops.errors import OperatorError
from ops.postgres import EmbeddedPostgres


@pytest.fixture
def admin(server: EmbeddedPostgres) -> EmbeddedPostgres:
    """The embedded server, here in the part of one the operator runs."""
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute("CREATE ROLE shop LOGIN PASSWORD 'pass'")
        connection.execute("CREATE DATABASE shop OWNER shop")
    return server


def shop_url(server: EmbeddedPostgres, database: str = "shop") -> str:
    return f"postgresql://shop:pass@/{database}?host={quote(str(server.socket_dir), safe='')}"


def configured(monkeypatch: pytest.MonkeyPatch, url: str, tracker_url: str = "") -> Settings:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_DATABASE_URL", tracker_url)
    return load_settings()


def run_as_admin(server: EmbeddedPostgres, statement: str, database: str = "postgres") -> None:
    with psycopg.connect(server.admin_url(database), autocommit=True) as connection:
        connection.execute(statement.encode())


@pytest.fixture
def with_vector(admin: EmbeddedPostgres) -> EmbeddedPostgres:
    """The same with pgvector enabled, which took a superuser."""
    run_as_admin(admin, "CREATE EXTENSION vector", "shop")
    return admin


async def test_pgvector_is_enabled_and_the_tracker_put_beside_the_store(
    admin: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_admin(admin, "ALTER ROLE shop SUPERUSER")
    settings = configured(monkeypatch, shop_url(admin))
    assert not await databases_ready(settings, None)
    await prepare_databases(settings, None)
    assert await databases_ready(settings, None)
    with psycopg.connect(shop_url(admin, "shop_tracker")) as tracker:
        assert tracker.execute("SELECT current_database()").fetchone() == ("shop_tracker",)


async def test_a_configured_tracker_database_is_used(
    with_vector: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_admin(with_vector, "CREATE DATABASE talks OWNER shop")
    settings = configured(monkeypatch, shop_url(with_vector), shop_url(with_vector, "talks"))
    await prepare_databases(settings, None)
    assert await databases_ready(settings, None)


async def test_a_role_that_may_not_create_databases_is_told_what_to_set(
    with_vector: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = configured(monkeypatch, shop_url(with_vector))
    with pytest.raises(OperatorError, match="create it, or set TRACKER_DATABASE_URL"):
        await prepare_databases(settings, None)


async def test_a_server_without_pgvector_is_named(
    admin: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_admin(admin, "ALTER SYSTEM SET extension_control_path = '/nowhere'")
    run_as_admin(admin, "SELECT pg_reload_conf()")
    settings = configured(monkeypatch, shop_url(admin))
    with pytest.raises(OperatorError, match="the PostgreSQL of DATABASE_URL has no pgvector"):
        await prepare_databases(settings, None)


async def test_a_role_that_may_create_databases_needs_no_tracker_database(
    with_vector: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_as_admin(with_vector, "ALTER ROLE shop CREATEDB")
    settings = configured(monkeypatch, shop_url(with_vector))
    await prepare_databases(settings, None)
    await prepare_databases(settings, None)
    assert await databases_ready(settings, None)


async def test_a_role_that_may_not_enable_pgvector_is_told_who_can(
    admin: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = configured(monkeypatch, shop_url(admin))
    with pytest.raises(OperatorError, match="run CREATE EXTENSION vector there as a superuser"):
        await prepare_databases(settings, None)


@pytest.mark.parametrize(
    "url", ["postgresql://u:hunter2@127.0.0.1:1/shop", "postgresql://u:hunter2@no-such-host.invalid/shop"]
)
async def test_a_database_that_does_not_answer_is_one_clear_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    with pytest.raises(OperatorError) as refusal:
        await prepare_databases(configured(monkeypatch, url), None)
    assert str(refusal.value).startswith("DATABASE_URL is set to a database that does not answer: ")
    assert "\n" not in str(refusal.value)
    assert "hunter2" not in str(refusal.value)
