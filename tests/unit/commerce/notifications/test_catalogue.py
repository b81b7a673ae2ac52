"""The catalogue of what the store writes first: readable, complete, and polite."""

import pytest
from pydantic import ValidationError

from commerce.notification import notification
from commerce.notifications.catalogue import Entry, Way, catalogue, entry_of


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
