"""Waiting for what becomes true, with a deadline."""

import asyncio
import time
from collections.abc import Callable


async def until(condition: Callable[[], bool], what: str, deadline_s: float = 20.0) -> None:
    """Return once `condition` holds; fails with `what` when it does not in time."""
    give_up = time.monotonic() + deadline_s
    while not condition():
        if time.monotonic() > give_up:
            raise AssertionError(f"{what} did not happen within {deadline_s:.0f} s")
        await asyncio.sleep(0.02)
