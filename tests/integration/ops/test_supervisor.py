"""The supervisor over real child processes: what dies comes back, what hangs is replaced, all of it ends."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from ops.errors import OperatorError
from ops.process import ProcessSpec
from ops.supervisor import Patience, Supervisor
from tests.integration.ops.waiting import until

IMPATIENT = Patience(
    start_s=10, unwell_s=0.3, probe_every_s=0.02, check_every_s=0.05, longest_backoff_s=0.2, calm_after_s=60
)

# Writes its pid where it is told, and its end beside it.
WELL_BEHAVED = """
import os, pathlib, signal, sys
here = pathlib.Path(sys.argv[1])
def end(*_):
    with here.with_name("ends").open("a") as ends:
        ends.write(here.name + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
here.write_text(str(os.getpid()))
while True:
    signal.pause()
"""
STUBBORN = WELL_BEHAVED.replace(
    "signal.signal(signal.SIGTERM, end)", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
)
TALKING = """
import signal
print("[error] not yet", flush=True)
signal.signal(signal.SIGUSR1, lambda *_: print("[info] fine\\n[error] lost", flush=True))
"""
FAILING = "import sys; print('no such model', flush=True); sys.exit(3)"


class Stage:
    """A supervisor with what it said and the children it keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.supervisor = Supervisor(folder / "log", self.said.append, IMPATIENT)

    def child(self, name: str, script: str = WELL_BEHAVED) -> ProcessSpec:
        file = self.folder / name

        async def has_started() -> bool:
            return file.exists() and bool(file.read_text())

        return ProcessSpec(
            name, [sys.executable, "-c", script, str(file)], is_ready=has_started, stop_within_s=1.0
        )

    def pid(self, name: str) -> int:
        return int((self.folder / name).read_text() or 0)

    @asynccontextmanager
    async def running(self, *specs: ProcessSpec) -> AsyncIterator[None]:
        """The children started and kept for as long as this lasts."""
        try:
            await self.supervisor.start(specs)
            keeping = asyncio.create_task(self.supervisor.keep())
            yield
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping
        finally:
            await self.supervisor.stop()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


async def test_it_says_when_each_is_ready_and_stops_the_last_started_first(stage: Stage) -> None:
    async with stage.running(stage.child("database"), stage.child("gateway")):
        pids = [stage.pid("database"), stage.pid("gateway")]
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert (stage.folder / "ends").read_text() == "gateway database "
    assert {line.split(" ready in ")[0] for line in stage.said} == {"database", "gateway"}


async def test_a_killed_child_is_started_again_at_once(stage: Stage) -> None:
    async with stage.running(stage.child("worker"), stage.child("gateway")):
        killed, untouched = stage.pid("worker"), stage.pid("gateway")
        os.kill(killed, signal.SIGKILL)
        await until(lambda: stage.pid("worker") not in {0, killed}, "another worker started")
        assert stage.supervisor.pid_of("worker") == stage.pid("worker")
        assert stage.pid("gateway") == untouched
    assert "worker ended (killed by SIGKILL); starting it again" in stage.said


async def test_a_child_that_keeps_dying_is_given_more_and_more_time(stage: Stage) -> None:
    async with stage.running(stage.child("worker")):
        for _ in range(3):
            killed = stage.pid("worker")
            os.kill(killed, signal.SIGKILL)
            await until(
                lambda before=killed: stage.pid("worker") not in {0, before}, "another worker started"
            )
    deaths = [line for line in stage.said if "ended" in line]
    assert deaths[0].endswith("starting it again")
    assert deaths[1].endswith("starting it again in 0 s")
    assert len(deaths) == 3


async def test_a_child_that_no_longer_answers_is_replaced(stage: Stage) -> None:
    spec = stage.child("dialogue")
    hung: set[int] = set()

    async def answers() -> bool:
        return stage.pid("dialogue") not in hung

    async with stage.running(replace(spec, is_well=answers)):
        hung.add(stage.pid("dialogue"))
        await until(lambda: stage.pid("dialogue") not in {0, *hung}, "another dialogue server started")
        assert not psutil.pid_exists(hung.pop())
    assert "dialogue ended (no answer for 0 s); starting it again" in stage.said


async def test_a_child_that_never_starts_ends_all_with_its_last_words(stage: Stage) -> None:
    with pytest.raises(OperatorError) as failure:
        async with stage.running(stage.child("gateway"), stage.child("dialogue", FAILING)):
            pass
    first, *words = str(failure.value).splitlines()
    assert first.startswith("dialogue does not start (exit code 3); ")
    assert words[-1].strip() == "no such model"
    assert not psutil.pid_exists(stage.pid("gateway"))


async def test_a_stubborn_child_is_killed_with_all_it_started(stage: Stage) -> None:
    script = (
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '''{STUBBORN}''', sys.argv[1]])\n"
    )
    async with stage.running(stage.child("gateway", script + STUBBORN.replace("here.write_text", "repr"))):
        grandchild = stage.pid("gateway")
        assert psutil.pid_exists(grandchild)
    await until(lambda: not psutil.pid_exists(grandchild), "the grandchild ended")


async def test_output_goes_to_the_log_and_errors_to_the_terminal(stage: Stage) -> None:
    async with stage.running(stage.child("gateway", TALKING + WELL_BEHAVED)):
        os.kill(stage.pid("gateway"), signal.SIGUSR1)
        await until(lambda: "gateway | [error] lost" in stage.said, "the error was shown")
    assert (
        stage.folder / "log" / "gateway.log"
    ).read_text() == "[error] not yet\n[info] fine\n[error] lost\n"
    assert not any("fine" in line or "not yet" in line for line in stage.said)


SUPERVISING = """
import asyncio, os, pathlib, sys
from tests.integration.ops.test_supervisor import Stage
async def main():
    stage = Stage(pathlib.Path(sys.argv[1]))
    async with stage.running(stage.child("gateway"), stage.child("worker")):
        await asyncio.Event().wait()
asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's death is told to children on Linux only")
async def test_children_end_when_the_supervisor_itself_is_killed(stage: Stage) -> None:
    supervising = await asyncio.create_subprocess_exec(sys.executable, "-c", SUPERVISING, str(stage.folder))
    files = [stage.folder / "gateway", stage.folder / "worker"]
    await until(lambda: all(file.exists() and file.read_text() for file in files), "both children started")
    pids = [stage.pid("gateway"), stage.pid("worker")]
    supervising.kill()
    await supervising.wait()
    await until(lambda: not any(psutil.pid_exists(pid) for pid in pids), "the children ended")
