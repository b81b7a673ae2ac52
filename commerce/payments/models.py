"""Paying by a provider: each try, what the provider reported, and what is disputed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum
from commerce.money import Money


class AttemptStatus(StrEnum):
    """What became of a try to pay."""

    STARTED = "started"
    FAILED = "failed"  # declined, or given up; another try is possible
    PAID = "paid"  # and its order is placed
    RETURNED = "returned"  # paid when there was nothing left to sell: the money goes back


class PaymentAttempt(Base):
    """One try to pay for a checkout, on the terms that were shown."""

    __tablename__ = "payment_attempts"
    __table_args__ = (
        CheckConstraint("amount_minor >= 0", name="amount_not_negative"),
        Index("uq_payment_attempts_reference", "provider", "reference", unique=True),
        Index("ix_payment_attempts_started", "created_at", postgresql_where=text("status = 'started'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    checkout_id: Mapped[UUID] = mapped_column(ForeignKey("checkouts.id"), index=True)
    provider: Mapped[str]
    reference: Mapped[str | None]  # the provider's name of it
    payment_reference: Mapped[str | None] = mapped_column(index=True)  # of the money taken: refunds name it
    status: Mapped[AttemptStatus] = mapped_column(text_enum(AttemptStatus))
    failure: Mapped[str | None]  # the provider's code for it
    # The saved method that is charged; None where the shopper pays on the provider's page.
    payment_method_id: Mapped[str | None] = mapped_column(ForeignKey("payment_methods.id"), index=True)
    amount_minor: Mapped[int]
    currency: Mapped[str]
    terms: Mapped[dict[str, Any]]  # commerce.checkout.terms.Terms
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    settled_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]

    @property
    def amount(self) -> Money:
        """What the provider is to take."""
        return Money(self.amount_minor, self.currency)


class ProviderEvent(Base):
    """Something a provider reported: what has to be known to handle it, until it is; then that it came."""

    __tablename__ = "provider_events"
    __table_args__ = (
        Index("ix_provider_events_waiting", "received_at", postgresql_where=text("handled_at IS NULL")),
        CheckConstraint("handled_at IS NULL OR facts IS NULL", name="handled_is_forgotten"),
    )

    provider: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    handled_at: Mapped[datetime | None]


class DisputeStatus(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class Dispute(Base):
    """A payment that its payer's bank contests. `reported_at` orders what arrives out of order."""

    __tablename__ = "disputes"
    __table_args__ = (Index("uq_disputes_reference", "provider", "reference", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    provider: Mapped[str]
    reference: Mapped[str]
    payment_id: Mapped[UUID] = mapped_column(ForeignKey("payments.id"), index=True)
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reason: Mapped[str]
    status: Mapped[DisputeStatus] = mapped_column(text_enum(DisputeStatus))
    reported_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
