"""Runs what lives in the dialogue server's environment, and reads what it answers in lines of JSON."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aisle.settings import ROOT, Settings, secret_setting_names

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"
_LONGEST_LINE = 64 * 1024 * 1024  # bytes; a report holds a key for every sentence
_TAIL = 4_000  # characters of what it said last


class ToolFailed(Exception):
    """It ended badly; the message is its last line."""


def rasa_environment(settings: Settings) -> dict[str, str]:
    """What every process of `.venv-rasa` is told; the store's database and secrets are not among it."""
    traces = {"AISLE_TRACES_URL": settings.traces_url} if settings.traces_url else {}
    return traces | {
        "AISLE_LOCALE": settings.locale.value,
        "AISLE_TIME_ZONE": settings.time_zone,
        "AISLE_VAR_DIR": str(settings.var_path),
        "RASA_MAX_CACHE_SIZE": "0",  # nothing is kept there, so no folder for it is made
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "TF_ENABLE_ONEDNN_OPTS": "0",
    }


def environment_without_secrets() -> dict[str, str]:
    """The operator's environment, less what only the other processes may know."""
    private = secret_setting_names()
    return {name: value for name, value in os.environ.items() if name not in private}


class RasaTools:
    """Starts `python -m bot.evaluation ...` in the folder of Rasa's files."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self._root = root
        self._environment = environment

    @classmethod
    def of(cls, settings: Settings, root: Path = ROOT) -> "RasaTools":
        """With what the settings tell it."""
        return cls(root, environment_without_secrets() | rasa_environment(settings))

    async def ask(
        self,
        *arguments: str | Path,
        given: Any = None,
        hear: Callable[[dict[str, Any]], Awaitable[None]] | None = None,
    ) -> dict[str, Any]:
        """Run a command with `given` as JSON; its last line of JSON, the earlier ones told to `hear`.

        Raises ToolFailed.
        """
        if not PYTHON.is_file():
            raise ToolFailed("there is no .venv-rasa: run `make setup`")
        process = await asyncio.create_subprocess_exec(
            PYTHON,
            "-m",
            "bot.evaluation",
            *map(str, arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self._root,
            env=self._environment | {"PYTHONPATH": str(ROOT)},
            limit=_LONGEST_LINE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        said = asyncio.create_task(_tail(process.stderr))
        last: dict[str, Any] = {}
        try:
            process.stdin.write(json.dumps(given).encode())
            process.stdin.close()
            async for line in process.stdout:
                last = json.loads(line)
                if hear is not None:
                    await hear(last)
            code = await process.wait()
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()
        tail = await said
        if code != 0:
            raise ToolFailed(_last_line(tail) or f"it ended with {code}")
        return last


async def _tail(stream: asyncio.StreamReader) -> str:
    kept = ""
    while part := await stream.read(_TAIL):
        kept = (kept + part.decode(errors="replace"))[-_TAIL:]
    return kept


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.replace("\r", "\n").splitlines() if line.strip()]
    return lines[-1] if lines else ""
