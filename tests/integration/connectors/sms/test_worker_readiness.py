"""A gateway is ready only while a worker delivers what is said."""

from collections.abc import Callable

import psycopg


async def test_it_is_not_ready_without_a_worker(start_town: Callable, line, database_url: str) -> None:
    town = await start_town(line, needs_worker=True)
    readiness = town.gateway.parts.readiness
    assert "worker" in await readiness.missing()
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        assert "worker" not in await readiness.missing()
        await connection.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"
        )
        assert "worker" in await readiness.missing()
