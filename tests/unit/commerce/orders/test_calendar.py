"""Business days."""

from datetime import date

import pytest

from commerce.orders.calendar import add_business_days

MONDAY, FRIDAY, SATURDAY = date(2026, 6, 15), date(2026, 6, 19), date(2026, 6, 20)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 4, FRIDAY),
        (MONDAY, 5, date(2026, 6, 22)),
        (FRIDAY, 1, date(2026, 6, 22)),
        (SATURDAY, 1, date(2026, 6, 22)),
        (MONDAY, 7, date(2026, 6, 24)),
    ],
)
def test_weekends_do_not_count(start: date, days: int, end: date) -> None:
    assert add_business_days(start, days) == end
