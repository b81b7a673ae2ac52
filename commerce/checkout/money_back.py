"""Money that goes back by the provider that took it: refunds of orders, and payments that bought nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.clock import Clock
from commerce.money import Money
from commerce.orders.models import Payment, Refund, RefundStatus
from commerce.payments.models import AttemptStatus, Dispute, DisputeStatus, PaymentAttempt
from commerce.payments.port import RefundSent, RefundWanted


@dataclass(frozen=True, slots=True)
class Due:
    """Money to be sent back, by row: a refund's, or that of a try to pay."""

    id: UUID
    wanted: RefundWanted


async def refunds_due(session: AsyncSession, provider: str, limit: int) -> Sequence[Due]:
    """Return refunds that are sent, as the store has it, and that the provider has not been told of."""
    rows = await session.execute(
        select(Refund, Payment.reference)
        .join(
            Payment,
            (Payment.order_id == Refund.order_id) & (Payment.payment_method_id == Refund.payment_method_id),
        )
        .where(
            Payment.provider == provider,
            Payment.reference.is_not(None),
            Refund.status == RefundStatus.PENDING,
            Refund.expected_by.is_not(None),  # others wait for the goods
            Refund.reference.is_(None),
            Refund.failure.is_(None),
        )
        .order_by(Refund.created_at)
        .limit(limit)
    )
    return [
        Due(refund.id, RefundWanted(f"refund-{refund.id}", str(reference), refund.amount))
        for refund, reference in rows
    ]


async def payments_to_return(session: AsyncSession, provider: str, limit: int) -> Sequence[Due]:
    """Return the payments that bought nothing and have not been sent back."""
    found = await session.scalars(
        select(PaymentAttempt)
        .where(
            PaymentAttempt.provider == provider,
            PaymentAttempt.status == AttemptStatus.RETURNED,
            PaymentAttempt.returned_at.is_(None),
            PaymentAttempt.payment_reference.is_not(None),
        )
        .limit(limit)
    )
    return [
        Due(each.id, RefundWanted(f"return-{each.id}", str(each.payment_reference), each.amount))
        for each in found
    ]


async def note_refund_sent(session: AsyncSession, refund_id: UUID, sent: RefundSent, *, clock: Clock) -> None:
    """Note what the provider calls a refund, and that it has arrived where it has."""
    refund = await session.get_one(Refund, refund_id, with_for_update=True, populate_existing=True)
    refund.reference = sent.reference
    if sent.is_done and refund.status is RefundStatus.PENDING:
        refund.status, refund.completed_at = RefundStatus.COMPLETED, clock.now()


async def note_refund_failed(session: AsyncSession, refund_id: UUID, failure: str) -> None:
    """Note that the provider does not send it: a person has to find another way."""
    refund = await session.get_one(Refund, refund_id, with_for_update=True, populate_existing=True)
    refund.failure = failure


async def note_refund_report(
    session: AsyncSession, reference: str, *, is_done: bool, failure: str | None, clock: Clock
) -> None:
    """Do what the provider reports of a refund; one that it knows and we do not is somebody's by hand."""
    refund = await session.scalar(select(Refund).where(Refund.reference == reference).with_for_update())
    if refund is None:
        return
    if failure is not None:
        refund.failure = failure
        if refund.status is RefundStatus.COMPLETED:
            refund.status, refund.completed_at = RefundStatus.PENDING, None
    elif is_done and refund.status is RefundStatus.PENDING:
        refund.status, refund.completed_at = RefundStatus.COMPLETED, clock.now()


async def note_returned(session: AsyncSession, attempt_id: UUID, *, clock: Clock) -> None:
    """Note that a payment that bought nothing is on its way back."""
    attempt = await session.get_one(PaymentAttempt, attempt_id)
    attempt.returned_at = clock.now()


@dataclass(frozen=True, slots=True)
class DisputeReport:
    """How a dispute stands, as reported at a moment."""

    reference: str
    payment_reference: str
    amount: Money
    reason: str
    status: DisputeStatus
    at: datetime


async def note_dispute(session: AsyncSession, provider: str, report: DisputeReport) -> bool:
    """Keep how a dispute stands; what was reported earlier and comes later changes nothing.

    False where no payment of the store's is disputed.
    """
    payment_id = await session.scalar(
        select(Payment.id).where(Payment.provider == provider, Payment.reference == report.payment_reference)
    )
    if payment_id is None:
        return False
    values = {"status": report.status, "reason": report.reason, "reported_at": report.at}
    row = insert(Dispute).values(
        id=uuid4(),
        provider=provider,
        reference=report.reference,
        payment_id=payment_id,
        amount_minor=report.amount.amount_minor,
        currency=report.amount.currency,
        created_at=func.now(),
        **values,
    )
    is_newer = Dispute.reported_at <= row.excluded.reported_at
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[Dispute.provider, Dispute.reference], set_=values, where=is_newer
        )
    )
    return True


async def open_attempts(
    session: AsyncSession, provider: str, begun_before: datetime, limit: int
) -> Sequence[tuple[UUID, str]]:
    """Return tries that nothing was reported of since, by id and what the provider calls them."""
    rows = await session.execute(
        select(PaymentAttempt.id, PaymentAttempt.reference)
        .where(
            PaymentAttempt.provider == provider,
            PaymentAttempt.status == AttemptStatus.STARTED,
            PaymentAttempt.reference.is_not(None),
            PaymentAttempt.created_at < begun_before,
        )
        .order_by(PaymentAttempt.created_at.desc())
        .limit(limit)
    )
    return [(attempt_id, str(reference)) for attempt_id, reference in rows]
