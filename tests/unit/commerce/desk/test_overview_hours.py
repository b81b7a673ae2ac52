"""By how much the store's clock is ahead of UTC, as the overview tells the database."""

from datetime import UTC, datetime, timedelta

from commerce.desk.overview import _offsets
from tests.factories import FixedClock


def spans(now: datetime, days: int) -> list[tuple[str, str, float]]:
    clock = FixedClock(now, zone="America/New_York")
    return [
        (f"{begins:%m-%d %H:%M}", f"{ends:%m-%d %H:%M}", ahead / timedelta(hours=1))
        for begins, ends, ahead in _offsets(now - timedelta(days=days), clock)
    ]


def test_without_a_change_of_clocks_there_is_one_span_that_holds_now() -> None:
    now = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert spans(now, 28) == [("06-03 12:30", "07-01 13:30", -4)]


def test_clocks_that_were_changed_make_two() -> None:
    now = datetime(2026, 11, 10, 12, tzinfo=UTC)
    assert spans(now, 28) == [("10-13 12:00", "11-01 06:00", -4), ("11-01 06:00", "11-10 13:00", -5)]
