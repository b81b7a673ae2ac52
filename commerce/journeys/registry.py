"""Kinds of triggers, conditions and contents by name; other packages add theirs by an entry point.

A package of yours declares `[project.entry-points."aisle.journeys"]` with the module that registers them.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Generic, TypeVar

GROUP = "aisle.journeys"
# What registers kinds of ours; by name, since nothing here knows what is above.
_OURS = (
    "commerce.journeys.goods",
    "commerce.journeys.troubles",
    "commerce.journeys.people",
    "commerce.segments.journeys",
)
T = TypeVar("T")


class UnknownKind(ValueError):
    """A journey names a kind that nothing has registered."""

    def __init__(self, what: str, name: str, known: list[str]) -> None:
        super().__init__(f"there is no {what} {name!r}; there are {', '.join(known)}")


class Registry(Generic[T]):
    """Things of one sort by the name that journeys use."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._known: dict[str, T] = {}

    def register(self, name: str) -> Callable[[T], T]:
        """Make what is decorated known as `name`. Raises ValueError when the name is taken."""

        def add(thing: T) -> T:
            if name in self._known:
                raise ValueError(f"{self.what} {name!r} is registered twice")
            self._known[name] = thing
            return thing

        return add

    def get(self, name: str) -> T:
        """What is known as `name`. Raises UnknownKind."""
        load_plugins()
        if name not in self._known:
            raise UnknownKind(self.what, name, sorted(self._known))
        return self._known[name]

    def names(self) -> list[str]:
        """Every known name."""
        load_plugins()
        return sorted(self._known)


@cache
def load_plugins() -> None:
    """Import what other packages add, once."""
    for module in _OURS:
        import_module(module)
    for point in entry_points(group=GROUP):
        point.load()
