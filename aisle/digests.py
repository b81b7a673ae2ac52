"""A digest of what something is made from, to tell when it must be made anew."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(*parts: str, paths: Iterable[Path] = ()) -> str:
    """A digest of `parts` and of the names and contents of all files at or under `paths`."""
    digest = hashlib.sha256(repr(parts).encode())
    for path in paths:
        for file in sorted(_files(path)):
            digest.update(f"\0{file.relative_to(path.parent)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return (file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
