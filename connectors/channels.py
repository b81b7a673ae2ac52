"""The channels that the settings set up, for the worker to send by."""

from aisle.settings import Settings
from connectors.channel import Channel
from connectors.slack.setup import slack_app_of, slack_channel_of


def channels_of(settings: Settings) -> dict[str, Channel]:
    """Each channel whose provider carries our messages, by its name. Raises SettingsError."""
    channels: list[Channel] = []
    slack = slack_app_of(settings)
    if slack is not None:
        channels.append(slack_channel_of(slack, settings.public_url))
    return {channel.name: channel for channel in channels}
