"""Keeps what shoppers send along: noted with the message, fetched by a job, shown to agents."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from procrastinate import App
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.attachments.models import Attachment, AttachmentStatus

FETCH = "attachments:fetch"  # the job's name at the worker


async def note_attachments(session: AsyncSession, queue: App, message_id: UUID, urls: Sequence[str]) -> None:
    """Note where a message's attachments are and defer the jobs that fetch them; a repeat does nothing."""
    rows = [
        {
            "id": uuid4(),
            "message_id": message_id,
            "number": number,
            "source_url": url,
            "status": AttachmentStatus.PENDING,
        }
        for number, url in enumerate(urls)
    ]
    noted = await session.scalars(
        insert(Attachment).values(rows).on_conflict_do_nothing().returning(Attachment.id)
    )
    connection = await (await session.connection()).get_raw_connection()
    for attachment_id in noted.all():
        job = queue.configure_task(FETCH, connection=connection.driver_connection)
        await job.defer_async(attachment_id=str(attachment_id))
