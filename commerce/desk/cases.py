"""The life of a case: queued, claimed by one, answered, resolved or handed back to the bot.

The conversation's row is locked first, then the handoff, as everywhere; its owner changes with the case in
one transaction, and whoever would answer asks the owner under the same lock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation, audit
from commerce.clock import Clock
from commerce.desk.agent import Agent, CaseClosed, CaseNotFound, CaseTaken, NotYourCase
from commerce.desk.models import CsatRating, DeskNote
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier, Recipient, notification
from commerce.staff.members import set_duty
from commerce.staff.models import Role, StaffMember
from commerce.support.conversations import lock_conversation
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import (
    Conversation,
    ConversationOwner,
    Escalation,
    Handoff,
    HandoffStatus,
    MessageAuthor,
    Resolution,
)
from commerce.support.news import QUEUE, announce
from commerce.support.outgoing import say_first, shopper_spoke_last_at

# Who has been silent longer has perhaps closed the page: they get the reply by e-mail too.
GONE_AFTER = timedelta(minutes=10)
CSAT_PAYLOAD = "csat:"
_SCORES = ("Very bad", "Bad", "OK", "Good", "Very good")
_LEADS = (Role.LEAD, Role.OPERATOR)


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent at work, in one transaction."""

    session: AsyncSession
    agent: Agent
    deliveries: DeliveryQueue
    notifier: Notifier
    links: DocumentLinks  # to the labels of returns
    clock: Clock


async def claim(desk: Desk, conversation_id: UUID) -> Handoff:
    """Give the case to the agent; the bot is silent from here on. Claiming one's own case changes nothing.

    A conversation that waits for nobody is taken over from the bot. A lead may take a colleague's case.
    Raises CaseNotFound or CaseTaken.
    """
    conversation, handoff = await _locked(desk, conversation_id)
    if handoff is None:
        handoff = Handoff(
            conversation_id=conversation_id,
            escalation=Escalation.STAFF,
            summary=f"{desk.agent.name} took the conversation over.",
            created_at=desk.clock.now(),
        )
        desk.session.add(handoff)
    if handoff.assigned_to == desk.agent.id:
        return handoff
    if handoff.assigned_to is not None and desk.agent.role not in _LEADS:
        raise CaseTaken((await desk.session.get_one(StaffMember, handoff.assigned_to)).name)
    handoff.status, handoff.assigned_to = HandoffStatus.ASSIGNED, desk.agent.id
    handoff.assigned_at = desk.clock.now()
    conversation.owner = ConversationOwner.AGENT
    await set_duty(desk.session, desk.agent.id, is_on=True)
    await desk.session.flush()
    told = notification("agent_joined", agent=desk.agent.name)
    await desk.notifier.notify(desk.session, Recipient(conversation_id=conversation_id), told)
    await _changed(desk, handoff, "claim_case")
    return handoff


async def release(desk: Desk, conversation_id: UUID) -> None:
    """Put the agent's case back into the queue, where it keeps its place; until then the bot answers.

    Raises as `reply` does.
    """
    conversation, handoff = await _own(desk, conversation_id)
    handoff.status, handoff.assigned_to, handoff.assigned_at = HandoffStatus.QUEUED, None, None
    conversation.owner = ConversationOwner.BOT
    await _changed(desk, handoff, "release_case")


async def transfer(desk: Desk, conversation_id: UUID, to: UUID) -> None:
    """Give the agent's case to a colleague. Raises as `reply` does, and CaseNotFound for nobody."""
    _, handoff = await _own(desk, conversation_id)
    colleague = await desk.session.get(StaffMember, to)
    if colleague is None or colleague.disabled_at is not None or colleague.role is Role.TRAINER:
        raise CaseNotFound
    handoff.assigned_to, handoff.assigned_at = colleague.id, desk.clock.now()
    await _changed(desk, handoff, "transfer_case", reason=colleague.name)


async def set_priority(desk: Desk, conversation_id: UUID, priority: int) -> None:
    """Move a case up or down the queue: 0 is normal, 2 the most urgent. Raises CaseNotFound."""
    _, handoff = await _locked(desk, conversation_id)
    if handoff is None or priority not in {0, 1, 2}:
        raise CaseNotFound
    handoff.priority = priority
    await _changed(desk, handoff, "set_priority", reason=str(priority))


