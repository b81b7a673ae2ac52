"""The channels whose providers carry our messages: what is here is in every gateway and every worker."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

from aisle.settings import Settings
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from connectors.channels.kit import ChannelModule, SendingKit
from connectors.channels.port import Channel
from connectors.channels.slack.module import SLACK_MODULE
from connectors.channels.sms.module import SMS_MODULE

CHANNELS: Final[tuple[ChannelModule, ...]] = (SMS_MODULE, SLACK_MODULE)


def accounts_of(settings: Settings) -> dict[str, Any]:
    """Return the account of each channel that the settings set up. Raises SettingsError for half of one."""
    accounts = {module.name: module.account_of(settings) for module in CHANNELS}
    return {name: account for name, account in accounts.items() if account is not None}


def modules_of(accounts: Mapping[str, Any]) -> list[ChannelModule]:
    """Return the channels that have an account."""
    return [module for module in CHANNELS if module.name in accounts]


@asynccontextmanager
async def open_channels(
    settings: Settings, sessions: Sessions, clock: Clock
) -> AsyncIterator[dict[str, Channel]]:
    """Open each channel for the worker to send by, by its name, while the block lasts.

    Raises SettingsError for half of a channel's settings.
    """
    links = ShortLinks(settings.public_url, settings.conversation_secret.get_secret_value())
    kit, accounts = SendingKit(sessions, clock, links, settings.public_url), accounts_of(settings)
    async with AsyncExitStack() as stack:
        yield {
            module.name: await stack.enter_async_context(module.sender(accounts[module.name], kit))
            for module in modules_of(accounts)
        }
