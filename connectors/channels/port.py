"""A channel whose provider carries our messages to the shopper, and how sending can fail."""

from collections.abc import Sequence
from typing import Any, Protocol

from commerce.support.messages import LoggedMessage


class SendLater(Exception):
    """The provider cannot take the message now: too many at once, an error of its own, or no connection."""

    def __init__(self, reason: str, *, code: str | None = None, retry_after_s: float | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.retry_after_s = retry_after_s  # as the provider asks


class SendRefused(Exception):
    """The provider will never take the message."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code = code


class Channel(Protocol):
    """One way to a shopper."""

    name: str  # as conversations have it

    async def render(self, replies: Sequence[LoggedMessage]) -> list[dict[str, Any]]:
        """What is said at once, as the provider's messages; no message when there is nothing to say."""
        ...

    async def send(self, address: str, part: dict[str, Any], key: str) -> str:
        """Hand one message to the provider; the provider's id for it.

        `key` is the same when the same message is sent again. Raises SendLater and SendRefused.
        """
        ...
