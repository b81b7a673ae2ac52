"""Remembers from which inputs something was made, to tell when it must be made anew."""

from pathlib import Path


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
