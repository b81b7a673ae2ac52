"""A transcript as Slack messages: every character of it, in as few messages as Slack's limits allow."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts, RichTextSectionElement

from commerce.desk.transcript import Entry
from connectors.channels.slack.blocks import MOST_BLOCKS, as_json
from connectors.channels.slack.text import clipped, escaped

# Slack shows the text of rich text as it is: nothing in it is notation, so nothing needs escaping.
_Text = RichTextElementParts.Text
_LONGEST_PIECE = 3_000
_LARGEST_MESSAGE = 12_000  # characters of the blocks; Slack refuses much more, and gives no figure
_LONGEST_WORDS = 2_000
_NAMES = {"bot": "Assistant", "system": "Store"}
_NOTE = {"bold": True, "italic": True}


def transcript_parts(
    entries: Sequence[Entry], shopper: str, zone: ZoneInfo, case_url: str
) -> list[dict[str, Any]]:
    """The messages that show `entries`: `text` (for notifications) and `blocks`."""
    parts: list[tuple[list[Block], list[str], int]] = []
    for block, words in _blocks(entries, shopper, zone, case_url):
        size = len(str(block.to_dict()))
        if not parts or len(parts[-1][0]) >= MOST_BLOCKS or parts[-1][2] + size > _LARGEST_MESSAGE:
            parts.append(([], [], 0))
        blocks, said, total = parts[-1]
        parts[-1] = ([*blocks, block], [*said, words], total + size)
    return [
        {"text": escaped(clipped(" · ".join(said), _LONGEST_WORDS)) or "…", "blocks": as_json(blocks)}
        for blocks, said, _ in parts
    ]


def _blocks(
    entries: Sequence[Entry], shopper: str, zone: ZoneInfo, case_url: str
) -> Iterator[tuple[Block, str]]:
    for entry in entries:
        name = _name(entry, shopper)
        first, *rest = _pieces(entry.text) or [""]
        sections = [_head(entry, name, zone)]
        sections += [RichTextSectionElement(elements=[_Text(text=first)])] if first else []
        words = f"{name}: {first}" if first else name
        yield RichTextBlock(elements=[*sections, *(() if rest else _beside(entry, case_url))]), words
        for number, piece in enumerate(rest, start=1):
            more = _beside(entry, case_url) if number == len(rest) else []
            section = RichTextSectionElement(elements=[_Text(text=piece)])
            yield RichTextBlock(elements=[section, *more]), piece


def _head(entry: Entry, name: str, zone: ZoneInfo) -> RichTextSectionElement:
    style = _NOTE if entry.author == "note" else {"bold": True}
    undelivered = " · not delivered" if entry.status == "failed" else ""
    return RichTextSectionElement(
        elements=[_Text(text=name, style=style), _Text(text=f" · {_moment(entry.at, zone)}{undelivered}\n")]
    )


def _beside(entry: Entry, case_url: str) -> list[RichTextSectionElement]:
    """What a message had beside its words."""
    lines: list[Any] = []
    for card in entry.cards:
        subtitle = f" · {card['subtitle']}" if card.get("subtitle") else ""
        lines.append(_Text(text=f"▤ {card['title']}{subtitle}"))
    if entry.choices:
        lines.append(_Text(text="  ".join(f"[{choice}]" for choice in entry.choices)))
    for number, picture in enumerate(entry.pictures, start=1):
        url = f"{case_url.partition('/conversations/')[0]}/pictures/{picture.id}"
        name = picture.name or f"Picture {number}"
        lines.append(RichTextElementParts.Link(url=url, text=f"{name} ({picture.status.value})"))
    return [RichTextSectionElement(elements=[line]) for line in lines]


def _name(entry: Entry, shopper: str) -> str:
    if entry.author == "shopper":
        return shopper
    if entry.author == "note":
        return f"Note by {entry.name}"
    return _NAMES.get(entry.author) or entry.name or "Agent"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%b} {local.day}, {local:%H:%M:%S}"


def _pieces(text: str) -> list[str]:
    return [text[start : start + _LONGEST_PIECE] for start in range(0, len(text), _LONGEST_PIECE)]
