"""The transcript of a case: what was said, in order, with the notes that no shopper sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from commerce.attachments.models import Attachment
from commerce.desk.models import DeskNote
from commerce.staff.models import StaffMember
from commerce.support.models import Message


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the transcript: a message, or a note that no shopper sees."""

    at: datetime
    author: str  # shopper, bot, agent, system or note
    name: str  # of the agent, or of who noted
    text: str
    cards: Sequence[dict[str, Any]] = ()
    choices: Sequence[str] = ()
    status: str = ""
    pictures: Sequence[Attachment] = ()
    position: int = 0  # among the messages, or among the notes
    source: str | None = None  # where it came from: a message's own id, or the message of a thread


async def read_entries(
    session: AsyncSession, conversation_id: UUID, limit: int | None
) -> tuple[list[Entry], bool]:
    """Read the last `limit` messages, or all, with their notes; and whether there are earlier ones."""
    query = (
        select(Message, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == Message.sent_by)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.position.desc())
    )
    rows = (await session.execute(query.limit(limit + 1) if limit else query)).all()
    has_earlier = limit is not None and len(rows) > limit
    shown = [(message, name) for message, name in reversed(rows[:limit] if limit else rows)]
    notes = await session.scalars(_notes_of(conversation_id))
    since = shown[0][0].created_at if shown and has_earlier else None
    noted = [_noted(note) for note in notes if since is None or note.created_at >= since]
    return _in_order(await _all_said(session, shown), noted), has_earlier


async def entries_after(
    session: AsyncSession,
    conversation_id: UUID,
    *,
    message: int,
    note: int,
    until: datetime | None,
    limit: int,
) -> list[Entry]:
    """Read what was said behind a message's position, at most `limit` of it, and noted behind a note's.

    Nothing that is later than `until`.
    """
    said = (
        select(Message, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == Message.sent_by)
        .where(Message.conversation_id == conversation_id, Message.position > message)
        .order_by(Message.position)
        .limit(limit)
    )
    noted = _notes_of(conversation_id).where(DeskNote.position > note)
    if until is not None:
        said, noted = said.where(Message.created_at <= until), noted.where(DeskNote.created_at <= until)
    rows = [(each, name) for each, name in (await session.execute(said)).all()]
    notes = [_noted(each) for each in await session.scalars(noted)]
    if len(rows) == limit:  # those that belong behind what is still to come wait for it
        last = rows[-1][0].created_at
        notes = list(takewhile(lambda each: each.at <= last, notes))
    return _in_order(await _all_said(session, rows), notes)


def _notes_of(conversation_id: UUID) -> Select[DeskNote]:
    return (
        select(DeskNote)
        .where(DeskNote.conversation_id == conversation_id)
        .options(joinedload(DeskNote.author))
        .order_by(DeskNote.position)
    )


def _in_order(said: Sequence[Entry], noted: Sequence[Entry]) -> list[Entry]:
    """What was said in the log's order, each note before what was said later."""
    entries, notes = list[Entry](), list(noted)
    for each in said:
        while notes and notes[0].at < each.at:
            entries.append(notes.pop(0))
        entries.append(each)
    return [*entries, *notes]


async def _all_said(session: AsyncSession, rows: Sequence[tuple[Message, str | None]]) -> list[Entry]:
    pictures = await _pictures(session, [message.id for message, _ in rows])
    return [_said(message, name, pictures.get(message.id, ())) for message, name in rows]


async def _pictures(session: AsyncSession, message_ids: Sequence[UUID]) -> dict[UUID, list[Attachment]]:
    found: dict[UUID, list[Attachment]] = {}
    query = select(Attachment).where(Attachment.message_id.in_(message_ids)).order_by(Attachment.number)
    for attachment in await session.scalars(query):
        found.setdefault(attachment.message_id, []).append(attachment)
    return found


def _said(message: Message, name: str | None, pictures: Sequence[Attachment]) -> Entry:
    return Entry(
        message.created_at,
        message.author.value,
        name or "",
        message.text,
        message.cards,
        [each["title"] for each in message.quick_replies],
        message.status.value,
        pictures,
        message.position,
        message.external_id,
    )


def _noted(note: DeskNote) -> Entry:
    name = note.author.name if note.author else note.author_name or "The assistant"
    return Entry(note.created_at, "note", name, note.text, position=note.position, source=note.source)
