"""What is said to a shopper, as Slack messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from uuid import UUID

from slack_sdk.models.blocks import Block

from commerce.support.messages import LoggedMessage
from connectors.channels.slack.blocks import (
    LONGEST_VALUE,
    MOST_BLOCKS,
    OPEN_LINK,
    QUICK_REPLY,
    as_json,
    button,
    button_blocks,
    field_blocks,
    image,
    link_button,
    section,
    text_blocks,
)
from connectors.channels.slack.text import clipped, escaped

# Characters of one message's blocks: Slack refuses much more (`msg_blocks_too_long`), and gives no figure.
_LARGEST_MESSAGE = 12_000
_LONGEST_WORDS = 2_000  # of what is shown where blocks are not
_REFERENCE = "offer:"  # a value that stands for a payload which is too long to be one


@dataclass(slots=True)
class _Unit:
    """Blocks that stay together, and their words for where blocks are not shown."""

    blocks: list[Block]
    words: str

    @property
    def size(self) -> int:
        return sum(len(str(block)) for block in as_json(self.blocks))


@dataclass(slots=True)
class _Message:
    units: list[_Unit] = field(default_factory=list)
    count: int = 0
    size: int = 0

    def takes(self, unit: _Unit) -> bool:
        fits = self.count + len(unit.blocks) <= MOST_BLOCKS and self.size + unit.size <= _LARGEST_MESSAGE
        return fits or not self.units

    def add(self, unit: _Unit) -> None:
        self.units.append(unit)
        self.count += len(unit.blocks)
        self.size += unit.size

    def as_part(self) -> dict[str, Any]:
        words = " · ".join(unit.words for unit in self.units if unit.words)
        blocks = [block for unit in self.units for block in unit.blocks]
        return {"text": escaped(clipped(words, _LONGEST_WORDS)), "blocks": as_json(blocks)}


def rendered(replies: Sequence[LoggedMessage], public_url: str) -> list[dict[str, Any]]:
    """The Slack messages that say `replies`: `text` (shown in notifications) and `blocks`, within the limits.

    `public_url` is where the links of our own pages begin.
    """
    messages = [_Message()]
    for unit in _units(replies, public_url):
        if not messages[-1].takes(unit):
            messages.append(_Message())
        messages[-1].add(unit)
    return [message.as_part() for message in messages if message.units]


def referred(value: str) -> tuple[UUID, int] | None:
    """The message and the place of the quick reply that a button's value refers to; None for a payload."""
    message_id, separator, place = value.removeprefix(_REFERENCE).partition("/")
    if not (value.startswith(_REFERENCE) and separator and place.isdecimal()):
        return None
    try:
        return UUID(message_id), int(place)
    except ValueError:
        return None


def _units(replies: Sequence[LoggedMessage], public_url: str) -> Iterable[_Unit]:
    numbers = iter(range(1_000_000))  # action ids are unique in a message
    for reply in replies:
        units = [_Unit([block], words) for words, block in text_blocks(reply.text)]
        units += [_card(card, public_url, next(numbers)) for card in reply.cards]
        offers = _offers(reply, numbers)
        if units and len(units[-1].blocks) + len(offers) <= MOST_BLOCKS:
            units[-1].blocks += offers  # a question is not parted from its answers
        elif offers:
            titles = ", ".join(each["title"] for each in reply.quick_replies)
            units += [_Unit(offers[:MOST_BLOCKS], titles)]
        yield from units


def _offers(reply: LoggedMessage, numbers: Iterable[int]) -> list[Block]:
    return button_blocks(
        button(offer["title"], f"{QUICK_REPLY}_{number}", value=_value(reply.id, place, offer["payload"]))
        for (place, offer), number in zip(enumerate(reply.quick_replies), numbers, strict=False)
    )


def _value(message_id: UUID, place: int, payload: str) -> str:
    return payload if len(payload) <= LONGEST_VALUE else f"{_REFERENCE}{message_id}/{place}"


def _card(card: dict[str, Any], public_url: str, number: int) -> _Unit:
    title, subtitle = card["title"], card.get("subtitle") or ""
    facts = [(fact["label"], fact["value"]) for fact in card.get("facts", [])]
    picture = image(urljoin(public_url, card["image"]), title) if card.get("image") else None
    link = card.get("link")
    opener = link and link_button(link["title"], f"{OPEN_LINK}_{number}", urljoin(public_url, link["url"]))
    blocks: list[Block] = [section(title, subtitle, picture or opener), *field_blocks(facts)]
    if picture and opener:
        blocks += button_blocks([opener])
    words = ", ".join(
        [title, *([subtitle] if subtitle else []), *(f"{name}: {value}" for name, value in facts)]
    )
    return _Unit(blocks, words)
