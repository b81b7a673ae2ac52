"""Has a gateway that has grown past a bound replaced; what it took in is stored, and taken up by the next."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

_STATM = Path("/proc/self/statm")


def resident_mb() -> int | None:
    """How much memory this process holds, in MiB; None where the system does not tell."""
    if not _STATM.exists():
        return None
    pages = int(_STATM.read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def end_this_process() -> None:
    """Ask this process to end as whoever runs it would; who keeps it starts it again."""
    os.kill(os.getpid(), signal.SIGTERM)


async def watch_memory(
    most_mb: int,
    every_s: float,
    *,
    measured: Callable[[], int | None] = resident_mb,
    end: Callable[[], None] = end_this_process,
) -> None:
    """Look regularly, and end the process once it holds more than `most_mb`."""
    while True:
        await asyncio.sleep(every_s)
        held_mb = measured()
        if held_mb is not None and held_mb > most_mb:
            log.error("this gateway has grown too large and ends", held_mb=held_mb, most_mb=most_mb)
            end()
            return
