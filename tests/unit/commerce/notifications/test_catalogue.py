"""The catalogue of what the store writes first: readable, complete, and polite."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from commerce.notification import notification
from commerce.notifications.catalogue import Entry, Way, catalogue, entry_of
from commerce.notifications.notifier import after_quiet_hours
from tests.factories import FixedClock

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_letter_greets_and_goes_on_with_a_capital(name: str) -> None:
    paragraphs = [each for each in catalogue()[name].email.split("\n\n") if each]
    for paragraph in paragraphs:
        assert paragraph[0].isupper() or paragraph.startswith("{"), paragraph


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_message_in_a_conversation_stands_alone(name: str) -> None:
    assert "reply to this e-mail" not in catalogue()[name].chat
    assert "{first_name}" not in catalogue()[name].chat


def test_a_way_without_its_words_is_refused() -> None:
    with pytest.raises(ValidationError):
        Entry(topic="service", by=Way.BOTH, subject="s", email="e")
    with pytest.raises(ValidationError):
        Entry(topic="service", by=Way.EMAIL, email="e")


def test_a_code_in_a_subject_is_refused() -> None:
    with pytest.raises(ValidationError, match="subject"):
        Entry(topic="service", by=Way.EMAIL, subject="{code} is your code", email="{code}")


def test_an_unknown_name_and_a_missing_value_are_refused() -> None:
    with pytest.raises(KeyError):
        entry_of(notification("no_such_thing"))
    with pytest.raises(ValueError, match="minutes"):
        entry_of(notification("code", code="123456"))


@pytest.mark.parametrize(
    ("hour", "allowed"),
    [(7, (1, 8)), (8, (1, 8)), (12, (1, 12)), (20, (1, 20)), (21, (2, 8)), (23, (2, 8)), (0, (1, 8))],
)
def test_the_night_is_quiet(hour: int, allowed: tuple[int, int]) -> None:
    moment = datetime(2026, 7, 1, hour, 0, tzinfo=NEW_YORK).astimezone(UTC)
    local = after_quiet_hours(moment, FixedClock(zone=NEW_YORK.key)).astimezone(NEW_YORK)
    assert (local.day, local.hour) == allowed
