"""The channels that the settings set up, for the worker to send by."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aisle.settings import Settings
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from connectors.channels.port import Channel
from connectors.channels.slack.setup import slack_app_of, slack_channel_of
from connectors.channels.sms.line import sms_line_of
from connectors.channels.sms.sending import sms_channel


@asynccontextmanager
async def open_channels(
    settings: Settings, sessions: Sessions, clock: Clock
) -> AsyncIterator[dict[str, Channel]]:
    """Each channel whose provider carries our messages, by its name in conversations, while the block lasts.

    Raises SettingsError for half of a channel's settings.
    """
    channels: list[Channel] = []
    async with AsyncExitStack() as stack:
        line = sms_line_of(settings)
        if line is not None:
            links = ShortLinks(settings.public_url, settings.conversation_secret.get_secret_value())
            sms = sms_channel(line, sessions=sessions, links=links, clock=clock)
            channels.append(await stack.enter_async_context(sms))
        slack = slack_app_of(settings)
        if slack is not None:
            channels.append(slack_channel_of(slack, settings.public_url))
        yield {channel.name: channel for channel in channels}
