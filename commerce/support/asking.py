"""What a reply asks for, beside its words: so that no channel has to read them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Expects(StrEnum):
    """What kind of answer a question wants."""

    WORDS = "words"  # or one of its choices
    NUMBER = "number"  # of the shopper's own, so that a figure is no choice
    CODE = "code"  # a one-time code
    AGREEMENT = "agreement"  # a yes or a no


class Subject(StrEnum):
    """What a question is about, where a channel has to know."""

    ORDER = "order"  # an order, or what becomes of it: "cancel" is an answer to it


@dataclass(frozen=True, slots=True)
class Asks:
    """A question that stands open until it is answered."""

    expects: Expects
    subject: Subject | None = None

    @classmethod
    def stored(cls, value: dict[str, Any] | None) -> "Asks | None":
        """Return it as a message holds it; None where it asks nothing."""
        if value is None:
            return None
        subject = value.get("subject")
        return cls(Expects(value["expects"]), Subject(subject) if subject else None)

    def storable(self) -> dict[str, Any]:
        """Return what a message holds of it."""
        return {"expects": self.expects.value, "subject": self.subject and self.subject.value}
