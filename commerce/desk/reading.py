"""What the desk shows: the queue, a case with its whole transcript, and what is found by searching."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from commerce.attachments.models import Attachment
from commerce.customers.models import Customer
from commerce.desk.agent import CaseNotFound
from commerce.desk.transcript import Entry, read_entries
from commerce.orders.models import Order
from commerce.returns.models import ReturnRequest
from commerce.staff.models import StaffMember
from commerce.support.models import Conversation, Handoff, HandoffStatus, Message

SHOWN_AT_ONCE = 200
_FOUND_AT_MOST = 25


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case in the queue, in short."""

    handoff: Handoff
    conversation: Conversation
    customer: Customer | None
    agent: StaffMember | None
    said_last: Message | None


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation as the desk sees it."""

    conversation: Conversation
    customer: Customer | None
    handoff: Handoff | None  # the open one, else the latest
    agent: StaffMember | None
    entries: Sequence[Entry]
    has_earlier: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody waits, or is being served."""
        return self.handoff is not None and self.handoff.status is not HandoffStatus.RESOLVED


async def list_queue(session: AsyncSession) -> list[Waiting]:
    """Every open case: the most urgent first, then the longest waiting."""
    last = (
        select(Message.id)
        .where(Message.conversation_id == Handoff.conversation_id)
        .order_by(Message.position.desc())
        .limit(1)
        .correlate(Handoff)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Handoff, Conversation, Customer, StaffMember, Message)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .outerjoin(Customer, Customer.id == Conversation.customer_id)
        .outerjoin(StaffMember, StaffMember.id == Handoff.assigned_to)
        .outerjoin(Message, Message.id == last)
        .where(Handoff.status != HandoffStatus.RESOLVED)
        .order_by(Handoff.priority.desc(), Handoff.created_at)
    )
    return [Waiting(*row) for row in rows]


async def read_case(session: AsyncSession, conversation_id: UUID, *, whole: bool = False) -> Case:
    """The conversation with its transcript, the latest part of it or the whole. Raises CaseNotFound."""
    conversation = await session.get(
        Conversation, conversation_id, options=[joinedload(Conversation.customer)]
    )
    if conversation is None:
        raise CaseNotFound
    handoff = await session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id)
        .order_by(Handoff.resolved_at.desc().nulls_first(), Handoff.created_at.desc())
        .limit(1)
    )
    agent = await session.get(StaffMember, handoff.assigned_to) if handoff and handoff.assigned_to else None
    entries, has_earlier = await read_entries(session, conversation_id, None if whole else SHOWN_AT_ONCE)
    return Case(conversation, conversation.customer, handoff, agent, entries, has_earlier)


async def has_case(session: AsyncSession, conversation_id: UUID, agent_id: UUID) -> bool:
    """Tell whether the conversation's open case is this agent's."""
    found = await session.scalar(
        select(Handoff.id).where(
            Handoff.conversation_id == conversation_id,
            Handoff.status == HandoffStatus.ASSIGNED,
            Handoff.assigned_to == agent_id,
        )
    )
    return found is not None


async def read_picture(session: AsyncSession, attachment_id: UUID) -> tuple[str, str, bytes]:
    """A shopper's file: name, type and content. Raises CaseNotFound for one that is not there any more."""
    row = (
        await session.execute(
            select(Attachment.name, Attachment.content_type, Attachment.content).where(
                Attachment.id == attachment_id
            )
        )
    ).one_or_none()
    if row is None or row[1] is None or row[2] is None:
        raise CaseNotFound
    return row[0], row[1], row[2]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to."""

    customers: Sequence[Customer]
    orders: Sequence[Order]
    returns: Sequence[ReturnRequest]
    conversations: Sequence[Waiting]


async def search(session: AsyncSession, words: str) -> Found:
    """Customers by name, e-mail or phone; orders and returns by number; cases by what they are about."""
    wanted = words.strip()
    if len(wanted) < 2:
        return Found([], [], [], [])
    pattern = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    number = wanted.lstrip("#").replace(" ", "").upper()
    full_name = Customer.first_name + " " + Customer.last_name
    customers = await session.scalars(
        select(Customer)
        .where(or_(full_name.ilike(pattern), Customer.email.ilike(pattern), Customer.phone.ilike(pattern)))
        .order_by(Customer.last_name, Customer.first_name)
        .limit(_FOUND_AT_MOST)
    )
    orders = await session.scalars(
        select(Order).where(Order.number == number).options(joinedload(Order.customer))
    )
    returns = await session.scalars(
        select(ReturnRequest)
        .where(ReturnRequest.rma_number == number)
        .options(joinedload(ReturnRequest.order).joinedload(Order.customer))
    )
    return Found(list(customers), list(orders), list(returns), await _cases_about(session, pattern))


async def _cases_about(session: AsyncSession, pattern: str) -> list[Waiting]:
    rows = await session.execute(
        select(Handoff, Conversation, Customer, StaffMember)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .outerjoin(Customer, Customer.id == Conversation.customer_id)
        .outerjoin(StaffMember, StaffMember.id == Handoff.assigned_to)
        .where(or_(Handoff.summary.ilike(pattern), Handoff.resolution_note.ilike(pattern)))
        .order_by(Handoff.created_at.desc())
        .limit(_FOUND_AT_MOST)
    )
    return [Waiting(*row, None) for row in rows]


async def colleagues(session: AsyncSession, but: UUID) -> list[StaffMember]:
    """Who could take a case: everybody at the desk but `but`."""
    found = await session.scalars(
        select(StaffMember)
        .where(StaffMember.id != but, StaffMember.disabled_at.is_(None), StaffMember.role != "trainer")
        .order_by(func.lower(StaffMember.name))
    )
    return list(found)
