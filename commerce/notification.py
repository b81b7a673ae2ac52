"""What the store writes first, as the core sees it: a name, its values, whom to tell, and the one door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Good:
    """One thing that a message shows: in words, and in an e-mail as a row."""

    title: str
    detail: str
    price: str
    image: str = ""  # an address


@dataclass(frozen=True, slots=True)
class Notification:
    """Something to tell somebody: its name in `messages.yml`, and what the words there leave open."""

    name: str
    values: Mapping[str, str] = field(repr=False)
    goods: tuple[Good, ...] = ()  # for an e-mail's `{items}`


def notification(name: str, /, **values: Any) -> Notification:
    """Make the notification `name` with `values` in its places."""
    return Notification(name, {key: str(value) for key, value in values.items()})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell: a customer, a conversation or both; `email` where it is not the one on file.

    With a `phone`, in E.164, that number alone is told, by text. With a `channel`, the caller has decided
    that it may be told, and it is told there alone: sms, email, or that of the conversation given. `key` then
    makes telling it twice telling it once.
    """

    customer_id: str | None = None
    conversation_id: UUID | None = None
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    channel: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Where a notification went; nowhere at all where nobody may or can be written to."""

    email: str | None = field(default=None, repr=False)
    conversation_id: UUID | None = None
    put_off_until: datetime | None = None
    phone: str | None = field(default=None, repr=False)
    message_id: UUID | None = None

    @property
    def is_nowhere(self) -> bool:
        """Whether nobody was told, nor will be."""
        return self == Told()


class Notifier(Protocol):
    """Tells people, by whatever way is theirs."""

    async def notify(
        self,
        session: AsyncSession,
        recipient: Recipient,
        notification: Notification,
        *,
        at: datetime | None = None,
    ) -> Told:
        """Tell `recipient` in the transaction of `session`, now or not before `at`; where it went."""
        ...
