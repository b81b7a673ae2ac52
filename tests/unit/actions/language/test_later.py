"""When somebody wants to be reminded, from their own words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions.language.later import moment_to_come

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 17, 14, 30, tzinfo=ZONE)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("remind me on Friday", "06-19 10:00"),
        ("friday please", "06-19 10:00"),
        ("remind me wed", "06-24 10:00"),
        ("next monday works", "06-22 10:00"),
        ("can you ping me tomorrow?", "06-18 10:00"),
        ("tmrw morning", "06-18 09:00"),
        ("ask me again tomorrow at 6pm", "06-18 18:00"),
        ("tonight", "06-17 18:00"),
        ("later today", "06-17 17:30"),
        ("until september", "09-01 10:00"),
        ("until the end of june", "06-30 10:00"),
        ("in february", "02-01 10:00"),
        ("in 2 hours", "06-17 16:30"),
        ("in an hour", "06-17 15:30"),
        ("in half an hour", "06-17 15:00"),
        ("in 45 minutes", "06-17 15:15"),
        ("in a couple of days", "06-19 10:00"),
        ("give me three days, remind me in three days", "06-20 10:00"),
        ("in a week", "06-24 10:00"),
        ("next week", "06-22 10:00"),
        ("at the weekend", "06-20 10:00"),
        ("after payday", "07-01 10:00"),
        ("on the 25th", "06-25 10:00"),
        ("June 25", "06-25 10:00"),
        ("3rd of July in the evening", "07-03 18:00"),
        ("saturday afternoon", "06-20 15:00"),
        ("at 9:30 am", "06-18 09:30"),
        ("sunday at 7", "06-21 19:00"),
        ("the day after tomorrow", "06-19 10:00"),
        ("on the 10th", "07-10 10:00"),
        ("in a month", "07-17 10:00"),
    ],
)
def test_a_moment_to_come(text: str, told: str) -> None:
    found = moment_to_come(text, NOW, ZONE)
    assert found is not None
    assert f"{found:%m-%d %H:%M}" == told
    assert found > NOW


@pytest.mark.parametrize("text", ["remind me", "not now", "it's too expensive", "yes"])
def test_no_time_is_no_time(text: str) -> None:
    assert moment_to_come(text, NOW, ZONE) is None


def test_a_night_shopper_lives_on_the_stores_day() -> None:
    night = datetime(2026, 6, 18, 2, 0, tzinfo=ZoneInfo("UTC"))  # still Wednesday in New York
    found = moment_to_come("tomorrow", night, ZONE)
    assert found is not None
    assert f"{found:%m-%d}" == "06-18"
