"""Quiet hours on every clock that may be the recipient's, also when clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from commerce.notifications.limits import limits
from commerce.notifications.quiet import QuietHours, first_allowed
from commerce.notifications.recipients import allowed_from
from commerce.notifications.zones import possible_zones
from tests.factories import FixedClock, an_address

NIGHT = QuietHours(time(21), time(8))
NEW_YORK, LONDON, LORD_HOWE = (
    ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Australia/Lord_Howe")
)


@pytest.mark.parametrize(
    ("hour", "allowed"),
    [(7, (1, 8)), (8, (1, 8)), (12, (1, 12)), (20, (1, 20)), (21, (2, 8)), (23, (2, 8)), (0, (1, 8))],
)
def test_the_night_is_quiet(hour: int, allowed: tuple[int, int]) -> None:
    moment = datetime(2026, 7, 1, hour, 0, tzinfo=NEW_YORK)
    found = first_allowed(moment, [NEW_YORK], NIGHT)
    assert found is not None
    local = found.astimezone(NEW_YORK)
    assert (local.day, local.hour) == allowed


@pytest.mark.parametrize(
    ("zone", "night", "change"),
    [
        (NEW_YORK, datetime(2026, 3, 7, 22, tzinfo=UTC), timedelta(hours=9)),  # an hour is left out
        (NEW_YORK, datetime(2026, 10, 31, 22, tzinfo=UTC), timedelta(hours=11)),  # an hour comes twice
        (LONDON, datetime(2026, 3, 28, 22, tzinfo=UTC), timedelta(hours=9)),
        (LONDON, datetime(2026, 10, 24, 22, tzinfo=UTC), timedelta(hours=11)),
        (LORD_HOWE, datetime(2026, 10, 3, 22, tzinfo=UTC), timedelta(hours=9, minutes=30)),  # half an hour
        (LORD_HOWE, datetime(2026, 4, 4, 22, tzinfo=UTC), timedelta(hours=10, minutes=30)),
    ],
)
def test_the_night_in_which_clocks_change_ends_at_eight(
    zone: ZoneInfo, night: datetime, change: timedelta
) -> None:
    moment = night.replace(tzinfo=zone).astimezone(UTC)
    found = first_allowed(moment, [zone], NIGHT)
    assert found == moment + change
    assert found.astimezone(zone).time() == time(8)


@pytest.mark.parametrize("zone", [NEW_YORK, LONDON, LORD_HOWE], ids=str)
@pytest.mark.parametrize("until", [time(1, 15), time(1, 30), time(2, 15), time(2, 30), time(3)], ids=str)
def test_whatever_hour_quiet_ends_at_what_is_allowed_is_not_quiet(zone: ZoneInfo, until: time) -> None:
    hours = QuietHours(time(21), until)
    for month in (3, 4, 10, 11):
        for halves in range(48 * 28):
            moment = datetime(2026, month, 1, tzinfo=UTC) + timedelta(minutes=30 * halves)
            found = first_allowed(moment, [zone], hours)
            assert found is not None
            assert not hours.is_quiet(found, zone)
            assert timedelta(0) <= found - moment < timedelta(hours=10)


def test_it_is_quiet_if_it_is_in_any_zone() -> None:
    moment = datetime(2026, 6, 15, 13, 0, tzinfo=UTC)  # nine in New York, six in Los Angeles
    found = first_allowed(moment, [NEW_YORK, ZoneInfo("America/Los_Angeles")], NIGHT)
    assert found == datetime(2026, 6, 15, 15, 0, tzinfo=UTC)


def test_zones_all_around_the_world_leave_no_hour() -> None:
    zones = [ZoneInfo(f"Etc/GMT{offset:+d}") for offset in range(-12, 13)]
    assert first_allowed(datetime(2026, 6, 15, 13, 0, tzinfo=UTC), zones, NIGHT) is None


def test_closed_days_are_quiet_throughout() -> None:
    hours = QuietHours(time(20), time(8), frozenset({6}))
    saturday = datetime(2026, 6, 13, 21, 0, tzinfo=NEW_YORK)
    assert first_allowed(saturday, [NEW_YORK], hours) == datetime(2026, 6, 15, 8, 0, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("fields", "zones"),
    [
        ({"country": "US", "region": "CO"}, {"America/Denver"}),
        ({"country": "US", "region": "TN"}, {"America/New_York", "America/Chicago"}),
        ({"country": "GB", "region": "England"}, {"Europe/London"}),
        ({"country": "NZ", "region": ""}, {"Pacific/Auckland", "Pacific/Chatham"}),
        ({"country": "DE", "region": "Bayern"}, {"Europe/Berlin", "Europe/Busingen"}),
    ],
)
def test_an_address_tells_the_zones(fields: dict[str, str], zones: set[str]) -> None:
    address = an_address(**fields)
    assert {zone.key for zone in possible_zones(address, "+442079460000")} == zones


def test_a_number_tells_every_zone_it_may_be_in() -> None:
    assert len(possible_zones(None, "+18005550100")) == 42
    assert {zone.key for zone in possible_zones(None, "+447700900123")} == {
        "Europe/Guernsey",
        "Europe/Isle_of_Man",
        "Europe/London",
    }
    assert possible_zones(None, "nonsense") == ()


def test_stricter_states_and_countries_are_kept() -> None:
    late = datetime(2026, 6, 16, 0, 30, tzinfo=UTC)  # half past eight in the evening in the east
    clock = FixedClock()
    strict, usual = an_address(country="US", region="MD"), an_address(country="US", region="NY")
    assert allowed_from(usual, None, late, clock) == late
    assert allowed_from(strict, None, late, clock) == datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def test_somebody_unknown_lives_on_the_stores_clock() -> None:
    night = datetime(2026, 6, 16, 3, 0, tzinfo=UTC)
    found = allowed_from(None, None, night, FixedClock(zone="America/New_York"))
    assert found == datetime(2026, 6, 16, 12, 0, tzinfo=UTC)


def test_no_entry_is_laxer_than_that_for_everybody() -> None:
    everywhere = limits().quiet_in(None, None)
    for name in limits().quiet_hours:
        country, _, region = name.partition("-")
        hours = limits().quiet_in(country, region)
        assert hours.since <= everywhere.since, name
        assert hours.until >= everywhere.until, name
