"""What a shopper answers to a journey's message: which one it was, and what becomes of the journey."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from commerce.carts.models import Cart, CartStatus
from commerce.clock import Clock
from commerce.journeys.definition import Journey
from commerce.journeys.models import JourneyRun, JourneyStep, Outcome, RunStatus, SubjectKind
from commerce.journeys.versions import keep_version
from commerce.support.models import Message, MessageAuthor

# For how long what is said may be an answer to it.
_ANSWERED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reminded:
    """A message of a journey about a cart that is still open."""

    run_id: UUID
    customer_id: str
    cart_id: UUID
    text: str = field(repr=False)
    is_last: bool  # whether nothing was said to the shopper since


async def reminded_in(session: AsyncSession, conversation_id: UUID, *, clock: Clock) -> Reminded | None:
    """The last message about a cart in the conversation; None where there is none to answer any more."""
    later = aliased(Message)
    is_followed = (
        select(later.id)
        .where(
            later.conversation_id == conversation_id,
            later.position > Message.position,
            later.author != MessageAuthor.SHOPPER,
        )
        .exists()
    )
    row = (
        await session.execute(
            select(JourneyRun, Message.text, is_followed)
            .join(JourneyStep, JourneyStep.run_id == JourneyRun.id)
            .join(Message, Message.id == JourneyStep.message_id)
            .where(
                JourneyStep.conversation_id == conversation_id,
                JourneyStep.outcome == Outcome.SENT,
                JourneyStep.at > clock.now() - _ANSWERED_WITHIN,
                JourneyRun.subject_kind == SubjectKind.CART,
            )
            .order_by(JourneyStep.at.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None:
        return None
    run, text, was_followed = row
    cart = await session.get(Cart, UUID(run.subject))
    if cart is None or cart.status is not CartStatus.OPEN or cart.customer_id != run.customer_id:
        return None
    return Reminded(run.id, run.customer_id, cart.id, text, not was_followed)


async def leave_journey(session: AsyncSession, run_id: UUID, reason: str, *, clock: Clock) -> None:
    """Say nothing more of what a run is about."""
    await session.execute(
        update(JourneyRun)
        .where(JourneyRun.id == run_id, JourneyRun.status == RunStatus.RUNNING)
        .values(status=RunStatus.LEFT, end_reason=reason, ended_at=clock.now())
    )


async def remind_at(
    session: AsyncSession, cart: Cart, journey: Journey, moment: datetime, *, clock: Clock
) -> None:
    """Remind a cart's customer of it at `moment`, as they asked, and not before; the last wish counts."""
    await session.execute(
        update(JourneyRun)
        .where(
            JourneyRun.customer_id == cart.customer_id,
            JourneyRun.subject == str(cart.id),
            JourneyRun.status == RunStatus.RUNNING,
        )
        .values(status=RunStatus.LEFT, end_reason="asked for another time", ended_at=clock.now())
    )
    await keep_version(session, journey)
    await session.execute(
        insert(JourneyRun)
        .values(
            journey=journey.name,
            version=journey.version,
            customer_id=cart.customer_id,
            subject_kind=SubjectKind.CART,
            subject=str(cart.id),
            occasion=f"{clock.now().timestamp():.6f}",
            step=journey.first().id,
            started_at=clock.now(),
            due_at=moment,
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
    )
