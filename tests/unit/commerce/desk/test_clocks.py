"""Clocks run in the desk's hours: not at night, not on holidays, and by the hour when clocks are changed."""

from datetime import UTC, datetime, timedelta

import pytest

from commerce.desk.clocks import running_clocks, soonest
from commerce.desk.hours import DeskHours
from commerce.desk.marks import tags_of
from commerce.desk.rules import DeskRules, Targets
from commerce.support.models import Handoff, HandoffStatus
from tests.factories import FixedClock

HOURS = DeskHours.parse("Mon-Fri 09:00-17:00", "2026-06-16, 12-25")
RULES = DeskRules(HOURS, Targets.parse("first 15m, next 30m, resolution 8h"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of June 2026, whose 15th is a Monday, on New York's clock."""
    return datetime(2026, 6, day, hour + 4, minute, tzinfo=UTC)


def clock(moment: datetime) -> FixedClock:
    return FixedClock(moment, zone="America/New_York")


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        (at(15, 9), timedelta(minutes=15), at(15, 9, 15)),
        (at(15, 16, 50), timedelta(minutes=15), at(17, 9, 5)),  # the 16th is free
        (at(15, 18), timedelta(minutes=15), at(17, 9, 15)),
        (at(19, 16), timedelta(hours=9), at(22, 17)),
        (at(20, 12), timedelta(hours=1), at(22, 10)),
    ],
)
def test_a_time_ends_in_open_hours(start: datetime, duration: timedelta, end: datetime) -> None:
    assert HOURS.after(start, duration, clock(start)) == end


def test_open_time_between_two_moments() -> None:
    assert HOURS.open_between(at(15, 16), at(17, 10), clock(at(17, 10))) == timedelta(hours=2)
    assert HOURS.open_between(at(20, 0), at(21, 19), clock(at(21, 19))) == timedelta(0)


def test_without_hours_a_time_is_a_time_also_when_the_clocks_change() -> None:
    start = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)  # New York's clocks go back at 6:00 UTC
    assert DeskHours().after(start, timedelta(hours=4), clock(start)) == start + timedelta(hours=4)


@pytest.mark.parametrize("day", [at(16, 11), datetime(2030, 12, 25, 15, tzinfo=UTC)])
def test_nobody_is_there_on_a_holiday(day: datetime) -> None:
    assert not HOURS.is_open(clock(day))
    opens = HOURS.opens_at(clock(day))
    assert opens is not None
    assert opens.date() > day.date()


@pytest.mark.parametrize("written", ["2026-13-01", "tomorrow", "02-31", "2026-6-1"])
def test_what_is_no_holiday(written: str) -> None:
    with pytest.raises(ValueError, match=r"holidays|month|day|range"):
        DeskHours.parse("", written)


@pytest.mark.parametrize("written", ["first", "first 15", "second 5m", "first 5w"])
def test_what_is_no_target(written: str) -> None:
    with pytest.raises(ValueError, match="first 15m"):
        Targets.parse(written)


def a_handoff(**values: object) -> Handoff:
    return Handoff(**({"status": HandoffStatus.ASSIGNED, "created_at": at(15, 9)} | values))


def test_the_first_reply_is_due_first() -> None:
    due = soonest(a_handoff(), None, RULES, clock(at(15, 9, 13)))
    assert due is not None
    assert (due.name, due.due_at, due.is_near, due.is_breached) == ("first reply", at(15, 9, 15), True, False)
    breached = soonest(a_handoff(), None, RULES, clock(at(15, 9, 15)))
    assert breached is not None
    assert breached.is_breached


def test_a_reply_to_what_was_written_since_is_next() -> None:
    handoff = a_handoff(first_reply_at=at(15, 9, 5))
    due = soonest(handoff, at(15, 10), RULES, clock(at(15, 10, 1)))
    assert due is not None
    assert (due.name, due.due_at) == ("next reply", at(15, 10, 30))
    answered = soonest(handoff, None, RULES, clock(at(15, 10, 1)))
    assert answered is not None
    assert answered.name == "resolution"


def test_asleep_only_the_resolution_runs_and_closed_nothing() -> None:
    asleep = a_handoff(snoozed_until=at(15, 12))
    assert [each.name for each in running_clocks(asleep, at(15, 9), RULES, clock(at(15, 10)))] == [
        "resolution"
    ]
    closed = a_handoff(status=HandoffStatus.RESOLVED)
    assert list(running_clocks(closed, None, RULES, clock(at(15, 10)))) == []


def test_tags_are_cleaned() -> None:
    assert tags_of([" #VIP", "vip", "broken   lamp", "", "x" * 60]) == ["vip", "broken lamp", "x" * 40]
    assert len(tags_of(f"tag {number}" for number in range(30))) == 10
