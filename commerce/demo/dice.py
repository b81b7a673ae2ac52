"""The demo store's only source of chance, so that the same seed and day give the same store."""

import random
import string
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")
_SATURDAY = 5


class Dice(random.Random):
    """Seeded randomness with the few shapes the demo store needs; days are of `zone`, moments in UTC."""

    def __init__(self, seed: int, *, zone: tzinfo = UTC) -> None:
        super().__init__(seed)
        self._zone = zone

    def id(self) -> UUID:
        """A random id."""
        return UUID(int=self.getrandbits(128), version=4)

    def happens(self, probability: float) -> bool:
        """True that often."""
        return self.random() < probability

    def pick(self, weighted: Sequence[tuple[T, float]]) -> T:
        """One of the things, each with its weight."""
        things = [thing for thing, _ in weighted]
        return self.choices(things, [weight for _, weight in weighted])[0]

    def digits(self, count: int) -> str:
        """That many digits, the first of them not zero."""
        return str(self.randrange(10 ** (count - 1), 10**count))

    def letters(self, count: int, alphabet: str = string.ascii_uppercase) -> str:
        """That many letters."""
        return "".join(self.choices(alphabet, k=count))

    def hours(self, least: float, most: float) -> timedelta:
        """A length of time."""
        return timedelta(seconds=int(self.uniform(least, most) * 3600))

    def daytime(self, day: date, first_hour: int = 8, last_hour: int = 18) -> datetime:
        """A moment of that day between two hours."""
        start = datetime.combine(day, time(first_hour), self._zone).astimezone(UTC)
        return start + timedelta(seconds=self.randrange((last_hour - first_hour) * 3600))

    def day_of(self, moment: datetime) -> date:
        """The day of that moment."""
        return moment.astimezone(self._zone).date()

    def working_time(self, moment: datetime) -> datetime:
        """The moment, or the same time on Monday when it falls on a weekend."""
        while self.day_of(moment).weekday() >= _SATURDAY:
            moment += timedelta(days=1)
        return moment
