"""Dates as seen from Wednesday 18 November 2026."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.entities.ruler import EntityRuler

WEDNESDAY = datetime(2026, 11, 18, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> EntityRuler:
    return EntityRuler(tmp_path_factory.mktemp("none") / "catalogue.jsonl")


def dates(ruler: EntityRuler, text: str, sent_at: datetime = WEDNESDAY) -> list[tuple[str, object]]:
    mentions = ruler.mentions(text, sent_at)
    return [(text[m.start : m.end], m.value) for m in mentions if m.entity == "date"]


@pytest.mark.parametrize(
    ("text", "said", "day"),
    [
        ("it came yesterday", "yesterday", "2026-11-17"),
        ("can it come the day after tomorrow?", "the day after tomorrow", "2026-11-20"),
        ("it broke last night", "last night", "2026-11-17"),
        ("they rang this morning", "this morning", "2026-11-18"),
        ("I ordered last Wednesday", "last Wednesday", "2026-11-11"),
        ("this Friday please", "this Friday", "2026-11-20"),
        ("the wedding is next Friday", "next Friday", "2026-11-27"),
        ("thursday next week works", "thursday next week", "2026-11-26"),
        ("it was delivered on sunday", "sunday", "2026-11-15"),
        ("I need it by sunday", "sunday", "2026-11-22"),
        ("bought 10 days ago", "10 days ago", "2026-11-08"),
        ("a couple of weeks ago", "a couple of weeks ago", "2026-11-04"),
        ("returned a month ago", "a month ago", "2026-10-18"),
        ("I leave in three days", "in three days", "2026-11-21"),
        ("my order from 5 november", "5 november", "2026-11-05"),
        ("on the 5th of November 2025", "the 5th of November 2025", "2025-11-05"),
        ("ordered Nov. 5th", "Nov. 5th", "2026-11-05"),
        ("March 4, 2026", "March 4, 2026", "2026-03-04"),
        ("it was shipped on the 20th", "the 20th", "2026-10-20"),
        ("please deliver it on the 20th", "the 20th", "2026-11-20"),
        ("the 2nd of last month", "the 2nd of last month", "2026-10-02"),
        ("bought on 10/02", "10/02", "2026-10-02"),
        ("paid 13/10/26", "13/10/26", "2026-10-13"),
        ("am 9.11.2026 bestellt", "9.11.2026", "2026-11-09"),
        ("2026-02-28", "2026-02-28", "2026-02-28"),
        ("will it be here for thanksgiving", "thanksgiving", "2026-11-26"),
        ("I ordered it on Black Friday", "Black Friday", "2025-11-28"),
        ("for mother's day", "mother's day", "2027-05-09"),
    ],
)
def test_days_are_read_as_people_name_them(ruler, text, said, day) -> None:
    assert dates(ruler, text) == [(said, day)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("what did I buy last week", "2026-11-09", "2026-11-15"),
        ("everything from last month", "2026-10-01", "2026-10-31"),
        ("next weekend", "2026-11-28", "2026-11-29"),
        ("orders in february", "2026-02-01", "2026-02-28"),
        ("bought in May", "2026-05-01", "2026-05-31"),
        ("last december", "2025-12-01", "2025-12-31"),
        ("in march 2024", "2024-03-01", "2024-03-31"),
        ("all of this year", "2026-01-01", "2026-12-31"),
    ],
)
def test_periods_have_their_first_and_last_day(ruler, text, first, last) -> None:
    assert [value for _, value in dates(ruler, text)] == [f"{first}/{last}"]


@pytest.mark.parametrize(
    "text",
    [
        "are you open 24/7",
        "9/10 would buy again",
        "my card 04/27",
        "may I ask something",
        "I may return it",
        "the sun lamp",
        "I sat on it",
        "the 3rd one on the list",
        "cancel the 2nd",
        "it took 2 weeks",
        "a christmas tree",
        "on 31/31/2026",
        "99999 years ago and 999 years ago",
        "version 2.11",
    ],
)
def test_what_is_no_date_is_left_alone(ruler, text) -> None:
    assert dates(ruler, text) == []


def test_days_are_those_of_the_store(ruler) -> None:
    just_before_midnight_in_new_york = datetime(2026, 11, 19, 4, 59, tzinfo=UTC)
    assert dates(ruler, "today", just_before_midnight_in_new_york) == [("today", "2026-11-18")]


def test_another_store_has_other_days(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AISLE_TIME_ZONE", "Asia/Tokyo")
    assert dates(EntityRuler(tmp_path / "none.jsonl"), "today") == [("today", "2026-11-19")]


def test_the_end_of_a_longer_month_is_the_end_of_a_shorter_one(ruler) -> None:
    last_of_march = datetime(2026, 3, 31, 17, tzinfo=UTC)
    assert dates(ruler, "a month ago", last_of_march) == [("a month ago", "2026-02-28")]
