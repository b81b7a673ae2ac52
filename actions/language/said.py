"""What the shopper's latest message says: its intent, its entities, and how it points at things."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker

from actions.language.clauses import requests_in

LATEST = -1  # the value of the entity `ordinal` in "my last order"

# Intents that are talk and no request: they yield to an answer in the same message ("hi, it's A100234").
_TALK = frozenset({"greet", "thank", "praise", "complain", "bot_challenge", "help"})
# "The other boots" is another one; "that's wrong" and "a different street" put right what was said of it.
_OTHER = re.compile(
    r"^\W*something else\W*$|\b(?:other|another|different)\b"
    r"(?!\W+(?:delivery |shipping )?(?:address|street|house|city|town|state|zip|post|flat|apartment|unit"
    r"|number|name|card|method|payment|size|colou?r|version|reason|way|place|day|time|e-?mail|phone)\b)"
    r"|\bwrong (?:one|order|purchase|parcel|package)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"^\W*(no|nope|not that|actually|sorry|rather|wait)\b(?!.*\?)", re.IGNORECASE)
# Requests about products that a short correction may be taken for: "no, size 8".
_PRODUCT_REQUESTS = frozenset(
    {
        "add_to_cart", "ask_size", "check_availability", "check_price", "compare_products", "find_product",
        "remove_from_cart", "show_product_details",
    }
)  # fmt: skip
_LEAVES = re.compile(
    r"\bnever ?mind\b|\bforget (it|about|that)\b|\b(leave|keep|drop) (it|them|that|everything)\b|\bstop\b"
    r"|\b(do not|don'?t|no need to) (cancel|return|exchange|change|send|do)\b|\bafter all\b"
    r"|\bchanged (my|our) minds? (about|on) (the )?(cancel|return|exchang|chang|refund)",
    re.IGNORECASE,
)
_ONLY_A_NUMBER = re.compile(r"^\W*(?:(?:no|number|option)\W*)?(\d{1,2})\W*$", re.IGNORECASE)
# What people wrap around a bare answer: "it's A100234 please", "my email is jane@x.com".
_FILLERS = frozenset(
    """
    a about an and at be by code email e-mail for from hello here hey hi i i'm id is it it's its mail my name
    number of ok okay on one order please postal postcode s sorry sure thank thanks that that's the think this
    to under want with yes zip
    """.split()  # noqa: SIM905  words read better as a text
)


@dataclass(frozen=True)
class Said:
    """One message as understood. A silent one answers nothing: the flow only asks again."""

    intent: str = ""
    text: str = ""
    entities: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    leftover: str = ""  # the text without its entities
    requests: tuple["Said", ...] = ()  # what it asks for, where that is several things
    parts: tuple[tuple[str, int], ...] = ()  # the intent of each of several clauses, and where it begins

    @classmethod
    def by(cls, tracker: Tracker) -> "Said":
        """What the latest message of the conversation says."""
        return cls.of(tracker.latest_message)

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> "Said":
        """What a message says, as it was parsed."""
        text, entities = message.get("text") or "", message.get("entities") or []
        intent = (message.get("intent") or {}).get("name") or ""
        requests = tuple(
            cls._part(intent, text, entities, start, end) for intent, start, end in requests_in(message)
        )
        parts = tuple((part["intent"], part["start"]) for part in message.get("parts") or [])
        whole = cls._part(intent, text, entities, 0, len(text))
        return replace(whole, requests=requests, parts=parts)

    @classmethod
    def part_of(cls, message: Mapping[str, Any], intent: str, start: int) -> "Said":
        """What a message says from `start` on, as a request of `intent`."""
        text = message.get("text") or ""
        return cls._part(intent, text, message.get("entities") or [], start, len(text))

    @classmethod
    def _part(
        cls, intent: str, text: str, found: Sequence[Mapping[str, Any]], start: int, end: int
    ) -> "Said":
        """What text[start:end] says, with the entities in it."""
        entities: dict[str, tuple[Any, ...]] = {}
        leftover = text
        for each in found:
            first, last = each.get("start", start), each.get("end", end)
            if start <= first and last <= end:
                entities[each["entity"]] = (*entities.get(each["entity"], ()), each["value"])
                leftover = leftover[:first] + " " * (last - first) + leftover[last:]
        return cls(intent, text[start:end], entities, leftover[start:end])

    def storable(self) -> dict[str, Any]:
        """What a slot can keep of it."""
        entities = {entity: list(values) for entity, values in self.entities.items()}
        return {"intent": self.intent, "text": self.text, "entities": entities, "leftover": self.leftover}

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Said":
        """What `storable` kept."""
        entities = {entity: tuple(values) for entity, values in kept["entities"].items()}
        return cls(kept["intent"], kept["text"], entities, kept["leftover"])

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to hear, as when a flow comes back from a digression."""
        return not self.intent and not self.text

    @property
    def is_payload(self) -> bool:
        """Whether a quick reply was pressed, so that the intent is certain."""
        return self.text.startswith("/")

    @property
    def is_bare(self) -> bool:
        """Whether the message is little more than its entities: an answer, not a new request."""
        if not self.entities or self.is_payload:
            return False
        words = re.findall(r"[a-z][a-z'-]*", self.leftover.lower().replace("’", "'"))
        return all(word in _FILLERS for word in words)

    @property
    def leaves(self) -> bool:
        """Whether it says in so many words that nothing is to be done."""
        return bool(_LEAVES.search(self.text))

    @property
    def is_mere_answer(self) -> bool:
        """Whether it asks for nothing itself: small talk around an answer, or the answer alone."""
        return self.intent in _TALK or self.is_bare

    @property
    def is_short(self) -> bool:
        """Whether it is too short to be a request and its reasons."""
        return len(self.text.split()) <= 5 and not self.is_payload

    def in_flow(self) -> "Said":
        """As a flow hears it: "no, size 8" corrects what was said, whatever its intent seems to be."""
        is_correction = self.intent in _PRODUCT_REQUESTS and self.is_short and _CORRECTS.match(self.text)
        return replace(self, intent="correct") if is_correction else self

    @property
    def wants_other(self) -> bool:
        """Whether it asks for another one than the present ("no, the other order")."""
        return bool(_OTHER.search(self.text)) and not self.is_payload

    def first(self, entity: str) -> Any | None:
        """The first value of this entity; None when it was not said."""
        return next(iter(self.entities.get(entity, ())), None)

    @property
    def position(self) -> int | None:
        """Which of several is meant, counted from 1, or LATEST; None when no place was named."""
        ordinal = self.first("ordinal")
        if ordinal is not None:
            return int(ordinal)
        number = _ONLY_A_NUMBER.match(self.text)
        return int(number[1]) if number else None

    @property
    def digit_groups(self) -> list[str]:
        """Runs of three digits or more, as when only the end of a number is quoted."""
        return [] if self.is_payload else re.findall(r"\d{3,}", self.leftover)

    def names(self, title: str) -> bool:
        """Whether a word of `title`, long enough to tell things apart, is said, singular or plural."""
        said = {_singular(word) for word in re.findall(r"[a-z0-9]+", self.text.lower())}
        words = {_singular(word) for word in re.findall(r"[a-z0-9]+", title.lower())}
        return any(word in said for word in words if len(word) > 2 and word not in _FILLERS)


SILENCE = Said()


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
