"""Locks between processes: held until the holder ends, however it ends."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

_TRY_EVERY_S = 0.2


class LockHeld(Exception):
    """Another process holds the lock; `holder` says which."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def held(path: Path, holder: str) -> Iterator[None]:
    """Hold the lock file `path`, noting `holder` in it for others to read. Raises LockHeld."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LockHeld(path.read_text().strip()) from None
        file.truncate(0)
        file.write(f"{holder} (pid {os.getpid()})")
        file.flush()
        yield


@asynccontextmanager
async def held_when_free(path: Path, holder: str, say: Callable[[str], None]) -> AsyncIterator[None]:
    """Hold the lock file `path` as soon as it is free, saying whom it waits for."""
    with ExitStack() as stack:
        await take_when_free(stack, path, holder, say)
        yield


async def take_when_free(
    stack: ExitStack, path: Path, holder: str, say: Callable[[str], None], *, unless: str | None = None
) -> bool:
    """Take the lock into `stack` as soon as it is free; False when its holder's note begins with `unless`."""
    waited_for = None
    while True:
        try:
            stack.enter_context(held(path, holder))
        except LockHeld as other:
            if unless is not None and other.holder.startswith(unless):
                return False
            if other.holder != waited_for:
                waited_for = other.holder
                say(f"waiting for {waited_for or 'another command'} to finish")
            await asyncio.sleep(_TRY_EVERY_S)
        else:
            return True
