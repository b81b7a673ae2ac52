"""Keeps processes running: starts them, restarts what dies or hangs, stops all of them in order."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.errors import OperatorError
from ops.process import Probe, ProcessSpec, RunningProcess
from ops.process_log import ProcessLog

Say = Callable[[str], None]


@dataclass(frozen=True)
class Patience:
    """How long to wait for what, in seconds."""

    start_s: float = 180.0
    unwell_s: float = 45.0
    probe_every_s: float = 0.1
    check_every_s: float = 5.0
    longest_backoff_s: float = 30.0
    calm_after_s: float = 60.0  # alive this long, a process's earlier deaths are forgiven
    attempts_to_start: int = 3


class Keeper:
    """Keeps one process running."""

    def __init__(self, spec: ProcessSpec, logs: Path, say: Say, patience: Patience) -> None:
        self.spec = spec
        self.ready = asyncio.Event()
        self.process: RunningProcess | None = None
        self._say = say
        self._patience = patience
        self._hushed = False
        self._log = ProcessLog(spec.name, logs, self._show)

    async def keep(self) -> None:
        """Run until cancelled. Raises OperatorError when the process never gets ready."""
        deaths = 0
        while True:
            began = time.monotonic()
            reason = await self._run_once()
            if time.monotonic() - began > self._patience.calm_after_s:
                deaths = 0
            deaths += 1
            if not self.ready.is_set() and deaths >= self._patience.attempts_to_start:
                raise OperatorError(self._does_not_start(reason))
            pause = self._pause_after(deaths)
            self._say(
                f"{self.spec.name} ended ({reason}); starting it again{f' in {pause:.0f} s' * (pause > 0)}"
            )
            await asyncio.sleep(pause)

    def hush(self) -> None:
        """Show no more of what the process says: it is about to be stopped."""
        self._hushed = True

    async def stop(self) -> None:
        """End the process for good."""
        self.hush()
        if self.process is not None and not await self.process.stop():
            self._say(f"{self.spec.name} did not end in {self.spec.stop_within_s:.0f} s and was killed")
        self._log.close()

    async def _run_once(self) -> str:
        """Start it and watch it until it ends; why it ended."""
        self.process = process = await RunningProcess.start(self.spec, self._log)
        ended = asyncio.create_task(process.ended())
        unwell = asyncio.create_task(self._unwell())
        try:
            await asyncio.wait({ended, unwell}, return_when=asyncio.FIRST_COMPLETED)
            reason = ended.result() if ended.done() else unwell.result()
        finally:
            ended.cancel()
            unwell.cancel()
        await process.kill()
        return reason

    async def _unwell(self) -> str:
        """Return, in words, when it has not got ready or not been well for too long."""
        patience = self._patience
        if not await _within(patience.start_s, self.spec.is_ready, patience.probe_every_s):
            return f"not ready after {patience.start_s:.0f} s"
        self.ready.set()
        well_at = time.monotonic()
        while time.monotonic() - well_at < patience.unwell_s:
            await asyncio.sleep(patience.check_every_s)
            if await self.spec.is_well():
                well_at = time.monotonic()
        return f"no answer for {patience.unwell_s:.0f} s"

    def _show(self, line: str) -> None:
        """Tell the operator what the process says, but for the noise of its first start and of its end."""
        if self.ready.is_set() and not self._hushed:
            self._say(f"{self.spec.name} | {line}")

    def _pause_after(self, deaths: int) -> float:
        """Nothing after the first death, then 1, 2, 4... seconds."""
        return 0.0 if deaths <= 1 else min(2.0 ** (deaths - 2), self._patience.longest_backoff_s)

    def _does_not_start(self, reason: str) -> str:
        tail = "".join(f"\n    {line}" for line in self._log.last_lines)
        return f"{self.spec.name} does not start ({reason}); {self._log.path} ends with:{tail}"


class Supervisor:
    """Processes kept together: when one can never start, none is kept."""

    def __init__(self, logs: Path, say: Say, patience: Patience | None = None) -> None:
        self._logs = logs
        self._say = say
        self._patience = patience or Patience()
        self._keepers: list[Keeper] = []
        self._keeping: list[asyncio.Task[None]] = []

    async def start(self, specs: Sequence[ProcessSpec]) -> None:
        """Start all of `specs` at once and return when all are ready. Raises OperatorError."""
        began = time.monotonic()
        keepers = [Keeper(spec, self._logs, self._say, self._patience) for spec in specs]
        self._keepers += keepers
        self._keeping += [asyncio.create_task(keeper.keep()) for keeper in keepers]
        await self._or_failure(self._announce(keepers, began))

    async def keep(self) -> None:
        """Keep all running until cancelled. Raises OperatorError when one of them cannot be kept."""
        await self._or_failure(asyncio.Event().wait())

    async def stop(self) -> None:
        """Stop all, the last started first."""
        for keeper in self._keepers:
            keeper.hush()
        for task in self._keeping:
            task.cancel()
        await asyncio.gather(*self._keeping, return_exceptions=True)
        for keeper in reversed(self._keepers):
            await keeper.stop()

    def pid_of(self, name: str) -> int | None:
        """The process now running under `name`."""
        running = (keeper.process for keeper in self._keepers if keeper.spec.name == name)
        return next((process.pid for process in running if process is not None), None)

    async def _announce(self, keepers: Sequence[Keeper], began: float) -> None:
        async def announce(keeper: Keeper) -> None:
            await keeper.ready.wait()
            self._say(f"{keeper.spec.name} ready in {time.monotonic() - began:.1f} s")

        await asyncio.gather(*map(announce, keepers))

    async def _or_failure(self, wished: Coroutine[None, None, object]) -> None:
        """Return when `wished` does, unless keeping a process fails before."""
        waiting: asyncio.Task[object] = asyncio.create_task(wished)
        try:
            await asyncio.wait({waiting, *self._keeping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            failed = [task for task in self._keeping if task.done()]
            waiting.cancel()
        for task in failed:
            task.result()


async def _within(seconds: float, probe: Probe, every_s: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await probe():
            return True
        await asyncio.sleep(every_s)
    return False
