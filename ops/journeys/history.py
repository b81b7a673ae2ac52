"""What happened in a simulated month, as whoever made it happen knows it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

T = TypeVar("T")


class Timeline(Generic[T]):
    """A value that changes: asked for any moment."""

    def __init__(self, first: T) -> None:
        self._moments: list[datetime] = []
        self._values: list[T] = [first]

    def change(self, at: datetime, value: T) -> None:
        """From `at` on it is `value`; changes come in their order."""
        self._moments.append(at)
        self._values.append(value)

    def at(self, moment: datetime) -> T:
        """What it was at `moment`, a change of that moment included."""
        return self._values[bisect_right(self._moments, moment)]

    def changes(self) -> Iterator[datetime]:
        """When it changed."""
        yield from self._moments


@dataclass
class Person:
    """A customer, with the zone they really live in among those their address allows."""

    id: str
    email: str
    phone: str | None
    zones: Timeline[tuple[str, ...]]
    quiet: Timeline[tuple[int, int]]  # the hours: from, until
    by_email: Timeline[bool]
    by_text: Timeline[bool]
    in_case: Timeline[bool] = field(default_factory=lambda: Timeline(False))
    bought: list[datetime] = field(default_factory=list)


@dataclass
class Leaving:
    """A cart that was touched, and then left until something else happened to it."""

    cart_id: str
    person: Person
    at: datetime
    over: datetime | None = None  # touched again, bought or emptied
    lines: dict[str, int] = field(default_factory=dict)  # quantity by sku


@dataclass(frozen=True)
class Sending:
    """A message that left the house."""

    at: datetime
    channel: str
    address: str
    run_id: str
    step: str
    journey: str
    customer_id: str
    subject: str  # the cart's id, for a journey about one
    started_at: datetime


@dataclass
class History:
    """All of it."""

    people: dict[str, Person] = field(default_factory=dict)
    leavings: list[Leaving] = field(default_factory=list)
    available: dict[str, Timeline[bool]] = field(default_factory=dict)  # by sku
    prices: dict[str, int] = field(default_factory=dict)
    sendings: list[Sending] = field(default_factory=list)
    held_out: set[tuple[str, str]] = field(default_factory=set)  # journey and customer
    began_at: datetime | None = None
    ended_at: datetime | None = None
    kills: int = 0
    restarts: int = 0

    def of_cart(self) -> dict[str, list[Leaving]]:
        """The times that each cart was left."""
        found: dict[str, list[Leaving]] = defaultdict(list)
        for leaving in self.leavings:
            found[leaving.cart_id].append(leaving)
        return found
