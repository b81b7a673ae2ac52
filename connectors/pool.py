"""The gateway's connections to the store: few round trips to PostgreSQL per message.

Measured: a checkout that pings, BEGIN and the ROLLBACK that ends a read are a round trip each, and psycopg
forgets its prepared statements at every ROLLBACK. So a connection is pinged only after it lay idle, and what
is one statement runs without a transaction around it.
"""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from commerce.database import Sessions, async_url, sessions_of

_IDLE_S = 1.0


def create_pool(database_url: str, *, size: int = 10) -> AsyncEngine:
    """An engine of at most `size` connections; the one used last is used first, so that few stay warm."""
    engine = create_async_engine(
        async_url(database_url),
        pool_size=size,
        max_overflow=0,
        pool_use_lifo=True,
        hide_parameters=True,  # of statements in errors: they hold what shoppers write
        connect_args={"application_name": "aisle-gateway"},
    )
    _ping_after_idling(engine)
    return engine


def one_by_one(sessions: Sessions) -> Sessions:
    """Sessions on the same pool in which every statement commits by itself."""
    engine: AsyncEngine = sessions.kw["bind"]
    return sessions_of(engine.execution_options(isolation_level="AUTOCOMMIT"))


def _ping_after_idling(engine: AsyncEngine) -> None:
    dialect = engine.dialect

    @event.listens_for(engine.sync_engine, "checkin")
    def remember(_: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ping(connection: Any, record: Any, _: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", time.monotonic()) < _IDLE_S:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool then connects anew
