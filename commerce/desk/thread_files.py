"""Which of a shopper's files are to be shown in a case's thread: each once, when it is there."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.attachments.models import Attachment, AttachmentStatus
from commerce.desk.models import DeskPost, DeskThread
from commerce.support.models import Message


def stamp_of_file(attachment_id: UUID) -> str:
    """What stands for a shopper's file among the posts of a thread; Slack tells no stamp of it."""
    return f"file:{attachment_id}"


def is_file_to_show() -> ColumnElement[bool]:
    """Whether a DeskThread of the query lacks a file of what it shows."""
    is_posted = (
        select(DeskPost.id)
        .where(
            DeskPost.handoff_id == DeskThread.handoff_id,
            or_(
                DeskPost.stamp == func.concat("file:", Attachment.id),
                DeskPost.part["file"].astext == cast(Attachment.id, String),
            ),
        )
        .correlate(DeskThread, Attachment)
        .exists()
    )
    return (
        select(Attachment.id)
        .join(Message, Message.id == Attachment.message_id)
        .where(
            and_(
                Message.conversation_id == DeskThread.conversation_id,
                Message.position <= DeskThread.messages_until,
                Attachment.status == AttachmentStatus.STORED,
                ~is_posted,
            )
        )
        .correlate(DeskThread)
        .exists()
    )


async def files_to_show(session: AsyncSession, thread: DeskThread) -> Sequence[UUID]:
    """The files of what a thread shows that are not in it, in order."""
    posts = await session.execute(
        select(DeskPost.stamp, DeskPost.part["file"].astext).where(DeskPost.handoff_id == thread.handoff_id)
    )
    known = {stamp or stamp_of_file(file) for stamp, file in posts if stamp or file}
    stored = await session.scalars(
        select(Attachment.id)
        .join(Message, Message.id == Attachment.message_id)
        .where(
            Message.conversation_id == thread.conversation_id,
            Message.position <= thread.messages_until,
            Attachment.status == AttachmentStatus.STORED,
        )
        .order_by(Message.position, Attachment.number)
    )
    return [each for each in stored if stamp_of_file(each) not in known]
