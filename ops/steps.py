"""Steps of the set-up: each knows whether it is done, and runs once what it needs is done."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

Say = Callable[[str], None]


@dataclass(frozen=True)
class Step:
    """One thing to set up. `doing` completes the line "... " an operator reads while it is done."""

    name: str
    doing: str
    is_done: Callable[[], Awaitable[bool]]
    run: Callable[[], Awaitable[None]]
    needs: Sequence[str] = ()


async def run_steps(steps: Sequence[Step], say: Say) -> None:
    """Run what is not done, side by side where nothing stands against it; the first failure ends all."""
    by_name = {step.name: step for step in steps}
    order = TopologicalSorter({step.name: step.needs for step in steps})
    order.prepare()
    running: dict[asyncio.Task[None], str] = {}
    try:
        while order.is_active():
            running |= {
                asyncio.create_task(_complete(by_name[name], say)): name for name in order.get_ready()
            }
            finished, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in finished:
                task.result()
                order.done(running.pop(task))
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def all_done(steps: Sequence[Step]) -> bool:
    """Whether nothing is left to do; asks in the order given and stops at the first that is not done."""
    for step in steps:
        if not await step.is_done():
            return False
    return True


async def _complete(step: Step, say: Say) -> None:
    if await step.is_done():
        return
    began = time.monotonic()
    say(f"{step.doing} ...")
    await step.run()
    say(f"{step.name} done in {time.monotonic() - began:.1f} s")
