"""What the store knows of each channel, whoever carries it: by their names in conversations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A way to shoppers."""

    place: str  # where an answer will appear, as the bot says it
    reached_for: timedelta  # how long after their last message somebody is still met there
    is_phone: bool = False  # its addresses are phone numbers, which can be forged, and its screens small


CHANNELS: Final[Mapping[str, ChannelFacts]] = {
    "web": ChannelFacts("here in this chat", timedelta(hours=1)),
    "sms": ChannelFacts("by text message", timedelta(days=365), is_phone=True),
    "slack": ChannelFacts("here in Slack", timedelta(days=30)),
}
PHONES: Final = frozenset(name for name, facts in CHANNELS.items() if facts.is_phone)
_ELSEWHERE: Final = ChannelFacts("here in this chat", timedelta(0))


def facts_of(channel: str) -> ChannelFacts:
    """Return what is known of the channel; of one that only trainers have, as little as can be."""
    return CHANNELS.get(channel, _ELSEWHERE)
