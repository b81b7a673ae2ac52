"""How often something is to come, as people say it."""

import pytest

from actions.language.intervals import interval_in
from commerce.subscriptions.intervals import Interval, IntervalUnit

DAY, WEEK, MONTH = IntervalUnit


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I want coffee every month", Interval(1, MONTH)),
        ("send me two of these every 3 weeks please", Interval(3, WEEK)),
        ("every other week", Interval(2, WEEK)),
        ("each two months", Interval(2, MONTH)),
        ("a monthly delivery of filters", Interval(1, MONTH)),
        ("Bi-weekly, please", Interval(2, WEEK)),
        ("fortnightly", Interval(2, WEEK)),
        ("once a fortnight", Interval(2, WEEK)),
        ("once every six weeks", Interval(6, WEEK)),
        ("every second month", Interval(2, MONTH)),
        ("once in 45 days", Interval(45, DAY)),
        ("quarterly would do", Interval(3, MONTH)),
        ("twice a month", Interval(2, WEEK)),
        ("half-yearly", Interval(6, MONTH)),
        ("every couple of weeks", Interval(2, WEEK)),
        ("every three weeks instead of every five", Interval(3, WEEK)),
        ("monthly instead of weekly", Interval(1, MONTH)),
        ("change it from monthly to every two weeks", Interval(2, WEEK)),
        ("not every week, every month", Interval(1, MONTH)),
        ("less often please: every two months instead of monthly", Interval(2, MONTH)),
        ("once a year", Interval(12, MONTH)),
    ],
)
def test_an_interval_is_read(said: str, meant: Interval) -> None:
    assert interval_in(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2 weeks", Interval(2, WEEK)),
        ("make it a month", Interval(1, MONTH)),
        ("about six weeks", Interval(6, WEEK)),
        ("Week", Interval(1, WEEK)),
        ("fortnight", Interval(2, WEEK)),
    ],
)
def test_a_bare_answer_is_read_where_it_was_asked(said: str, meant: Interval) -> None:
    assert interval_in(said, is_answer=True) == meant
    assert interval_in(said) is None


@pytest.mark.parametrize(
    "said", ["pause my subscription", "skip the next one", "for two weeks", "2", "everything", "next month"]
)
def test_what_says_no_interval(said: str) -> None:
    assert interval_in(said) is None
