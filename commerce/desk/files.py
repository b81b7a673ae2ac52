"""Files that the store's people send shoppers: kept here, and told as cards that lead to them."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.attachments.files import CheckedFile
from commerce.attachments.models import SentFile
from commerce.desk.working import Desk
from commerce.errors import NotFound
from commerce.identity import IdentityLevel
from commerce.links.documents import DocumentKind, DocumentRef


class FileGone(NotFound):
    """There is no such file, or not any more."""


def keep_file(desk: Desk, conversation_id: UUID, file: CheckedFile) -> dict[str, Any]:
    """Keep a file of the agent's in their transaction; the card that shows it to the shopper."""
    file_id = uuid4()
    desk.session.add(
        SentFile(
            id=file_id,
            conversation_id=conversation_id,
            agent_id=desk.agent.id,
            name=file.name,
            content_type=file.content_type,
            content=file.content,
        )
    )
    reference = DocumentRef(DocumentKind.FILE, str(file_id), "", IdentityLevel.ANONYMOUS)
    url = desk.links.url(reference, clock=desk.clock)
    card: dict[str, Any] = {"title": file.name, "subtitle": file.description, "file": str(file_id)}
    card |= {"link": {"title": "Open", "url": url}}
    return card | ({"image": url} if file.is_picture else {})


async def read_file(session: AsyncSession, file_id: UUID) -> CheckedFile:
    """Read a file that was sent. Raises FileGone."""
    row = (
        await session.execute(
            select(SentFile.name, SentFile.content_type, SentFile.content).where(SentFile.id == file_id)
        )
    ).one_or_none()
    if row is None:
        raise FileGone
    return CheckedFile(*row)
