"""`python -m tests.chaos.machine`: a further machine on another's PostgreSQL, by links that can be cut.

It runs what the supervisor runs. LINK_TO_DIALOGUE is the port by which its gateway finds its dialogue server,
and LINK_TO_ACTIONS the one by which that finds the action server.
"""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import httpx

from aisle.settings import load_settings
from ops.process import ProcessSpec
from ops.processes import process_specs
from ops.supervisor import Supervisor


async def main() -> None:
    """Keep its processes running until a signal stops it."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    settings = load_settings()
    supervisor = Supervisor(Path(os.environ["MACHINE_LOGS"]), print)
    async with httpx.AsyncClient(trust_env=False) as client:
        keeping = asyncio.create_task(
            _keep(supervisor, [_linked(each) for each in process_specs(settings, client)])
        )
        stopping = asyncio.create_task(stopped.wait())
        try:
            await asyncio.wait({keeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if keeping.done():
                keeping.result()
        finally:
            keeping.cancel()
            stopping.cancel()
            await supervisor.stop()


async def _keep(supervisor: Supervisor, specs: list[ProcessSpec]) -> None:
    await supervisor.start(specs)
    await supervisor.keep()


def _linked(spec: ProcessSpec) -> ProcessSpec:
    """The process, finding the next one by the link."""
    if spec.name == "gateway":
        ports = {"AISLE_DIALOGUE_PORT": os.environ["LINK_TO_DIALOGUE"]}
        return replace(spec, environment={**spec.environment, **ports})
    if "--actions-url" in spec.command:
        command = list(spec.command)
        place = command.index("--actions-url") + 1
        command[place] = f"http://127.0.0.1:{os.environ['LINK_TO_ACTIONS']}/webhook"
        return replace(spec, command=command)
    return spec


if __name__ == "__main__":
    asyncio.run(main())
