"""Locks between processes: held until the holder ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockHeld(Exception):
    """Another process holds the lock."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def held(path: Path, holder: str, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock file `path`, noting `holder` in it for others to read.

    Raises LockHeld with the other's note when it is taken, unless `wait`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise LockHeld(path.read_text().strip()) from None
        file.truncate(0)
        file.write(f"{holder} (pid {os.getpid()})")
        file.flush()
        yield
