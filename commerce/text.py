"""A text to a number that is in no conversation: what is written, and the queue it leaves by."""

from dataclasses import dataclass, field
from typing import Protocol

from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.jobs import connection_of

SEND_TEXT = "texts:send_text"  # the job's name at the worker


@dataclass(frozen=True, slots=True)
class Text:
    """One text message; `to` is a number in E.164."""

    to: str = field(repr=False)
    body: str = field(repr=False)


class TextQueue(Protocol):
    """Keeps a text to be sent once the transaction commits; a rollback leaves none."""

    async def put(self, session: AsyncSession, text: Text) -> None:
        """Defer `text` in the transaction of `session`."""
        ...


class JobTextQueue:
    """A text queue on the store's own database."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def put(self, session: AsyncSession, text: Text) -> None:
        """Defer the job that sends `text`."""
        job = self._app.configure_task(SEND_TEXT, connection=await connection_of(session))
        await job.defer_async(to=text.to, body=text.body)
