"""What the integration tests of the core start from."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from commerce.database import Sessions
from tests.world import World, a_world, broken_balances, broken_truths


@pytest.fixture(scope="session", autouse=True)
def _server_that_need_not_survive(postgres_server: str) -> None:
    """Nobody reads these databases after a power cut: without syncing, a clone takes 0.1 s and not 2 s."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture
async def world(sessions: Sessions) -> AsyncIterator[World]:
    """A small store; whatever a test does to it, its ledgers have to add up at the end."""
    made = await a_world(sessions)
    yield made
    assert await made.run(broken_truths) + await made.run(broken_balances) == []
