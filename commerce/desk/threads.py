"""The threads that cases are worked in outside the house: how far each has come, and what is still to come.

What is to be posted is noted first and in one transaction with how far the thread has come, so that a worker
that dies, or a Slack that is away, loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.desk.models import AlarmKind, DeskAlarm, DeskDraft, DeskNote, DeskPost, DeskThread, DraftStatus
from commerce.desk.thread_files import files_to_show, is_file_to_show
from commerce.desk.thread_posts import put
from commerce.desk.transcript import Entry, entries_after
from commerce.support.conversations import lock_conversation
from commerce.support.models import Handoff, HandoffStatus, Message
from commerce.support.news import announce

AT_ONCE = 500  # messages of a transcript taken in by one transaction
REACHABLE_AGAIN = timedelta(minutes=5)  # between looks at a thread that cannot be posted to


@dataclass(frozen=True, slots=True)
class Renderer:
    """Makes posts of what is to be shown."""

    card: Callable[[], dict[str, Any]]
    entries: Callable[[Sequence[Entry]], list[dict[str, Any]]]
    mark: Callable[[str, DraftStatus], dict[str, Any]]  # of the message with this stamp
    alarm: Callable[[DeskAlarm], dict[str, Any]]


async def case_to_show(session: AsyncSession, conversation_id: UUID) -> Handoff | None:
    """The open case of a conversation, else the last one whose thread is not complete; None for neither."""
    shown = select(DeskThread.handoff_id).where(~DeskThread.is_closed)
    return await session.scalar(
        select(Handoff)
        .where(
            Handoff.conversation_id == conversation_id,
            or_(Handoff.status != HandoffStatus.RESOLVED, Handoff.id.in_(shown)),
        )
        .order_by(Handoff.created_at)
        .limit(1)
    )


async def cases_behind(session: AsyncSession, now: datetime) -> Sequence[UUID]:
    """The conversations whose case is not completely shown, as far as its thread may be tried now."""
    said = select(func.max(Message.position)).where(Message.conversation_id == Handoff.conversation_id)
    noted = select(func.max(DeskNote.position)).where(DeskNote.conversation_id == Handoff.conversation_id)
    waiting = select(DeskPost.id).where(DeskPost.handoff_id == Handoff.id, DeskPost.stamp.is_(None)).exists()
    is_behind = or_(
        DeskThread.handoff_id.is_(None),
        Handoff.status == HandoffStatus.RESOLVED,
        waiting,
        said.scalar_subquery() > DeskThread.messages_until,
        noted.scalar_subquery() > DeskThread.notes_until,
        is_file_to_show(),
    )
    found = await session.scalars(
        select(Handoff.conversation_id)
        .outerjoin(DeskThread, DeskThread.handoff_id == Handoff.id)
        .where(
            or_(Handoff.status != HandoffStatus.RESOLVED, DeskThread.handoff_id.is_not(None)),
            or_(DeskThread.handoff_id.is_(None), ~DeskThread.is_closed),
            or_(DeskThread.try_again_at.is_(None), DeskThread.try_again_at <= now),
            is_behind,
        )
        .order_by(Handoff.created_at)
    )
    return found.all()


async def take_in(
    session: AsyncSession, handoff: Handoff, channel: str, renderer: Renderer, clock: Clock
) -> tuple[DeskThread, bool]:
    """Note what of a case is not in its thread yet, which is begun if there is none; whether there is more.

    `channel` is where it begins. Nothing that was said after the case was over belongs to it.
    """
    await lock_conversation(session, handoff.conversation_id)
    await session.refresh(handoff, ["status", "resolved_at"])  # it may have been closed since it was read
    thread = await session.get(DeskThread, handoff.id, with_for_update=True)
    if thread is None:
        thread = DeskThread(
            handoff_id=handoff.id,
            conversation_id=handoff.conversation_id,
            channel=channel,
            messages_until=0,
            notes_until=0,
            card="",
            is_closed=False,
            created_at=clock.now(),
        )
        session.add(thread)
        await session.flush()
        await put(session, thread, [renderer.card()])
    entries = await entries_after(
        session,
        handoff.conversation_id,
        message=thread.messages_until,
        note=thread.notes_until,
        until=handoff.resolved_at,
        limit=AT_ONCE,
    )
    own = await _own_sources(session, thread)
    await put(session, thread, renderer.entries([each for each in entries if each.source not in own]))
    for each in entries:
        if each.author == "note":
            thread.notes_until = max(thread.notes_until, each.position)
        else:
            thread.messages_until = each.position
    await put(session, thread, [{"file": str(each)} for each in await files_to_show(session, thread)])
    await put(session, thread, await _marks(session, thread, renderer))
    await put(session, thread, await _alarms(session, thread, renderer))
    await session.flush()
    return thread, len(entries) >= AT_ONCE


async def put_off(session: AsyncSession, handoff_id: UUID, until: datetime, lost_because: str | None) -> bool:
    """Leave a thread alone until then; whether it is newly lost, for which `lost_because` is the reason."""
    thread = await session.get_one(DeskThread, handoff_id, with_for_update=True)
    is_new = lost_because is not None and thread.lost_because is None
    thread.try_again_at = until
    thread.lost_because = lost_because or thread.lost_because
    return is_new


async def note_shown(session: AsyncSession, handoff_id: UUID, card: str, *, is_all: bool) -> bool:
    """Note that a thread shows all that was taken in, with this card; whether it was lost before.

    `is_all` says that nothing will come: the case is over.
    """
    thread = await session.get_one(DeskThread, handoff_id, with_for_update=True)
    was_lost = thread.lost_because is not None
    thread.lost_because = thread.try_again_at = None
    thread.card, thread.is_closed = card, is_all
    return was_lost


async def show_once_more(session: AsyncSession, handoff_id: UUID) -> None:
    """Have a case that is over shown as it is now, where its thread can be reached."""
    thread = await session.get(DeskThread, handoff_id, with_for_update=True)
    if thread is not None and thread.lost_because is None:
        thread.is_closed = False
        await announce(session, thread.conversation_id)


async def give_thread_up(session: AsyncSession, handoff_id: UUID, lost_because: str, clock: Clock) -> bool:
    """Note that a thread is gone for good; whether that is new."""
    thread = await session.get_one(DeskThread, handoff_id, with_for_update=True)
    was_known = thread.is_closed
    thread.is_closed, thread.lost_because, thread.try_again_at = True, lost_because, clock.now()
    return not was_known


async def thread_at(session: AsyncSession, channel: str, stamp: str) -> DeskThread | None:
    """The thread whose first message this is, or which holds it among what we posted."""
    posted = select(DeskPost.handoff_id).where(DeskPost.stamp == stamp)
    return await session.scalar(
        select(DeskThread)
        .where(
            DeskThread.channel == channel,
            or_(DeskThread.stamp == stamp, DeskThread.handoff_id.in_(posted)),
        )
        .limit(1)
    )


async def is_card_under_way(session: AsyncSession, channel: str) -> bool:
    """Tell whether a card was handed to a channel of which is not known yet whether and where it is there."""
    query = (
        select(DeskPost.id)
        .join(DeskThread, DeskThread.handoff_id == DeskPost.handoff_id)
        .where(DeskThread.channel == channel, DeskThread.stamp.is_(None), DeskPost.begun_at.is_not(None))
        .limit(1)
    )
    return await session.scalar(query) is not None


def source_of(channel: str, thread: str, stamp: str) -> str:
    """What stands for a message of a thread."""
    return f"{channel}:{thread}:{stamp}"


def stamp_of(source: str) -> str:
    """The stamp of the message that a source stands for."""
    return source.rpartition(":")[2]


async def _own_sources(session: AsyncSession, thread: DeskThread) -> set[str | None]:
    """What was written in this very thread: it is there already."""
    own = f"{thread.channel}:{thread.stamp}:%"
    drafts = await session.scalars(
        select(DeskDraft.id).where(
            DeskDraft.conversation_id == thread.conversation_id, DeskDraft.source.like(own)
        )
    )
    notes = await session.scalars(
        select(DeskNote.source).where(
            DeskNote.conversation_id == thread.conversation_id, DeskNote.source.like(own)
        )
    )
    return {*(f"desk:{each}" for each in drafts), *notes}


async def _marks(session: AsyncSession, thread: DeskThread, renderer: Renderer) -> list[dict[str, Any]]:
    """Signs at the thread's messages of what became of them."""
    settled = await session.scalars(
        select(DeskDraft)
        .where(
            DeskDraft.conversation_id == thread.conversation_id,
            DeskDraft.source.like(f"{thread.channel}:{thread.stamp}:%"),
            DeskDraft.status.in_((DraftStatus.SENT, DraftStatus.NOTED)),
            ~DeskDraft.is_marked,
        )
        .order_by(DeskDraft.position)
    )
    marks = []
    for draft in settled:
        draft.is_marked = True
        marks.append(renderer.mark(stamp_of(draft.source), draft.status))
    return marks


async def _alarms(session: AsyncSession, thread: DeskThread, renderer: Renderer) -> list[dict[str, Any]]:
    """The alarms that nobody has been told of in the thread; that the thread is lost is told elsewhere."""
    new = await session.scalars(
        select(DeskAlarm)
        .where(
            DeskAlarm.conversation_id == thread.conversation_id,
            DeskAlarm.cleared_at.is_(None),
            DeskAlarm.kind != AlarmKind.THREAD_LOST,
            ~DeskAlarm.is_posted,
        )
        .order_by(DeskAlarm.raised_at)
    )
    told = []
    for alarm in new:
        alarm.is_posted = True
        told.append(renderer.alarm(alarm))
    return told
