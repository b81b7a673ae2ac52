"""Files that trainers and others edit: read, changed and written back without losing anybody's edit."""

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from commerce.errors import CommerceError

_TRIES = 5


class FileBusy(CommerceError):
    """Somebody else writes the same file again and again."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`; waits for whoever of us holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def rewritten(
    read: Callable[[], Mapping[Path, str]], change: Callable[[Mapping[Path, str]], Mapping[Path, str]]
) -> dict[Path, str]:
    """Write what `change` makes of the files that `read` finds; the contents before, of those that changed.

    An editor who knows no lock may have saved meanwhile: then it is read and changed anew. Raises FileBusy,
    and what `change` raises, with nothing written.
    """
    for _ in range(_TRIES):
        before = read()
        after = change(before)
        new = {path: text for path, text in after.items() if text != before.get(path)}
        if read() == before:
            for path, text in new.items():
                write_whole(path, text)
            return {path: before.get(path, "") for path in new}
    raise FileBusy("somebody else is saving the same files; please try again")


def write_whole(path: Path, text: str) -> None:
    """Replace the file at once, with its permissions: whoever reads it sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.write_text(text, encoding="utf-8", newline="")
    if path.exists():
        draft.chmod(path.stat().st_mode & 0o777)
    draft.replace(path)


def read_text(path: Path) -> str:
    """The file as it is, line ends included."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()
