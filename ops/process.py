"""One child process: how it is started, what becomes of its output, how it is stopped."""

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ops.process_log import ProcessLog
from ops.system_user import RunAs

Probe = Callable[[], Awaitable[bool]]

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


async def always() -> bool:
    """The probe of a process for which being alive is enough."""
    return True


@dataclass(frozen=True)
class ProcessSpec:
    """What to run and how to know that it works."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    folder: Path = field(default_factory=Path.cwd)
    is_ready: Probe = always
    is_well: Probe = always
    before_start: Callable[[], None] | None = None
    run_as: RunAs = field(default_factory=RunAs)
    stop_signal: signal.Signals = signal.SIGTERM
    signal_when_orphaned: signal.Signals = signal.SIGKILL
    stop_within_s: float = 4.0


class RunningProcess:
    """A started process; its output goes to its log."""

    def __init__(self, spec: ProcessSpec, process: asyncio.subprocess.Process, log: ProcessLog) -> None:
        assert process.stdout is not None
        self._spec = spec
        self._process = process
        self._reading = asyncio.create_task(log.follow(process.stdout))

    @classmethod
    async def start(cls, spec: ProcessSpec, log: ProcessLog) -> "RunningProcess":
        """Start `spec` in a session of its own, so that Ctrl-C reaches only who keeps it."""
        if spec.before_start is not None:
            await asyncio.to_thread(spec.before_start)
        process = await asyncio.create_subprocess_exec(
            *spec.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(spec.environment),
            cwd=spec.folder,
            start_new_session=True,
            preexec_fn=_dies_with_its_keeper(spec.signal_when_orphaned),
            **spec.run_as,
        )
        return cls(spec, process, log)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> str:
        """Wait for the end; how it ended, in words."""
        code = await self._process.wait()
        return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"

    async def stop(self) -> bool:
        """Ask it to end, and kill it with all it started; whether it ended in time by itself."""
        self._signal(self._spec.stop_signal)
        try:
            await asyncio.wait_for(self._process.wait(), self._spec.stop_within_s)
        except TimeoutError:
            return False
        finally:
            await self.kill()
        return True

    async def kill(self) -> None:
        """End it and all it started, at once, and read its output to the end."""
        with suppress(ProcessLookupError):  # all gone already
            os.killpg(self._process.pid, signal.SIGKILL)
        await self._process.wait()
        await self._reading

    def _signal(self, number: signal.Signals) -> None:
        if self._process.returncode is None:
            self._process.send_signal(number)


def _dies_with_its_keeper(number: signal.Signals) -> Callable[[], None] | None:
    if _LIBC is None:
        return None
    keeper = os.getpid()

    def in_child() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != keeper:  # it died before the line above
            os._exit(1)

    return in_child
