"""The store's days and months as SQL is told them: by their beginnings, since only Python knows the zone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included, in the store's zone."""

    first: date
    last: date
    zone: ZoneInfo

    def __iter__(self) -> Iterator[date]:
        """The days, in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * _DAY

    @property
    def begin(self) -> datetime:
        """The moment at which the first of them begins."""
        return begin_of(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The moment at which the last of them is over."""
        return begin_of(self.last + _DAY, self.zone)

    def reaching_back(self, days: int) -> "Days":
        """These, and as many `days` before."""
        return Days(self.first - days * _DAY, self.last, self.zone)

    def parameters(self) -> dict[str, Any]:
        """What `DAY` and `WITHIN` of a statement refer to."""
        days = list(self)
        return {
            "days": days,
            "starts": [begin_of(each, self.zone) for each in days],
            "begin": self.begin,
            "end": self.end,
        }


def begin_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which the store's `day` begins."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def month_parameters(first: date, last: date, zone: ZoneInfo) -> dict[str, Any]:
    """What `MONTH` of a statement refers to, for every month from that of `first` to that of `last`."""
    months = [first.replace(day=1)]
    while (following := (months[-1] + 32 * _DAY).replace(day=1)) <= last:
        months.append(following)
    return {
        "months": [f"{each:%Y-%m}" for each in months],
        "month_starts": [begin_of(each, zone) for each in months],
    }


def runs_of(days: Iterable[date], zone: ZoneInfo) -> list[Days]:
    """The days as stretches without a gap, in order."""
    found: list[Days] = []
    for day in sorted(set(days)):
        if found and day - found[-1].last == _DAY:
            found[-1] = Days(found[-1].first, day, zone)
        else:
            found.append(Days(day, day, zone))
    return found


def day_of(moment: str) -> str:
    """SQL for the store's day of the column `moment`."""
    return f"(CAST(:days AS date[]))[width_bucket({moment}, CAST(:starts AS timestamptz[]))]"


def month_of(moment: str) -> str:
    """SQL for the store's month of the column `moment`, as `2026-01`."""
    return f"(CAST(:months AS text[]))[width_bucket({moment}, CAST(:month_starts AS timestamptz[]))]"


def within(moment: str) -> str:
    """SQL that is true of a `moment` in the days that are asked for."""
    return f"{moment} >= :begin AND {moment} < :end"
