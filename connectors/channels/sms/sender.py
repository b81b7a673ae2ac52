"""The port by which texts leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from connectors.channels.port import SendLater


class OutcomeUnknown(SendLater):
    """The provider may have taken the text: to be looked up before it is sent again."""


class SmsSender(Protocol):
    """Hands texts to a provider."""

    async def send(self, to: str, body: str, key: str) -> str:
        """Hand over one text; the provider's id for it. `key` is the delivery's id.

        Raises SendRefused; SendLater when the provider certainly did not take it, else OutcomeUnknown.
        """
        ...

    async def find(self, to: str, body: str, since: datetime) -> Sequence[str]:
        """The provider's ids of the texts of these words that it took after `since`, the oldest first.

        Raises SendLater when it cannot tell now.
        """
        ...
