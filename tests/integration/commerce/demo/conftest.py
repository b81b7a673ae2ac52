"""One demo store for all tests that only read it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from commerce.demo.load import load_demo_store
from tests.conftest import create_database, database_address, drop_database
from tests.factories import FixedClock

TODAY = datetime(2026, 3, 18, 14, 30, tzinfo=UTC)  # a Wednesday


class ReadStore:
    """Asks a store in SQL."""

    def __init__(self, connection: psycopg.AsyncConnection[tuple[Any, ...]]) -> None:
        self._connection = connection

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Every row."""
        return await (await self._connection.execute(query, {"today": TODAY.date(), "now": TODAY})).fetchall()

    async def one(self, query: str) -> Any:
        """The only value of the only row."""
        [(value,)] = await self.rows(query)
        return value


@pytest.fixture(scope="session")
async def demo_store_url(postgres_server: str, store_template: str) -> AsyncIterator[str]:
    """A database that holds the demo store as of `TODAY`."""
    create_database(postgres_server, "demo_store", template=store_template)
    address = database_address(postgres_server, "demo_store")
    await load_demo_store(address, lambda line: None, clock=FixedClock(TODAY))
    yield address
    drop_database(postgres_server, "demo_store")


@pytest.fixture(scope="session")
async def demo_store(demo_store_url: str) -> AsyncIterator[ReadStore]:
    """The demo store, to be asked."""
    connection = await psycopg.AsyncConnection.connect(demo_store_url, autocommit=True)
    async with connection:
        yield ReadStore(connection)
