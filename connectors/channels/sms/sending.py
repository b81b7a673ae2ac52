"""The SMS channel as the worker sends by it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from commerce.clock import Clock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from connectors.channels.sms.channel import SmsChannel
from connectors.channels.sms.console_sender import ConsoleSender
from connectors.channels.sms.line import SmsLine
from connectors.channels.sms.twilio_sender import TwilioSender


@asynccontextmanager
async def sms_channel(
    line: SmsLine, *, sessions: Sessions, links: ShortLinks, clock: Clock
) -> AsyncIterator[SmsChannel]:
    """The channel, with its connections to Twilio while the block lasts."""
    if line.is_console:
        yield SmsChannel(ConsoleSender(), sessions=sessions, links=links, clock=clock)
        return
    async with TwilioSender(line) as sender:
        yield SmsChannel(sender, sessions=sessions, links=links, clock=clock)
