"""Tells what was put off until its time."""

from uuid import UUID

from procrastinate import Blueprint

from commerce.database import Sessions
from commerce.notification import Notification, Notifier, Recipient
from worker.retries import tries


def notification_jobs(sessions: Sessions, notifier: Notifier) -> Blueprint:
    """The job that tells somebody something when it is due.

    Added under the namespace `notifications`, as `commerce.notifications.notifier.NOTIFY` names it.
    """
    jobs = Blueprint()

    @jobs.task(name="notify", retry=tries(8, exponential_wait_s=4))
    async def notify(
        name: str,
        values: dict[str, str],
        customer_id: str | None,
        conversation_id: str | None,
        email: str | None,
    ) -> None:
        recipient = Recipient(customer_id, UUID(conversation_id) if conversation_id else None, email)
        async with sessions.begin() as session:
            await notifier.notify(session, recipient, Notification(name, values))

    return jobs
