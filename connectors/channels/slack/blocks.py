"""Block Kit, built within Slack's limits."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    ImageElement,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from connectors.channels.slack.text import chunks, clipped, mrkdwn, mrkdwn_within

MOST_BLOCKS = 49  # of a message, of whose 50 one is left for a note
LONGEST_TEXT = 3_000  # of a section
MOST_FIELDS = 10
LONGEST_FIELD = 2_000
MOST_ELEMENTS = 25  # of an actions block
LONGEST_BUTTON = 75
LONGEST_VALUE = 2_000
LONGEST_URL = 3_000
LONGEST_ALT_TEXT = 2_000

# What action ids begin with.
QUICK_REPLY = "quick_reply"
OPEN_LINK = "open_link"
ASK = "ask"  # on the home tab


def text_blocks(text: str) -> list[tuple[str, Block]]:
    """A text of any length as sections, each beside its piece of the text."""
    return [(chunk, SectionBlock(text=_marked(mrkdwn(chunk)))) for chunk in chunks(text, LONGEST_TEXT)]


def section(title: str, subtitle: str, accessory: ButtonElement | ImageElement | None) -> SectionBlock:
    """A heading and what stands below it."""
    lines = [f"*{mrkdwn_within(title, 500)}*"] + ([mrkdwn_within(subtitle, 2_400)] if subtitle else [])
    return SectionBlock(text=_marked("\n".join(lines)), accessory=accessory)


def field_blocks(facts: Iterable[tuple[str, str]]) -> list[Block]:
    """Labelled values, in two columns."""
    fields = [
        _marked(f"*{mrkdwn_within(label, 300)}*\n{mrkdwn_within(value, LONGEST_FIELD - 310)}")
        for label, value in facts
    ]
    return [SectionBlock(fields=list(some)) for some in _batches(fields, MOST_FIELDS)]


def button_blocks(buttons: Iterable[ButtonElement]) -> list[Block]:
    """Buttons side by side."""
    return [ActionsBlock(elements=list(some)) for some in _batches(list(buttons), MOST_ELEMENTS)]


def button(title: str, action_id: str, *, value: str) -> ButtonElement:
    """A button that comes back to us with `value`."""
    return ButtonElement(text=_label(title), action_id=action_id, value=value)


def link_button(title: str, action_id: str, url: str) -> ButtonElement | None:
    """A button that opens a web page; None where Slack would refuse the address."""
    if urlsplit(url).scheme not in {"http", "https"} or len(url) > LONGEST_URL:
        return None
    return ButtonElement(text=_label(title), action_id=action_id, url=url)


def image(url: str, alt_text: str) -> ImageElement | None:
    """A picture that Slack can fetch; None where it cannot, since it would refuse the whole message."""
    parts = urlsplit(url)
    is_public = parts.scheme == "https" and parts.hostname is not None and "." in parts.hostname.rstrip(".")
    if not is_public or len(url) > LONGEST_URL:
        return None
    return ImageElement(image_url=url, alt_text=clipped(alt_text, LONGEST_ALT_TEXT) or "picture")


def note(text: str) -> ContextBlock:
    """A small line for what is said beside the matter. `text` is `mrkdwn` already."""
    return ContextBlock(elements=[_marked(text)])


def as_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """The blocks as they are sent; the library checks its limits here."""
    return [block.to_dict() for block in blocks]


def without_buttons(blocks: Sequence[dict[str, Any]], note_text: str) -> list[dict[str, Any]]:
    """A sent message's blocks with a note in place of its quick replies, so that none is pressed again."""
    kept = [_resendable(each) for each in blocks if not _holds_quick_replies(each)]
    return [*kept, note(note_text).to_dict()]


def without_pictures(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The blocks without what Slack would have to fetch."""
    return [
        {name: value for name, value in block.items() if name != "accessory" or value["type"] != "image"}
        for block in blocks
    ]


def _holds_quick_replies(block: dict[str, Any]) -> bool:
    return block["type"] == "actions" and any(
        str(element.get("action_id", "")).startswith(QUICK_REPLY) for element in block["elements"]
    )


def _resendable(block: dict[str, Any]) -> dict[str, Any]:
    """A block as Slack shows it to us, without what it adds to pictures and would not take back."""
    accessory = block.get("accessory")
    if accessory is None or accessory["type"] != "image":
        return block
    ours = {name: accessory[name] for name in ("type", "image_url", "alt_text")}
    return block | {"accessory": ours}


def _batches(values: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _marked(text: str) -> MarkdownTextObject:
    # Verbatim: Slack makes no links or mentions of its own, so "@here" stays a word.
    return MarkdownTextObject(text=text, verbatim=True)


def _label(title: str) -> PlainTextObject:
    return PlainTextObject(text=clipped(title, LONGEST_BUTTON) or "…", emoji=False)
