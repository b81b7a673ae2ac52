"""Where a child's output goes: a file rotated by size, and warnings and errors to the terminal.

What strangers send may get into a library's line, so only the operator may read the files.
"""

import asyncio
import logging
import os
import re
from collections import deque
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from aisle.terminal import visible

_ROTATE_AT_BYTES = 10 * 1024 * 1024
_KEPT_FILES = 3
_CHUNK_BYTES = 64 * 1024
_PRIVATE = 0o600

# Our own lines in development and in production, Rasa's, PostgreSQL's and Python's.
_NOTABLE = re.compile(
    r"\[(warning|error|critical)\s*\]"
    r'|"level": "(warning|error|critical)"'
    r"|\b(WARNING|ERROR|CRITICAL|FATAL|PANIC)\b"
    r"|^Traceback "
)


class NotableLines:
    """Tells which lines an operator should see; a traceback is one thing, to its last line."""

    def __init__(self) -> None:
        self._in_traceback = False

    def includes(self, line: str) -> bool:
        if self._in_traceback:
            self._in_traceback = line.startswith((" ", "\t")) or not line.strip()
            return True
        if line.startswith("Traceback "):
            self._in_traceback = True
            return True
        return _NOTABLE.search(line) is not None


class _PrivateRotatingFile(RotatingFileHandler):
    """A rotated file that nobody else may read, older ones too."""

    def _open(self) -> Any:
        opened = super()._open()
        os.fchmod(opened.fileno(), _PRIVATE)
        return opened


class ProcessLog:
    """The log of one process over all its restarts."""

    def __init__(self, name: str, folder: Path, show: Callable[[str], None]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / f"{name}.log"
        self.last_lines: deque[str] = deque(maxlen=12)
        for older in folder.glob(f"{name}.log*"):
            older.chmod(_PRIVATE)
        self._file = _PrivateRotatingFile(
            self.path, maxBytes=_ROTATE_AT_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
        )
        self._show = show

    async def follow(self, output: asyncio.StreamReader) -> None:
        """Take everything until `output` ends."""
        notable = NotableLines()
        rest = b""
        while chunk := await output.read(_CHUNK_BYTES):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._take(line, notable)
        if rest:
            self._take(rest, notable)

    def close(self) -> None:
        self._file.close()

    def _take(self, raw: bytes, notable: NotableLines) -> None:
        line = visible(raw.decode(errors="replace").rstrip())
        self._file.emit(logging.makeLogRecord({"msg": line}))
        if line:
            self.last_lines.append(line)
        if notable.includes(line):
            self._show(line)
