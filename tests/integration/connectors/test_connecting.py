"""Connections outside of pools: none is left behind by who is cancelled while it is opened."""

import asyncio

import psycopg
import pytest

from connectors.conversation.connecting import open_connection
from tests.integration.connectors.running import until

OPEN = "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s"


async def test_it_commits_each_statement(database_url: str) -> None:
    async with await open_connection(database_url, "aisle-test") as connection:
        assert connection.autocommit
        assert (await (await connection.execute(OPEN, ["aisle-test"])).fetchone()) == (1,)


@pytest.mark.parametrize("steps", range(6))
async def test_what_is_opened_while_its_task_is_cancelled_is_closed(database_url: str, steps: int) -> None:
    opening = asyncio.create_task(open_connection(database_url, "aisle-cancelled"))
    for _ in range(steps):
        await asyncio.sleep(0)  # a step of the loop further
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening

    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as watching:

        async def is_gone() -> bool:
            row = await (await watching.execute(OPEN, ["aisle-cancelled"])).fetchone()
            return row == (0,)

        await until(is_gone)
