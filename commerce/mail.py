"""E-mail as the core sees it: what is written, and the two ports it leaves by."""

from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class Mail:
    """One e-mail: its plain text, and the same as HTML where it has that."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    one_click_url: str = field(default="", repr=False)  # where a POST unsubscribes its reader (RFC 8058)
    key: str = ""  # what makes it one e-mail however often its job is run; without, it may be sent again


class Mailer(Protocol):
    """Sends an e-mail now."""

    async def send(self, mail: Mail) -> None:
        """Hand `mail` to whoever delivers it; raises when that fails, so that the job is tried again."""
        ...


class MailQueue(Protocol):
    """Keeps an e-mail to be sent once the transaction commits; a rollback leaves none."""

    async def put(self, session: AsyncSession, mail: Mail) -> None:
        """Defer `mail` in the transaction of `session`."""
        ...
