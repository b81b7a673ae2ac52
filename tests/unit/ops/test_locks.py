"""Locks between processes."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest

from ops.locks import LockHeld, held, held_when_free, take_when_free


def test_a_taken_lock_says_who_has_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "run.lock"
    with held(path, "make run"), pytest.raises(LockHeld, match=r"make run \(pid \d+\)"), held(path, "other"):
        pass


def test_a_lock_is_free_again_afterwards_and_forgets_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    with held(path, "a holder with quite a long name"):
        pass
    with held(path, "next"), pytest.raises(LockHeld) as other, held(path, "third"):
        pass
    assert other.value.holder.startswith("next (pid")


async def test_a_command_waits_for_the_lock_and_says_for_whom(tmp_path: Path) -> None:
    path = tmp_path / "postgres.lock"
    said: asyncio.Queue[str] = asyncio.Queue()

    async def second() -> str:
        async with held_when_free(path, "make token", said.put_nowait):
            return "mine"

    with held(path, "make import"):
        waiting = asyncio.create_task(second())
        assert (await asyncio.wait_for(said.get(), 5)).startswith("waiting for make import (pid ")
        assert not waiting.done()
    assert await asyncio.wait_for(waiting, 5) == "mine"
    assert said.empty()


async def test_some_holders_are_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "postgres.lock"
    with held(path, "make run"), ExitStack() as stack:
        assert not await take_when_free(stack, path, "make token", print, unless="make run")
