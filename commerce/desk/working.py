"""An agent at work on a case, in one transaction.

The conversation's row is locked first, then the handoff, as everywhere.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.audit.service import Operation, audit
from commerce.clock import Clock
from commerce.desk.agent import Agent, CaseClosed, CaseNotFound, NotYourCase
from commerce.desk.rules import DeskRules
from commerce.links.documents import DocumentLinks
from commerce.notification import Notifier
from commerce.support.conversations import lock_conversation
from commerce.support.delivery_queue import DeliveryQueue
from commerce.support.models import Conversation, Handoff, HandoffStatus
from commerce.support.news import QUEUE, announce


@dataclass(frozen=True, slots=True)
class Desk:
    """An agent at work, in one transaction."""

    session: AsyncSession
    agent: Agent
    deliveries: DeliveryQueue
    notifier: Notifier
    links: DocumentLinks  # to the labels of returns
    clock: Clock
    rules: DeskRules = field(default_factory=DeskRules)


async def locked_case(desk: Desk, conversation_id: UUID) -> tuple[Conversation, Handoff | None]:
    """The conversation and its open handoff, held until the transaction ends. Raises CaseNotFound."""
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


async def own_case(desk: Desk, conversation_id: UUID) -> tuple[Conversation, Handoff]:
    """As `locked_case`, where the agent has claimed it. Raises CaseNotFound, CaseClosed or NotYourCase."""
    conversation, handoff = await locked_case(desk, conversation_id)
    if handoff is None:
        raise CaseClosed
    if handoff.assigned_to != desk.agent.id:
        raise NotYourCase
    return conversation, handoff


async def case_changed(desk: Desk, handoff: Handoff, operation: str, reason: str = "") -> None:
    """Note in the audit log what was done with a case, and tell those who watch it."""
    audit(desk.session, desk.agent.cause, Operation(operation, "handoff", str(handoff.id), reason))
    await desk.session.flush()
    await announce(desk.session, handoff.conversation_id)
    await announce(desk.session, QUEUE)
