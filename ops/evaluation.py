"""Runs `bot.evaluation` in the dialogue server's environment; what it prints goes to the operator."""

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path

from aisle.settings import ROOT, Settings
from ops.errors import OperatorError
from training.rasa import environment_without_secrets, rasa_environment

PYTHON = ROOT / ".venv-rasa" / "bin" / "python"


async def run_evaluation(
    settings: Settings, command: str, arguments: Sequence[str | Path] = (), *, given: bytes | None = None
) -> None:
    """Run one of its commands, `given` on its standard input. Raises OperatorError with its last line."""
    process = await asyncio.create_subprocess_exec(
        PYTHON,
        "-m",
        "bot.evaluation",
        command,
        *map(str, arguments),
        stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment_without_secrets() | rasa_environment(settings),
    )
    try:
        _, errors = await process.communicate(given)
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    if process.returncode != 0:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise OperatorError(lines[-1] if lines else f"{command} ended with {process.returncode}")
