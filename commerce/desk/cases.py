"""The life of a case: queued, claimed by one, answered, resolved or handed back to the bot.

The conversation's row is locked first, then the handoff, as everywhere; its owner changes with the case in
one transaction, and whoever would answer asks the owner under the same lock.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from commerce.desk.agent import AtCapacity, CaseNotFound, CaseTaken
from commerce.desk.drafts import send_waiting
from commerce.desk.models import CsatRating
from commerce.desk.notes import keep_note
from commerce.desk.working import Desk, case_changed, locked_case, own_case
from commerce.notification import Recipient, notification
from commerce.staff.members import set_duty
from commerce.staff.models import Role, StaffMember
from commerce.support.models import (
    Conversation,
    ConversationOwner,
    Escalation,
    Handoff,
    HandoffStatus,
    MessageAuthor,
    Resolution,
)
from commerce.support.outgoing import say_first

CSAT_PAYLOAD = "csat:"
_SCORES = ("Very bad", "Bad", "OK", "Good", "Very good")
_LEADS = (Role.LEAD, Role.OPERATOR)


async def claim(desk: Desk, conversation_id: UUID) -> Handoff:
    """Give the case to the agent; the bot is silent from here on. Claiming one's own case changes nothing.

    A conversation that waits for nobody is taken over from the bot. A lead may take a colleague's case.
    Raises CaseNotFound, CaseTaken or AtCapacity.
    """
    conversation, handoff = await locked_case(desk, conversation_id)
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
    await _require_room(desk)
    handoff.status, handoff.assigned_to = HandoffStatus.ASSIGNED, desk.agent.id
    handoff.assigned_at, handoff.snoozed_at = desk.clock.now(), None
    handoff.snoozed_until = None
    conversation.owner = ConversationOwner.AGENT
    await set_duty(desk.session, desk.agent.id, is_on=True)
    await desk.session.flush()
    told = notification("agent_joined", agent=desk.agent.name)
    await desk.notifier.notify(desk.session, Recipient(conversation_id=conversation_id), told)
    await case_changed(desk, handoff, "claim_case")
    return handoff


async def release(desk: Desk, conversation_id: UUID) -> None:
    """Put the agent's case back into the queue, where it keeps its place; until then the bot answers.

    What the agent wrote before goes out first, as with whatever else ends their having it. Raises
    CaseNotFound, CaseClosed or NotYourCase.
    """
    conversation, handoff = await own_case(desk, conversation_id)
    await send_waiting(desk, conversation_id)
    handoff.status, handoff.assigned_to, handoff.assigned_at = HandoffStatus.QUEUED, None, None
    conversation.owner = ConversationOwner.BOT
    await case_changed(desk, handoff, "release_case")


async def transfer(desk: Desk, conversation_id: UUID, to: UUID) -> None:
    """Give the agent's case to a colleague. Raises as `release` does, and CaseNotFound for nobody."""
    _, handoff = await own_case(desk, conversation_id)
    colleague = await desk.session.get(StaffMember, to)
    if colleague is None or colleague.disabled_at is not None or colleague.role is Role.TRAINER:
        raise CaseNotFound
    await send_waiting(desk, conversation_id)
    handoff.assigned_to, handoff.assigned_at = colleague.id, desk.clock.now()
    await case_changed(desk, handoff, "transfer_case", reason=colleague.name)


async def write_note(desk: Desk, conversation_id: UUID, text: str) -> None:
    """Note something for the store's people. Raises CaseNotFound."""
    await keep_note(desk.session, conversation_id, text, author_id=desk.agent.id)


async def resolve(desk: Desk, conversation_id: UUID, resolution: Resolution, note: str) -> None:
    """Close the agent's case, give the conversation to the bot and ask the shopper how it was.

    Raises CaseNotFound, CaseClosed or NotYourCase.
    """
    conversation, handoff = await own_case(desk, conversation_id)
    await _close(desk, conversation, handoff, resolution, note)
    if resolution in {Resolution.SOLVED, Resolution.NOT_SOLVED}:
        await _ask_how_it_was(desk, handoff)


async def hand_back(desk: Desk, conversation_id: UUID, summary: str) -> None:
    """Give the conversation back to the bot, which is told the summary. Raises as `resolve` does."""
    conversation, handoff = await own_case(desk, conversation_id)
    await _close(desk, conversation, handoff, Resolution.HANDED_BACK, summary)
    told = notification("handed_back", agent=desk.agent.name)
    await desk.notifier.notify(desk.session, Recipient(conversation_id=conversation_id), told)


async def _require_room(desk: Desk) -> None:
    """Raise AtCapacity when the agent has as many cases as one person can; leads help out beyond it."""
    most = desk.rules.capacity
    if most is None or desk.agent.role in _LEADS:
        return
    # One claim of an agent's after the other: two at once must not both find room.
    await desk.session.execute(
        select(StaffMember.id).where(StaffMember.id == desk.agent.id).with_for_update()
    )
    in_hand = await desk.session.scalar(
        select(func.count(Handoff.id)).where(
            Handoff.assigned_to == desk.agent.id,
            Handoff.status == HandoffStatus.ASSIGNED,
            Handoff.snoozed_until.is_(None),
        )
    )
    if (in_hand or 0) >= most:
        raise AtCapacity(most)


async def _close(
    desk: Desk,
    conversation: Conversation,
    handoff: Handoff,
    resolution: Resolution,
    note: str,
) -> None:
    await send_waiting(desk, conversation.id)
    handoff.status, handoff.resolved_at = HandoffStatus.RESOLVED, desk.clock.now()
    handoff.resolution, handoff.resolution_note = resolution, note
    conversation.owner = ConversationOwner.BOT
    await desk.session.flush()
    await case_changed(desk, handoff, "resolve_case", reason=resolution.value)


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
