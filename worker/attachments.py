"""Fetches what shoppers sent along, so that agents can see it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

import structlog
from procrastinate import Blueprint, JobContext, RetryStrategy
from sqlalchemy import select, update

from commerce.attachments.models import Attachment, AttachmentStatus
from commerce.database import Sessions
from commerce.support.models import Message
from commerce.support.news import announce
from connectors.channels.sms.media import MediaFetcher, MediaRefused, MediaUnavailable
from worker.retries import tries

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 6


def attachment_jobs(
    sessions: Sessions, fetcher: MediaFetcher | None, retry: RetryStrategy | None = None
) -> Blueprint:
    """The job that fetches an attachment.

    Added to the app under the namespace `attachments`, as `commerce.attachments.service.FETCH` names it.
    """
    jobs = Blueprint()

    @jobs.task(
        name="fetch",
        retry=retry or tries(MAX_ATTEMPTS, exponential_wait_s=3),
        pass_context=True,
    )
    async def fetch(context: JobContext, attachment_id: str) -> None:
        async with sessions() as session:
            attachment = await session.get(Attachment, UUID(attachment_id))
        if attachment is None or attachment.status is not AttachmentStatus.PENDING:
            return  # erased, or fetched before
        try:
            if fetcher is None:
                raise MediaRefused("no account to fetch it with")
            picture = await fetcher.fetch(attachment.source_url)
        except MediaRefused as refused:
            log.warning("an attachment was refused", attachment=attachment_id, reason=str(refused))
            await _end(sessions, attachment.id, status=AttachmentStatus.REFUSED)
        except MediaUnavailable as error:
            log.warning("an attachment could not be fetched", attachment=attachment_id, reason=str(error))
            if context.job.attempts + 1 < MAX_ATTEMPTS:
                raise
            await _end(sessions, attachment.id, status=AttachmentStatus.FAILED)
        else:
            await _end(sessions, attachment.id, status=AttachmentStatus.STORED, **asdict(picture))

    return jobs


async def _end(sessions: Sessions, attachment_id: UUID, **values: Any) -> None:
    async with sessions.begin() as session:
        await session.execute(update(Attachment).where(Attachment.id == attachment_id).values(**values))
        conversation = select(Message.conversation_id).join(Attachment, Attachment.message_id == Message.id)
        whose = await session.scalar(conversation.where(Attachment.id == attachment_id))
        if whose is not None:
            await announce(session, whose)  # the desk shows it
