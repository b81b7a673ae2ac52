"""Keeps work going beside the answers, and tells the log when some of it ends."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack

import structlog

from aisle.logs import described

log = structlog.get_logger(__name__)


def keep_at_work(stack: AsyncExitStack, work: Coroutine[None, None, None]) -> None:
    """Begin `work`, which goes on until `stack` is closed."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    stack.push_async_callback(_cancel, task)


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _log_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        log.critical("background work ended", **described(error))
