"""The rows that could not be imported, each with its place and the reason, so that nothing is lost."""

import json
from pathlib import Path
from typing import IO


class RejectsFile:
    """A JSON Lines file of rejected rows; it is there only when something was rejected."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None
        path.unlink(missing_ok=True)

    def add(self, *, file: str, line: int, reason: str, row: bytes) -> None:
        """Keep a row. Bytes that are not UTF-8 become lone surrogates, which read back to the same bytes."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="ascii")
        text = row.decode("utf-8", errors="surrogateescape")
        self._file.write(json.dumps({"file": file, "line": line, "reason": reason, "row": text}) + "\n")

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()
