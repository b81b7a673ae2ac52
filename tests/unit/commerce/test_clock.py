import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from aisle.settings import ROOT
from aisle.zones import ZONE_DATA
from commerce.clock import SystemClock
from tests.factories import FixedClock

_PACKAGES = ("actions", "commerce", "connectors", "worker")


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("America/New_York", datetime(2026, 11, 27, 4, 56, tzinfo=UTC), date(2026, 11, 26)),
        ("America/New_York", datetime(2026, 11, 27, 5, 0, tzinfo=UTC), date(2026, 11, 27)),
        ("America/New_York", datetime(2026, 7, 4, 3, 59, tzinfo=UTC), date(2026, 7, 3)),
        ("America/New_York", datetime(2026, 7, 4, 4, 0, tzinfo=UTC), date(2026, 7, 4)),
        ("Asia/Tokyo", datetime(2026, 11, 26, 15, 0, tzinfo=UTC), date(2026, 11, 27)),
        ("Pacific/Kiritimati", datetime(2026, 12, 31, 10, 0, tzinfo=UTC), date(2027, 1, 1)),
        ("UTC", datetime(2026, 11, 26, 23, 59, 59, 999_999, tzinfo=UTC), date(2026, 11, 26)),
        # Rules that changed in 2026, so that older data puts midnight an hour off.
        ("America/Winnipeg", datetime(2026, 12, 15, 5, 30, tzinfo=UTC), date(2026, 12, 15)),
        ("America/Edmonton", datetime(2026, 12, 15, 6, 30, tzinfo=UTC), date(2026, 12, 15)),
        ("Africa/Casablanca", datetime(2026, 12, 15, 23, 30, tzinfo=UTC), date(2026, 12, 15)),
    ],
)
def test_the_store_has_its_own_day(zone: str, moment: datetime, day: date) -> None:
    clock = FixedClock(moment, zone)
    assert clock.today() == day
    assert clock.day_of(moment.astimezone()) == day


def test_the_system_clock_tells_utc_and_the_day_of_its_zone() -> None:
    clock = SystemClock("Pacific/Kiritimati")
    assert clock.now().tzinfo is UTC
    assert clock.today() in (clock.day_of(clock.now()), clock.day_of(datetime.now(UTC)))


def test_processes_that_are_started_read_the_pinned_zones() -> None:
    asked = "import zoneinfo, sys; print(*zoneinfo.TZPATH)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.split() == [str(ZONE_DATA)]
    assert os.environ["PYTHONTZPATH"] == str(ZONE_DATA)


def test_only_the_clock_tells_days() -> None:
    """`.date()` of a moment is UTC's day, and `today()` the machine's."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for package in _PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for line in _days_told(path)
    ]
    assert found == []


def test_no_statement_reckons_in_time_zones() -> None:
    """The database server's zones are older than ours."""
    words = ("at time zone", "func.timezone(", "date_trunc", "current_date", "::date", "func.date(")
    found = [
        (path.relative_to(ROOT), word)
        for package in _PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for word in words
        if word in path.read_text().lower()
    ]
    assert found == []


def _days_told(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        of = ast.unparse(node.func.value)
        is_clocks = of.endswith("clock") or path.name in ("clock.py", "dice.py")
        if (node.func.attr == "date" and not node.args and not is_clocks) or (
            node.func.attr == "today" and not is_clocks
        ):
            yield node.lineno
