"""Notes on a conversation: for the store's people alone."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.desk.agent import CaseNotFound
from commerce.desk.models import DeskNote
from commerce.support.conversations import lock_conversation
from commerce.support.news import announce


async def keep_note(
    session: AsyncSession,
    conversation_id: UUID,
    text: str,
    *,
    author_id: UUID | None = None,
    author_name: str | None = None,
    source: str | None = None,
) -> bool:
    """Note something about a conversation; False when it was noted before, from the same `source`.

    Without an author it is the assistant's. Raises CaseNotFound.
    """
    if await lock_conversation(session, conversation_id) is None:
        raise CaseNotFound
    note = {
        "conversation_id": conversation_id,
        "author_id": author_id,
        "author_name": author_name,
        "source": source,
        "text": text,
    }
    noted = await session.scalar(
        insert(DeskNote).values(note).on_conflict_do_nothing().returning(DeskNote.id)
    )
    if noted is not None:
        await announce(session, conversation_id)
    return noted is not None
