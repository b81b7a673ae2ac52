"""Replies written in a thread: they wait a moment, so that a slip can be taken back, then they go out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from procrastinate import App
from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.attachments.files import CheckedFile
from commerce.desk.agent import Agent, CaseClosed, NotYourCase
from commerce.desk.files import keep_file
from commerce.desk.models import DeskDraft, DraftStatus
from commerce.desk.notes import keep_note
from commerce.desk.replying import reply
from commerce.desk.working import Desk, own_case
from commerce.errors import CommerceError
from commerce.jobs import connection_of
from commerce.staff.models import StaffMember
from commerce.support.conversations import lock_conversation
from commerce.support.news import announce

SEND_DRAFTS = "desk:send_drafts"  # the job's name at the worker


class DraftGone(CommerceError):
    """It is too late to take the reply back."""

    def __init__(self, status: DraftStatus) -> None:
        super().__init__(
            "the shopper has it already" if status is DraftStatus.SENT else "that was settled before"
        )
        self.status = status


@dataclass(frozen=True, slots=True)
class DraftQueue:
    """Sees to it that drafts are sent when their time has come, whatever happens to this process."""

    app: App

    async def put(self, session: AsyncSession, conversation_id: UUID, due_at: datetime) -> None:
        """Have the conversation's drafts looked at when `due_at` has come, in the caller's transaction."""
        job = self.app.configure_task(
            SEND_DRAFTS, schedule_at=due_at, connection=await connection_of(session)
        )
        await job.defer_async(conversation_id=str(conversation_id))


async def put_draft(
    desk: Desk,
    queue: DraftQueue,
    conversation_id: UUID,
    source: str,
    text: str,
    *,
    files: Sequence[CheckedFile] = (),
    wait: timedelta,
) -> DeskDraft | None:
    """Keep a reply of the agent whose case it is for `wait`, with its files; None when it was kept before.

    Raises CaseNotFound, CaseClosed or NotYourCase.
    """
    await own_case(desk, conversation_id)
    due_at = desk.clock.now() + wait
    draft: DeskDraft | None = await desk.session.scalar(
        insert(DeskDraft)
        .values(
            conversation_id=conversation_id,
            agent_id=desk.agent.id,
            source=source,
            text=text,
            cards=[],
            due_at=due_at,
        )
        .on_conflict_do_nothing()
        .returning(DeskDraft)
    )
    if draft is not None:
        draft.cards = [keep_file(desk, conversation_id, each) for each in files]
        await queue.put(desk.session, conversation_id, due_at)
        await announce(desk.session, conversation_id)
    return draft


async def drafts_waiting(session: AsyncSession, conversation_id: UUID) -> Sequence[DeskDraft]:
    """The conversation's replies that are still on their way, in order."""
    found = await session.scalars(_of(conversation_id))
    return found.all()


async def withdrawn_draft(session: AsyncSession, draft_id: UUID, agent_id: UUID) -> DeskDraft | None:
    """A reply that this agent took back; None for any other."""
    found: DeskDraft | None = await session.scalar(
        select(DeskDraft).where(
            DeskDraft.id == draft_id,
            DeskDraft.agent_id == agent_id,
            DeskDraft.status == DraftStatus.WITHDRAWN,
        )
    )
    return found


async def take_back(desk: Desk, draft_id: UUID, into: DraftStatus) -> DeskDraft:
    """Withdraw one of the agent's own drafts, or make a note of it. Raises DraftGone, also for another's."""
    draft = await _waiting(desk, DeskDraft.id == draft_id)
    draft.status = into
    if into is DraftStatus.NOTED:
        await keep_note(
            desk.session, draft.conversation_id, _words(draft), author_id=desk.agent.id, source=draft.source
        )
    await announce(desk.session, draft.conversation_id)
    return draft


async def reword(desk: Desk, queue: DraftQueue, source: str, text: str, wait: timedelta) -> DeskDraft:
    """Take an edit of a message that is still on its way, which waits anew. Raises DraftGone."""
    draft = await _waiting(desk, DeskDraft.source == source)
    draft.text, draft.due_at = text, desk.clock.now() + wait
    await queue.put(desk.session, draft.conversation_id, draft.due_at)
    return draft


async def withdraw_message(desk: Desk, source: str) -> DeskDraft:
    """Take the deletion of a message that is still on its way. Raises DraftGone."""
    draft = await _waiting(desk, DeskDraft.source == source)
    draft.status = DraftStatus.WITHDRAWN
    return draft


async def _waiting(desk: Desk, which: Any) -> DeskDraft:
    found = await desk.session.scalar(select(DeskDraft).where(which, DeskDraft.agent_id == desk.agent.id))
    if found is None:
        raise DraftGone(DraftStatus.WITHDRAWN)
    # The conversation's row first, as who sends them does.
    await lock_conversation(desk.session, found.conversation_id)
    await desk.session.refresh(found, with_for_update=True)
    if found.status is not DraftStatus.WAITING:
        raise DraftGone(found.status)
    return found


async def send_due(desk: Desk, conversation_id: UUID) -> int:
    """Send the conversation's drafts whose time has come, in their order; how many are settled by it.

    `desk` is anybody's: each draft is sent as its own agent's. One whose agent does not have the case any
    more becomes a note that says so.
    """
    if await lock_conversation(desk.session, conversation_id) is None:
        return 0
    drafts = await desk.session.scalars(_of(conversation_id).with_for_update())
    settled = 0
    for draft in drafts.all():
        if draft.due_at > desk.clock.now():
            break  # those behind it keep their place
        await _send(desk, draft)
        settled += 1
    return settled


async def send_waiting(desk: Desk, conversation_id: UUID) -> None:
    """Send what the agent wrote and could still take back, before they let the case go.

    The caller holds the conversation's row.
    """
    drafts = await desk.session.scalars(
        _of(conversation_id).where(DeskDraft.agent_id == desk.agent.id).with_for_update()
    )
    for draft in drafts.all():
        await _send(desk, draft)


def _of(conversation_id: UUID) -> Select[DeskDraft]:
    return (
        select(DeskDraft)
        .where(DeskDraft.conversation_id == conversation_id, DeskDraft.status == DraftStatus.WAITING)
        .order_by(DeskDraft.position)
    )


async def _send(desk: Desk, draft: DeskDraft) -> None:
    member = await desk.session.get_one(StaffMember, draft.agent_id)
    theirs = replace(desk, agent=Agent(member.id, member.name, member.role, draft.id))
    try:
        if member.disabled_at is not None:
            raise NotYourCase
        await reply(theirs, draft.conversation_id, draft.text, cards=draft.cards)
    except (CaseClosed, NotYourCase) as refusal:
        draft.status = DraftStatus.NOTED
        text = f"Not sent, since {refusal}: {_words(draft)}"
        await keep_note(desk.session, draft.conversation_id, text, author_id=member.id)
    else:
        draft.status = DraftStatus.SENT


def _words(draft: DeskDraft) -> str:
    """What a draft says, for who may not have what came with it."""
    files = ", ".join(card["title"] for card in draft.cards)
    return f"{draft.text} [{files}]" if draft.text and files else draft.text or files
