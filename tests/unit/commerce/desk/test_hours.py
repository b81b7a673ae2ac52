"""When the desk is open, on the store's clock."""

from datetime import UTC, datetime

import pytest

from commerce.desk.hours import DeskHours
from tests.factories import FixedClock

HOURS = DeskHours.parse("Mon-Fri 09:00-17:00, Sat 10:00-14:00")


def at(day: int, hour: int, minute: int = 0) -> FixedClock:
    """A moment of June 2026, whose 15th is a Monday, on New York's clock, which is four hours behind UTC."""
    return FixedClock(datetime(2026, 6, day, hour + 4, minute, tzinfo=UTC), zone="America/New_York")


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        (at(15, 9), True), (at(15, 8, 59), False), (at(19, 16, 59), True), (at(19, 17), False),
        (at(20, 10), True), (at(20, 14), False), (at(21, 12), False),
    ],
)  # fmt: skip
def test_it_is_open_in_its_hours(clock: FixedClock, is_open: bool) -> None:
    assert HOURS.is_open(clock) is is_open
    assert (HOURS.opens_at(clock) is None) is is_open


@pytest.mark.parametrize(
    ("clock", "opens"),
    [(at(15, 7), (15, 9)), (at(19, 18), (20, 10)), (at(20, 15), (22, 9)), (at(21, 12), (22, 9))],
)
def test_it_opens_again(clock: FixedClock, opens: tuple[int, int]) -> None:
    moment = HOURS.opens_at(clock)
    assert moment is not None
    assert (moment.day, moment.hour) == opens


def test_without_hours_it_never_closes() -> None:
    assert DeskHours.parse("  ").is_open(at(21, 3))


def test_hours_may_go_round_the_week_and_have_a_break() -> None:
    hours = DeskHours.parse("Sat-Mon 9:00-12:00, sat 13:00-15:00")
    assert hours.is_open(at(20, 14))
    assert not hours.is_open(at(20, 12, 30))
    assert hours.is_open(at(15, 10))
    assert not hours.is_open(at(16, 10))


@pytest.mark.parametrize(
    "written", ["9-5", "Mon 17:00-09:00", "Mon 25:00-26:00", "Foo 09:00-10:00", "Mon-Fri"]
)
def test_what_is_no_hours_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  several messages
        DeskHours.parse(written)
