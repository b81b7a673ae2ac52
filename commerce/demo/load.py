"""Fills an empty store with the demo store, in one transaction."""

import asyncio
from collections.abc import Callable

from commerce.clock import Clock
from commerce.demo.store import make_store
from commerce.importing.bulk import connect
from commerce.importing.default_policies import write_default_policies

_LOCK = 0x4149534C45  # one process fills the store


async def load_demo_store(database_url: str, report: Callable[[str], None], *, clock: Clock) -> None:
    """Fill a store that has no products yet; one that has any is left alone, whoever filled it."""
    now = clock.now().replace(microsecond=0)
    connection = await connect(database_url)
    async with connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        cursor = await connection.execute("SELECT count(*) FROM products")
        found = await cursor.fetchone()
        if found and found[0]:
            report(f"the store has {found[0]:,} products already, so the demo store is not put into it")
            return
        report("making the demo store")
        bulk = await asyncio.to_thread(make_store, now, clock.zone)
        counts = bulk.counts()
        await write_default_policies(connection, with_categories=True)
        await bulk.write(connection)
    named = ("products", "variants", "customers", "orders", "shipments", "return_requests")
    report("demo store: " + ", ".join(f"{counts[table]:,} {table.replace('_', ' ')}" for table in named))