async def reply(desk: Desk, conversation_id: UUID, text: str) -> UUID | None:
    """Write to the shopper on their channel; None when this very click was heard before.

    Who has left the site is written an e-mail as well. Raises CaseNotFound, CaseClosed or NotYourCase.
    """
    _, handoff = await _own(desk, conversation_id)
    spoke_at = await shopper_spoke_last_at(desk.session, conversation_id)
    said = await say_first(
        desk.session,
        desk.deliveries,
        conversation_id,
        text,
        author=MessageAuthor.AGENT,
        key=f"desk:{desk.agent.key}" if desk.agent.key else None,
        sent_by=desk.agent.id,
    )
    if said is None:
        return None
    now = desk.clock.now()
    handoff.first_reply_at = handoff.first_reply_at or now
    if spoke_at is None or now - spoke_at > GONE_AFTER:
        recipient = Recipient(conversation_id=conversation_id, email=handoff.contact)
        await desk.notifier.notify(
            desk.session, recipient, notification("agent_replied", agent=desk.agent.name, text=text)
        )
    await announce(desk.session, QUEUE)
    return said


async def write_note(desk: Desk, conversation_id: UUID, text: str) -> None:
    """Note something for the store's people. Raises CaseNotFound."""
    if await lock_conversation(desk.session, conversation_id) is None:
        raise CaseNotFound
    desk.session.add(DeskNote(conversation_id=conversation_id, author_id=desk.agent.id, text=text))
    await desk.session.flush()
    await announce(desk.session, conversation_id)


async def resolve(desk: Desk, conversation_id: UUID, resolution: Resolution, note: str) -> None:
    """Close the agent's case, give the conversation to the bot and ask the shopper how it was.

    Raises CaseNotFound, CaseClosed or NotYourCase.
    """
    conversation, handoff = await _own(desk, conversation_id)
    await _close(desk, conversation, handoff, resolution, note)
    if resolution in {Resolution.SOLVED, Resolution.NOT_SOLVED}:
        await _ask_how_it_was(desk, handoff)


async def hand_back(desk: Desk, conversation_id: UUID, summary: str) -> None:
    """Give the conversation back to the bot, which is told the summary. Raises as `resolve` does."""
    conversation, handoff = await _own(desk, conversation_id)
    await _close(desk, conversation, handoff, Resolution.HANDED_BACK, summary)
    told = notification("handed_back", agent=desk.agent.name)
    await desk.notifier.notify(desk.session, Recipient(conversation_id=conversation_id), told)


async def _close(
    desk: Desk,
    conversation: Conversation,
    handoff: Handoff,
    resolution: Resolution,
    note: str,
) -> None:
    handoff.status, handoff.resolved_at = HandoffStatus.RESOLVED, desk.clock.now()
    handoff.resolution, handoff.resolution_note = resolution, note
    conversation.owner = ConversationOwner.BOT
    await desk.session.flush()
    await _changed(desk, handoff, "resolve_case", reason=resolution.value)


async def _ask_how_it_was(desk: Desk, handoff: Handoff) -> None:
    desk.session.add(
        CsatRating(handoff_id=handoff.id, conversation_id=handoff.conversation_id, asked_at=desk.clock.now())
    )
    scores: Sequence[dict[str, str]] = [
        {"title": title, "payload": f"{CSAT_PAYLOAD}{score}"} for score, title in enumerate(_SCORES, start=1)
    ]
    # The bot's own words, so that its quick replies may be pressed.
    await say_first(
        desk.session,
        desk.deliveries,
        handoff.conversation_id,
        "How did we do?",
        author=MessageAuthor.BOT,
        quick_replies=scores,
    )


async def _locked(desk: Desk, conversation_id: UUID) -> tuple[Conversation, Handoff | None]:
    conversation = await lock_conversation(desk.session, conversation_id)
    if conversation is None:
        raise CaseNotFound
    await desk.session.refresh(conversation)
    handoff = await desk.session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.status != HandoffStatus.RESOLVED)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return conversation, handoff


async def _own(desk: Desk, conversation_id: UUID) -> tuple[Conversation, Handoff]:
    conversation, handoff = await _locked(desk, conversation_id)
    if handoff is None:
        raise CaseClosed
    if handoff.assigned_to != desk.agent.id:
        raise NotYourCase
    return conversation, handoff


async def _changed(desk: Desk, handoff: Handoff, operation: str, reason: str = "") -> None:
    audit(desk.session, desk.agent.cause, Operation(operation, "handoff", str(handoff.id), reason))
    await announce(desk.session, handoff.conversation_id)
    await announce(desk.session, QUEUE)
