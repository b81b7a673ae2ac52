"""How far apart the orders of a subscription are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.subscriptions.intervals import Interval, IntervalUnit

DAY, WEEK, MONTH = IntervalUnit


@pytest.mark.parametrize(
    ("interval", "after", "expected"),
    [
        (Interval(1, WEEK), date(2026, 6, 15), date(2026, 6, 22)),
        (Interval(10, DAY), date(2026, 12, 28), date(2027, 1, 7)),
        (Interval(1, MONTH), date(2026, 12, 15), date(2027, 1, 15)),
        (Interval(2, MONTH), date(2026, 12, 31), date(2027, 2, 28)),
        (Interval(1, MONTH), date(2028, 1, 31), date(2028, 2, 29)),
    ],
)
def test_the_next_day(interval: Interval, after: date, expected: date) -> None:
    assert interval.after(after, after.day) == expected


def test_the_last_of_the_month_stays_the_last_of_the_month() -> None:
    day, found = date(2026, 1, 31), []
    for _ in range(4):
        day = Interval(1, MONTH).after(day, 31)
        found.append((day.month, day.day))
    assert found == [(2, 28), (3, 31), (4, 30), (5, 31)]


@given(
    count=st.integers(1, 30),
    unit=st.sampled_from(IntervalUnit),
    due=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    late=st.integers(0, 400),
)
def test_the_first_one_after_today_is_after_today_and_no_later_than_one_interval(
    count: int, unit: IntervalUnit, due: date, late: int
) -> None:
    interval, today = Interval(count, unit), date.fromordinal(due.toordinal() + late)
    found = interval.first_after(today, due, due.day)
    assert found > today
    assert found <= interval.after(today, due.day) or (found - today).days <= interval.days + 3


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        (Interval(1, MONTH), "every month"),
        (Interval(2, WEEK), "every 2 weeks"),
        (Interval(10, DAY), "every 10 days"),
    ],
)
def test_in_words(interval: Interval, words: str) -> None:
    assert str(interval) == words
