"""The catalogue of what the store writes first: for each notification its topic, its way and its words."""

from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Self

import yaml
from pydantic import ConfigDict, TypeAdapter, model_validator
from pydantic.dataclasses import dataclass as checked_dataclass

from commerce.consent.models import Topic
from commerce.notification import Notification
from commerce.spelling import Spelling, as_written

CATALOGUE = Path(__file__).resolve().parents[2] / "messages.yml"
# What every text may name without being given it.
ALWAYS_KNOWN = frozenset({"first_name", "store_name"})
_WORDS = ("subject", "email", "chat", "sms", "preview", "button")


class Way(StrEnum):
    """Where a notification goes."""

    EMAIL = "email"
    CONVERSATION = "conversation"  # by e-mail where there is none to write to
    BOTH = "both"


@checked_dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Entry:
    """One notification of the catalogue. A text is empty where its way does not lead."""

    topic: Topic
    by: Way
    subject: str = ""
    email: str = ""
    chat: str = ""
    sms: str = ""  # where a text is worded otherwise than a message in a chat
    preview: str = ""  # what a mail program shows beside the subject
    button: str = ""  # how an e-mail titles its link
    quick_replies: tuple[dict[str, str], ...] = ()  # title and payload, which may have places as well

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if self.by is not Way.CONVERSATION and not (self.subject and self.email):
            raise ValueError("an e-mail needs a subject and a text")
        if self.by is not Way.EMAIL and not self.chat:
            raise ValueError("a message in a conversation needs a text")
        if "code" in {name for _, name, _, _ in Formatter().parse(self.subject)}:
            raise ValueError("a subject stands on locked screens and in mail servers' logs: no code in it")
        return self

    def places(self) -> set[str]:
        """The values that its words need, apart from those that are always known."""
        words = [getattr(self, each) for each in _WORDS]
        words += [reply["payload"] for reply in self.quick_replies]
        named = {name for text in words for _, name, _, _ in Formatter().parse(text) if name}
        return named - ALWAYS_KNOWN


_CATALOGUE = TypeAdapter(dict[str, Entry])


@cache
def catalogue() -> dict[str, Entry]:
    """Every notification by its name. Raises pydantic's ValidationError for a file of another shape."""
    return _CATALOGUE.validate_python(yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")))


@cache
def _spelled(name: str, spelling: Spelling) -> Entry:
    entry = catalogue()[name]
    shown: dict[str, Any] = {each: spelling(getattr(entry, each)) for each in _WORDS}
    titles = tuple(reply | {"title": spelling(reply["title"])} for reply in entry.quick_replies)
    return replace(entry, **shown, quick_replies=titles)


def entry_of(notification: Notification, spelling: Spelling = as_written) -> Entry:
    """The words of a notification. Raises KeyError, or ValueError when values are missing."""
    entry = _spelled(notification.name, spelling)
    missing = entry.places() - set(notification.values)
    if missing:
        raise ValueError(f"the words of {notification.name} need {sorted(missing)}")
    return entry
