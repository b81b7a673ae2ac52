"""Where a shopper is in Slack, as conversations keep it."""

import re
from dataclasses import dataclass
from typing import Self

_ID = "[A-Z][A-Z0-9]{1,20}"
_DIRECT = re.compile(rf"({_ID}):({_ID})")
_THREAD = re.compile(rf"({_ID}):({_ID}):(\d+\.\d+):({_ID})")


class NoSlackAddress(ValueError):
    """A text that names no place in Slack."""


@dataclass(frozen=True, slots=True)
class SlackAddress:
    """A direct message `TEAM:CHANNEL`, or one member's part in a thread `TEAM:CHANNEL:THREAD:USER`.

    A thread is shared by everybody in the channel, so each member who speaks there has a conversation of
    their own: nobody answers a question that was asked of another one.
    """

    team: str
    channel: str
    thread: str | None = None
    user: str | None = None

    @classmethod
    def parse(cls, address: str) -> Self:
        """The address in a text. Raises NoSlackAddress."""
        if found := _DIRECT.fullmatch(address):
            return cls(*found.groups())
        if found := _THREAD.fullmatch(address):
            return cls(*found.groups())
        raise NoSlackAddress(f"{address!r} is no place in Slack")

    def __str__(self) -> str:
        parts = (self.team, self.channel, self.thread, self.user)
        return ":".join(part for part in parts if part is not None)

    @property
    def is_shared(self) -> bool:
        """Whether others read along."""
        return self.thread is not None
