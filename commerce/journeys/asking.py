"""Asks the world whether the conditions that a journey has written hold."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from commerce.journeys.conditions import CONDITIONS, Condition
from commerce.journeys.world import World


class Written(Protocol):
    """A condition as a journey writes it."""

    @property
    def name(self) -> str:
        """What it is registered as."""
        ...

    @property
    def negated(self) -> bool:
        """Whether it must not hold."""
        ...

    @property
    def values(self) -> Mapping[str, Any]:
        """What is written with it."""
        ...


async def all_hold(world: World, written: Iterable[Written]) -> bool:
    """Whether every condition of a journey holds; none is asked after the first that does not."""
    for each in written:
        if not await holds(world, each):
            return False
    return True


async def first_that_holds(world: World, written: Iterable[Written]) -> str | None:
    """The name of the first condition that holds."""
    for each in written:
        if await holds(world, each):
            return each.name
    return None


async def holds(world: World, written: Written) -> bool:
    """Whether one condition holds, or does not where it is negated."""
    condition = CONDITIONS.get(written.name)(**written.values)
    return await answer(world, condition) is not written.negated


async def answer(world: World, condition: Condition) -> bool:
    """What the world answers to a condition, which it is asked once."""
    return await world.asked_once(repr(condition), lambda: condition.holds(world))
