"""The channels that the settings set up, for the worker to send by."""

from aisle.settings import Settings
from connectors.channel import Channel


def channels_of(settings: Settings) -> dict[str, Channel]:
    """Each channel whose provider carries our messages, by its name in conversations."""
    del settings
    channels: list[Channel] = []
    return {channel.name: channel for channel in channels}
