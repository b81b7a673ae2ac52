"""When the desk is open: days of the week and hours of the store's clock, but for holidays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from commerce.clock import Clock

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+(?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)"
)
_HOLIDAY = re.compile(r"(?:(?P<year>\d{4})-)?(?P<month>\d\d)-(?P<day>\d\d)")
_LEAP_YEAR = 2000
_FURTHEST_DAYS = 400  # that the desk is closed on in a row


@dataclass(frozen=True, slots=True)
class DeskHours:
    """The spans of each day of the week, Monday first; without any the desk never closes.

    `holidays` are days on which it stays closed: of one year, or with no year of each.
    """

    days: tuple[tuple[tuple[time, time], ...], ...] = ()
    holidays: frozenset[tuple[int | None, int, int]] = frozenset()

    @classmethod
    def parse(cls, written: str, holidays: str = "") -> Self:
        """Read hours such as `Mon-Fri 09:00-17:00, Sat 10:00-14:00` and holidays such as `2026-11-26, 12-25`.

        Raises ValueError.
        """
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
        free = frozenset(_holiday(each.strip()) for each in holidays.split(",") if each.strip())
        return cls(tuple(tuple(sorted(each)) for each in days) if written.strip() else (), free)

    def is_open(self, clock: Clock) -> bool:
        """Whether somebody is to be expected at the desk now."""
        return self._covers(clock.now(), clock)

    def opens_at(self, clock: Clock) -> datetime | None:
        """When it opens next, on the store's clock; None when it is open now, or not within a year."""
        now = clock.now()
        if self._covers(now, clock):
            return None
        starts = (opens for opens, _ in self._spans(clock.today(), clock) if opens > now)
        first = next(starts, None)
        return first.astimezone(clock.zone) if first else None

    def after(self, start: datetime, duration: timedelta, clock: Clock) -> datetime:
        """The moment when the desk has been open for `duration` since `start`."""
        left = duration
        for opens, closes in self._spans(clock.day_of(start), clock):
            begins = max(opens, start)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, timedelta(0))
        return start + duration  # it never opens

    def open_between(self, start: datetime, end: datetime, clock: Clock) -> timedelta:
        """For how long the desk was open between two moments."""
        total = timedelta(0)
        for opens, closes in self._spans(clock.day_of(start), clock):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta(0))
        return total

    def _covers(self, moment: datetime, clock: Clock) -> bool:
        today = clock.day_of(moment)
        return any(opens <= moment < closes for opens, closes in self._spans_of(today, clock))

    def _spans(self, first: date, clock: Clock) -> Iterator[tuple[datetime, datetime]]:
        """The spans from a day on, in UTC: there a duration is one whatever the clocks are set to."""
        for ahead in range(_FURTHEST_DAYS):
            yield from self._spans_of(first + timedelta(days=ahead), clock)

    def _spans_of(self, day: date, clock: Clock) -> Iterator[tuple[datetime, datetime]]:
        if (day.year, day.month, day.day) in self.holidays or (None, day.month, day.day) in self.holidays:
            return
        if not self.days:
            yield _at(day, time(0), clock), _at(day + timedelta(days=1), time(0), clock)
            return
        for opens, closes in self.days[day.weekday()]:
            yield _at(day, opens, clock), _at(day, closes, clock)


def _at(day: date, moment: time, clock: Clock) -> datetime:
    return datetime.combine(day, moment, clock.zone).astimezone(UTC)


def _holiday(written: str) -> tuple[int | None, int, int]:
    found = _HOLIDAY.fullmatch(written)
    if found is None:
        raise ValueError("holidays are written as 2026-11-26, or 12-25 for every year")
    year = int(found["year"]) if found["year"] else None
    day = date(year or _LEAP_YEAR, int(found["month"]), int(found["day"]))  # raises ValueError for 02-31
    return year, day.month, day.day


def _time(written: str) -> time:
    hour, _, minute = written.partition(":")
    return time(int(hour), int(minute))  # raises ValueError for 25:00


def _between(first: str, last: str) -> list[int]:
    if first not in _DAYS or last not in _DAYS:
        raise ValueError("days are Mon, Tue, Wed, Thu, Fri, Sat and Sun")
    start, end = _DAYS.index(first), _DAYS.index(last)
    return [(start + step) % len(_DAYS) for step in range((end - start) % len(_DAYS) + 1)]
