"""What a channel is made of, and what a gateway gives it. `listed.py` has the list of channels."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from procrastinate import App
from sanic import Blueprint

from aisle.settings import Settings
from commerce.clock import Clock
from commerce.database import Sessions
from commerce.links.short_links import ShortLinks
from connectors.channels.port import Channel
from connectors.conversation.inbound import Inbound
from connectors.conversation.pool import LogPool


@dataclass(frozen=True, slots=True)
class Kit:
    """What a gateway gives its channels."""

    sessions: Sessions
    log: LogPool
    jobs: App
    clock: Clock
    store_name: str
    public_url: str
    link_secret: str = field(repr=False)  # signs short links
    inbound: Callable[[], Inbound]  # where messages go
    messages_per_minute: float  # of one sender
    message_burst: int
    agents_desk: Callable[[Any], Any]  # where agents answer, for an account that has a desk


@dataclass(frozen=True, slots=True)
class SendingKit:
    """What the worker gives the channels that it sends by."""

    sessions: Sessions
    clock: Clock
    links: ShortLinks
    public_url: str


class ChannelPart(Protocol):
    """A channel's part in a gateway; entered while the gateway serves."""

    def routes(self) -> Sequence[Blueprint]:
        """Return the routes for the provider's requests."""
        ...

    async def __aenter__(self) -> Any:
        """Begin what it does by itself."""
        ...

    async def __aexit__(self, *_: object) -> None:
        """End it."""
        ...


@dataclass(frozen=True, slots=True)
class ChannelModule:
    """A channel whose provider carries the messages.

    Its account is what the settings name: `account_of` returns None where they name none, and raises
    SettingsError for half of one.
    """

    name: str  # as conversations have it
    account_of: Callable[[Settings], Any | None]
    in_gateway: Callable[[Any, Kit], ChannelPart]
    sender: Callable[[Any, SendingKit], AbstractAsyncContextManager[Channel]]
    largest_body: int = 0  # bytes of a provider's request, where they are more than others'
