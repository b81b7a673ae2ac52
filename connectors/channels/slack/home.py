"""The assistant's home tab: what it can do, and buttons that ask for it in the direct message."""

from typing import Any

from slack_sdk.models.blocks import HeaderBlock

from connectors.channels.slack.blocks import ASK, as_json, button, button_blocks, note, text_blocks
from connectors.channels.slack.text import clipped, escaped

_LONGEST_HEADER = 150

_ABILITIES = (
    "I can tell you where an order is, change or cancel it, take back or exchange what you bought, send "
    "receipts, and answer questions about how the store works. Press a button, or just write to me in a "
    "direct message."
)
_PRIVACY = (
    "I know you by the e-mail address of your profile here, if it is the one you shop with. "
    "In a direct message nobody reads along; in a channel everybody does."
)
# What the button says is what is asked.
_QUESTIONS = (
    "Where is my order?",
    "Show me my orders",
    "I want to return something",
    "I want to change an order",
    "What can you do?",
    "I want to talk to a person",
)


def home_view(store_name: str) -> dict[str, Any]:
    """The view for `views.publish`."""
    header = HeaderBlock(text=clipped(f"{store_name}: how can I help?", _LONGEST_HEADER))
    buttons = [button(text, f"{ASK}_{number}", value=text) for number, text in enumerate(_QUESTIONS)]
    blocks = [
        header,
        *(block for _, block in text_blocks(_ABILITIES)),
        *button_blocks(buttons),
        note(escaped(_PRIVACY)),
    ]
    return {"type": "home", "blocks": as_json(blocks)}
