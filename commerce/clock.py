"""Time as a dependency: services are given a clock instead of reading one, and ask it which day it is."""

from abc import ABC, abstractmethod
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class Clock(ABC):
    """Tells the time, and the day of the store: days begin and end in `zone`, whatever UTC says."""

    def __init__(self, zone: str = "UTC") -> None:
        self.zone = ZoneInfo(zone)

    @abstractmethod
    def now(self) -> datetime:
        """Return the present moment, timezone-aware, in UTC."""

    def today(self) -> date:
        """Return the store's present day."""
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        """Return the store's day at `moment`, which is timezone-aware."""
        return moment.astimezone(self.zone).date()

    def start_of(self, day: date) -> datetime:
        """Return the moment at which the store's `day` begins, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)


class SystemClock(Clock):
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment in UTC."""
        return datetime.now(UTC)
