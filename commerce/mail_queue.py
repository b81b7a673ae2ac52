"""Leaves e-mails to the worker: a job in the transaction that makes them true."""

from dataclasses import asdict

from procrastinate import App
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.jobs import connection_of
from commerce.mail import Mail

SEND_MAIL = "mail:send_mail"  # the job's name at the worker


class JobMailQueue:
    """A mail queue on the store's own database: a rollback leaves no job."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def put(self, session: AsyncSession, mail: Mail) -> None:
        """Defer the job that sends `mail`."""
        job = self._app.configure_task(SEND_MAIL, connection=await connection_of(session))
        await job.defer_async(**asdict(mail))
