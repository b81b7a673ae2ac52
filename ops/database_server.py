"""Gives a command a running database server, whoever runs it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from aisle.embedded import data_dir
from aisle.settings import Settings
from ops.errors import OperatorError
from ops.locks import take_when_free
from ops.postgres import STOP_SIGNAL, EmbeddedPostgres
from ops.process import ProcessSpec, RunningProcess
from ops.process_log import ProcessLog

Say = Callable[[str], None]

RUN = "make run"
_START_WITHIN_S = 60.0


def server_lock(var_path: Path) -> Path:
    """Held by whoever runs the embedded server."""
    return var_path / "postgres.lock"


def postgres_spec(server: EmbeddedPostgres) -> ProcessSpec:
    """How the embedded server is run."""

    async def is_ready() -> bool:
        return server.is_ready()

    return ProcessSpec(
        name="postgres",
        command=server.command,
        folder=Path("/"),
        is_ready=is_ready,
        before_start=server.prepare,
        run_as=server.run_as,
        stop_signal=STOP_SIGNAL,
        signal_when_orphaned=STOP_SIGNAL,
        stop_within_s=20.0,
    )


@asynccontextmanager
async def database_server(
    settings: Settings, command: str, say: Say
) -> AsyncIterator[EmbeddedPostgres | None]:
    """The embedded server, running for as long as this lasts; None when DATABASE_URL names another.

    Uses the one of a running `make run`, else starts its own. Raises OperatorError.
    """
    if not settings.uses_embedded_postgres:
        yield None
        return
    server = EmbeddedPostgres(data_dir(settings.var_path))
    with ExitStack() as locks:
        if await take_when_free(locks, server_lock(settings.var_path), command, say, unless=RUN):
            async with running_server(server, settings.var_path / "log", say):
                yield server
        else:
            await wait_until_ready(server)
            yield server


async def wait_until_ready(server: EmbeddedPostgres) -> None:
    """Return once `server` takes connections. Raises OperatorError."""
    give_up = time.monotonic() + _START_WITHIN_S
    while not server.is_ready():
        if time.monotonic() > give_up:
            raise OperatorError(f"PostgreSQL of {server.data_dir} is not ready after {_START_WITHIN_S:.0f} s")
        await asyncio.sleep(0.05)


@asynccontextmanager
async def running_server(server: EmbeddedPostgres, logs: Path, say: Say) -> AsyncIterator[None]:
    """Run `server` while the block lasts. Raises OperatorError when it does not start."""
    log = ProcessLog("postgres", logs, lambda line: say(f"postgres | {line}"))
    process = await RunningProcess.start(postgres_spec(server), log)
    died = asyncio.create_task(process.ended())
    ready = asyncio.create_task(wait_until_ready(server))
    try:
        await asyncio.wait({died, ready}, return_when=asyncio.FIRST_COMPLETED)
        if died.done():
            raise OperatorError(f"PostgreSQL does not start: {' / '.join(log.last_lines)}")
        await ready
        yield
    finally:
        died.cancel()
        ready.cancel()
        await process.stop()
        log.close()
