"""When the desk is open: days of the week and hours of the store's clock."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from commerce.clock import Clock

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)"
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class DeskHours:
    """The spans of each day of the week, Monday first; without any the desk never closes."""

    days: tuple[tuple[tuple[time, time], ...], ...] = ()

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read hours such as `Mon-Fri 09:00-17:00, Sat 10:00-14:00`. Raises ValueError."""
        days: list[list[tuple[time, time]]] = [[] for _ in _DAYS]
        for part in filter(None, (each.strip().lower() for each in written.split(","))):
            found = _SPAN.fullmatch(part)
            if found is None:
                raise ValueError("must be written as Mon-Fri 09:00-17:00, Sat 10:00-14:00")
            span = _time(found["opens"]), _time(found["closes"])
            if span[0] >= span[1]:
                raise ValueError(f"{part} closes before it opens")
            for day in _between(found["first"], found["last"] or found["first"]):
                days[day].append(span)
        return cls(tuple(tuple(sorted(each)) for each in days) if written.strip() else ())

    def is_open(self, clock: Clock) -> bool:
        """Whether somebody is to be expected at the desk now."""
        local = clock.now().astimezone(clock.zone)
        return not self.days or any(
            opens <= local.time() < closes for opens, closes in self.days[local.weekday()]
        )

    def opens_at(self, clock: Clock) -> datetime | None:
        """When it opens next, on the store's clock; None when it is open now."""
        if self.is_open(clock):
            return None
        now = clock.now().astimezone(clock.zone)
        for ahead in range(_WEEK + 1):
            day = clock.today() + timedelta(days=ahead)
            for opens, _ in self.days[day.weekday()]:
                moment = datetime.combine(day, opens, clock.zone)
                if moment > now:
                    return moment
        return None


def _time(written: str) -> time:
    hour, _, minute = written.partition(":")
    return time(int(hour), int(minute))  # raises ValueError for 25:00


def _between(first: str, last: str) -> list[int]:
    if first not in _DAYS or last not in _DAYS:
        raise ValueError("days are Mon, Tue, Wed, Thu, Fri, Sat and Sun")
    start, end = _DAYS.index(first), _DAYS.index(last)
    return [(start + step) % _WEEK for step in range((end - start) % _WEEK + 1)]
