"""Hands a conversation to people, and lists which ones wait for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from commerce.clock import Clock
from commerce.customers.models import Customer
from commerce.errors import CommerceError
from commerce.identity import IdentityLevel
from commerce.support.models import (
    Conversation,
    Escalation,
    Handoff,
    HandoffStatus,
    Message,
    Resolution,
)
from commerce.support.news import QUEUE, announce

# How many handoffs one conversation, and one network's unverified shoppers, may ask for within the hour.
MOST_OF_ONE, MOST_OF_A_NETWORK = 5, 10
_WITHIN = timedelta(hours=1)
# What the shopper wanted for themselves, and so may want no more; the rest is not theirs to call off.
_OF_THE_SHOPPER = frozenset(
    {Escalation.ASKED, Escalation.NOT_UNDERSTOOD, Escalation.NO_ANSWER, Escalation.NOT_SERVED}
)


class TooManyHandoffs(CommerceError):
    """too many handoffs of one sender within the hour

    The sender has asked for people too often; those that wait are served first.
    """


@dataclass(frozen=True, slots=True)
class OpenHandoff:
    """A handoff that is not resolved, with everything the agent needs to answer."""

    handoff: Handoff
    customer: Customer | None
    waiting: timedelta
    transcript: Sequence[Message]


async def require_room(session: AsyncSession, conversation: Conversation, clock: Clock) -> None:
    """Raise TooManyHandoffs when this sender has asked for people too often within the hour.

    The sender is the conversation and, unless the shopper is verified, the network that it was begun from:
    a new conversation costs nothing. The next one waits until this transaction ends.
    """
    since = clock.now() - _WITHIN
    own = select(func.count()).where(Handoff.created_at > since)
    if (await session.scalar(own.where(Handoff.conversation_id == conversation.id)) or 0) >= MOST_OF_ONE:
        raise TooManyHandoffs
    if conversation.network is None or conversation.identity_level is IdentityLevel.VERIFIED:
        return
    lock = func.hashtextextended(f"handoffs:{conversation.network}", 0)
    await session.execute(select(func.pg_advisory_xact_lock(lock)))
    near = (
        own.select_from(Handoff)
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .where(
            Conversation.network == conversation.network,
            Conversation.identity_level != IdentityLevel.VERIFIED,
        )
    )
    if (await session.scalar(near) or 0) >= MOST_OF_A_NETWORK:
        raise TooManyHandoffs


async def queue_handoff(
    session: AsyncSession,
    conversation_id: UUID,
    escalation: Escalation,
    *,
    summary: str = "",
    contact: str | None = None,
    clock: Clock,
) -> tuple[Handoff, bool]:
    """Queue the conversation for a person; the handoff, and whether it is new.

    A conversation has one open handoff: asking again gives that one, with the contact if it had none.
    """
    added = await session.scalar(
        insert(Handoff)
        .values(
            conversation_id=conversation_id,
            escalation=escalation,
            summary=summary,
            contact=contact,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Handoff)
    )
    if added is not None:
        await announce(session, QUEUE)
        return added, True
    existing = await open_handoff(session, conversation_id)
    if existing is None:  # resolved in this very moment
        return await queue_handoff(
            session, conversation_id, escalation, summary=summary, contact=contact, clock=clock
        )
    existing.contact = existing.contact or contact
    return existing, False


async def open_handoff(session: AsyncSession, conversation_id: UUID) -> Handoff | None:
    """The conversation's handoff that is not resolved."""
    return await session.scalar(
        select(Handoff).where(
            Handoff.conversation_id == conversation_id, Handoff.status != HandoffStatus.RESOLVED
        )
    )


async def withdraw_handoff(session: AsyncSession, handoff: Handoff, clock: Clock) -> bool:
    """Close a handoff that its shopper calls off; whether it was theirs to call off, and nobody at it yet."""
    closed = await session.scalar(
        update(Handoff)
        .where(
            Handoff.id == handoff.id,
            Handoff.status == HandoffStatus.QUEUED,
            Handoff.first_reply_at.is_(None),
            Handoff.escalation.in_(_OF_THE_SHOPPER),
            Handoff.priority == 0,
        )
        .values(
            status=HandoffStatus.RESOLVED,
            resolved_at=clock.now(),
            resolution=Resolution.HANDED_BACK,
            resolution_note="The shopper called it off.",
        )
        .returning(Handoff.id)
    )
    if closed is not None:
        await announce(session, handoff.conversation_id)
        await announce(session, QUEUE)
    return closed is not None


async def list_open(session: AsyncSession, *, clock: Clock) -> list[OpenHandoff]:
    """Every handoff that is not resolved, the longest waiting first, each with its whole transcript."""
    handoffs = (
        await session.scalars(
            select(Handoff)
            .where(Handoff.status != HandoffStatus.RESOLVED)
            .order_by(Handoff.created_at)
            .options(joinedload(Handoff.conversation).joinedload(Conversation.customer))
        )
    ).all()
    transcripts: dict[UUID, list[Message]] = {each.conversation_id: [] for each in handoffs}
    messages = await session.scalars(
        select(Message).where(Message.conversation_id.in_(transcripts)).order_by(Message.position)
    )
    for message in messages:
        transcripts[message.conversation_id].append(message)
    return [
        OpenHandoff(
            handoff=each,
            customer=each.conversation.customer,
            waiting=clock.now() - each.created_at,
            transcript=transcripts[each.conversation_id],
        )
        for each in handoffs
    ]


def format_handoff(waiting: OpenHandoff) -> str:
    """The handoff as text for an operator's terminal: who, why, since when, and the transcript."""
    handoff, customer = waiting.handoff, waiting.customer
    who = f"{customer.full_name} <{customer.email}>" if customer else "somebody unknown"
    head = [
        f"{handoff.status.value}: {handoff.escalation.value}, waiting {format_waiting(waiting.waiting)}",
        f"  conversation {handoff.conversation_id} on {handoff.conversation.channel}",
        f"  with {who} ({handoff.conversation.identity_level.value})",
    ]
    if handoff.contact:
        head.append(f"  write to {handoff.contact}")
    if handoff.summary:
        head.append(f"  {handoff.summary}")
    return "\n".join([*head, "", *(_format_message(message) for message in waiting.transcript)])


def format_waiting(waiting: timedelta) -> str:
    """A waiting time in its two largest units."""
    minutes = max(0, int(waiting.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _format_message(message: Message) -> str:
    at = _clock_time(message.created_at)
    lines = message.text.splitlines() or [""]
    indent = " " * (len(at) + 12)
    return f"  {at} {message.author.value:>7}: " + f"\n{indent}".join(lines)


def _clock_time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
