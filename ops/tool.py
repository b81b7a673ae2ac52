"""Runs a tool to its end, into its log."""

import asyncio
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from aisle.settings import ROOT
from ops.errors import OperatorError

_LINES_SHOWN = 15


async def run_tool(name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
    """Run `command` from the repo's root. Raises OperatorError with its last lines when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        log.chmod(0o600)
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, **environment},
        )
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            await process.wait()
            raise
    if code != 0:
        tail = "".join(
            f"\n    {line}" for line in log.read_text(errors="replace").splitlines()[-_LINES_SHOWN:]
        )
        raise OperatorError(f"{name} failed with exit code {code}; {log} ends with:{tail}")
