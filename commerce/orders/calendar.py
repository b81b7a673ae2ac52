"""Business days: Monday to Friday."""

from datetime import date, timedelta

_SATURDAY = 5


def add_business_days(start: date, days: int) -> date:
    """The date `days` business days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY:
            days -= 1
    return day
