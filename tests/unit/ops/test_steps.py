"""In which order the set-up's steps run."""

import asyncio

import pytest

from ops.errors import OperatorError
from ops.steps import Step, all_done, run_steps


class Site:
    """Where steps leave what they have done."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.said: list[str] = []

    def step(self, name: str, *needs: str) -> Step:
        async def is_done() -> bool:
            return name in self.done

        async def run() -> None:
            assert set(needs) <= set(self.done)
            self.done.append(name)

        return Step(name, f"making {name}", is_done, run, needs)


async def test_each_step_runs_once_what_it_needs_is_done() -> None:
    site = Site()
    await run_steps(
        [site.step("roof", "walls"), site.step("walls", "floor"), site.step("floor")], site.said.append
    )
    assert site.done == ["floor", "walls", "roof"]
    assert site.said[0] == "making floor ..."
    assert site.said[-1].startswith("roof done in ")


async def test_what_is_done_is_not_done_again() -> None:
    site = Site()
    site.done.append("floor")
    await run_steps([site.step("floor"), site.step("walls", "floor")], site.said.append)
    assert site.done == ["floor", "walls"]
    assert not any("floor" in line for line in site.said)


async def test_steps_that_need_nothing_of_each_other_run_side_by_side() -> None:
    both_run = asyncio.Barrier(2)

    async def never() -> bool:
        return False

    async def meet() -> None:
        await both_run.wait()

    steps = [Step("one", "", never, meet), Step("two", "", never, meet)]
    await asyncio.wait_for(run_steps(steps, lambda _: None), 5)


async def test_a_failure_ends_the_others_and_is_reported() -> None:
    ended = asyncio.Event()

    async def never() -> bool:
        return False

    async def fail() -> None:
        raise OperatorError("no room")

    async def go_on() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(OperatorError, match="no room"):
        await run_steps([Step("long", "", never, go_on), Step("bad", "", never, fail)], lambda _: None)
    assert ended.is_set()


async def test_all_done_asks_no_further_than_the_first_that_is_not() -> None:
    site = Site()
    site.done += ["databases", "tables"]
    assert await all_done([site.step("databases"), site.step("tables")])

    async def cannot_be_asked_yet() -> bool:
        raise AssertionError("asked about the data of a database that is not there")

    unasked = Step("data", "", cannot_be_asked_yet, site.step("data").run)
    assert not await all_done([site.step("roof"), unasked])
