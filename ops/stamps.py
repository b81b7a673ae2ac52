"""Remembers from which inputs something was made, to tell when it must be made anew."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

_NOT_INPUTS = {"__pycache__"}


def digest_of(*parts: str, paths: Iterable[Path] = ()) -> str:
    """A digest of `parts` and of the names and contents of all files at or under `paths`."""
    digest = hashlib.sha256(repr(parts).encode())
    for path in paths:
        for file in sorted(_files(path)):
            digest.update(f"\0{file.relative_to(path.parent)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


class Stamp:
    """A file that names the inputs something was made from."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def matches(self, digest: str) -> bool:
        return self._path.is_file() and self._path.read_text() == digest

    def write(self, digest: str) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_name(f"{self._path.name}.new")
        unfinished.write_text(digest)
        unfinished.rename(self._path)


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return (file for file in path.rglob("*") if file.is_file() and not _NOT_INPUTS & set(file.parts))
