"""How far apart the orders of a subscription are."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class IntervalUnit(StrEnum):
    """What an interval is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


_DAYS = {IntervalUnit.DAY: 1, IntervalUnit.WEEK: 7, IntervalUnit.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Interval:
    """So many days, weeks or months."""

    count: int
    unit: IntervalUnit

    @property
    def days(self) -> int:
        """Return about how many days it is, to tell long from short."""
        return self.count * _DAYS[self.unit]

    def after(self, day: date, month_day: int) -> date:
        """Return the next day: in months on `month_day`, or on the last day of a shorter month."""
        if self.unit is not IntervalUnit.MONTH:
            return day + timedelta(days=self.days)
        year, month = divmod(day.year * 12 + day.month - 1 + self.count, 12)
        return date(year, month + 1, min(month_day, calendar.monthrange(year, month + 1)[1]))

    def first_after(self, today: date, day: date, month_day: int) -> date:
        """Return the first of the days that follow `day` that is after `today`."""
        while (day := self.after(day, month_day)) <= today:
            pass
        return day

    def __str__(self) -> str:
        if self.count == 1:
            return f"every {self.unit.value}"
        return f"every {self.count} {self.unit.value}s"
