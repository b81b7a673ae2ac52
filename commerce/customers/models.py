"""People who buy: customers, their addresses, payment methods, and the credit ledger."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, false, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base, text_enum
from commerce.postal import PostalAddress

ERASED = "@erased.invalid"  # how the e-mail of a customer ends who was forgotten


class Customer(Base):
    """A person the store knows."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("uq_customers_email", text("lower(email)"), unique=True),
        Index("ix_customers_name", text("lower(last_name)"), text("lower(first_name)")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str | None] = mapped_column(index=True)  # E.164
    birthday: Mapped[date | None]  # for what the store gives on it
    phone_proven_at: Mapped[datetime | None]  # when its holder typed a code that was texted to it
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    addresses: Mapped[list["Address"]] = relationship(lazy="raise", order_by="Address.created_at")
    payment_methods: Mapped[list["PaymentMethod"]] = relationship(lazy="raise", order_by="PaymentMethod.id")

    @property
    def full_name(self) -> str:
        """First and last name as written."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def called(self) -> str:
        """How a letter addresses them."""
        return self.first_name or self.last_name or "there"


class Address(Base):
    """An address on a customer's file; one of them is the default."""

    __tablename__ = "addresses"
    __table_args__ = (
        Index("uq_addresses_default", "customer_id", unique=True, postgresql_where=text("is_default")),
        Index("ix_addresses_postcode", text("upper(replace(postcode, ' ', ''))")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    line1: Mapped[str]
    line2: Mapped[str] = mapped_column(default="")
    city: Mapped[str]
    region: Mapped[str] = mapped_column(default="")
    postcode: Mapped[str]
    country: Mapped[str]
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def postal(self) -> PostalAddress:
        """The address itself, without whose it is."""
        return PostalAddress(self.line1, self.line2, self.city, self.region, self.postcode, self.country)


class PaymentMethodKind(StrEnum):
    """How a customer pays. Gift cards and store credit hold a balance in the credit ledger."""

    CREDIT_CARD = "credit_card"
    PAYPAL = "paypal"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    OTHER = "other"  # of a kind the store has no rules for; `brand` is what it is called

    @property
    def holds_balance(self) -> bool:
        """Whether money is kept on it here, so that a refund to it is immediate."""
        return self in (PaymentMethodKind.GIFT_CARD, PaymentMethodKind.STORE_CREDIT)


class PaymentMethod(Base):
    """A way to pay on a customer's file. Card numbers are never stored, only the last four digits."""

    __tablename__ = "payment_methods"
    __table_args__ = (
        Index(
            "uq_payment_methods_store_credit",
            "customer_id",
            unique=True,
            postgresql_where=text("kind = 'store_credit'"),
        ),
        Index("uq_payment_methods_default", "customer_id", unique=True, postgresql_where=text("is_default")),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"), index=True)
    kind: Mapped[PaymentMethodKind] = mapped_column(text_enum(PaymentMethodKind))
    brand: Mapped[str | None]
    last_four: Mapped[str | None]
    currency: Mapped[str | None]  # of the balance it holds, if it holds one
    removed_at: Mapped[datetime | None]
    is_default: Mapped[bool] = mapped_column(default=False, server_default=text("false"))  # proposed first
    # What the payment provider calls it and its payer, where it was saved there to be charged again.
    reference: Mapped[str | None]
    payer_reference: Mapped[str | None]


class CreditReason(StrEnum):
    """Why the balance of a gift card or store credit moved."""

    OPENING = "opening"
    PAYMENT = "payment"
    REFUND = "refund"
    CORRECTION = "correction"
    POINTS = "points"  # redeemed ones
    GOODWILL = "goodwill"
    GIFT_CARD = "gift_card"  # redeemed


class CreditEntry(Base):
    """One movement on a gift card or store credit; the balance is their sum. Never edited."""

    __tablename__ = "credit_entries"
    __table_args__ = (
        Index(
            "uq_credit_entries_opening",
            "payment_method_id",
            unique=True,
            postgresql_where=text("reason = 'opening'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    payment_method_id: Mapped[str] = mapped_column(ForeignKey("payment_methods.id"), index=True)
    amount_minor: Mapped[int]  # signed
    currency: Mapped[str]
    reason: Mapped[CreditReason] = mapped_column(text_enum(CreditReason))
    payment_id: Mapped[UUID | None] = mapped_column(ForeignKey("payments.id"), unique=True)
    refund_id: Mapped[UUID | None] = mapped_column(ForeignKey("refunds.id"), unique=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class OneTimeCode(Base):
    """A code sent to the e-mail or phone on file; only its hash is kept, and it works once.

    Without a customer it was sent to nobody and never works, where one must not be seen to be missing.
    """

    __tablename__ = "one_time_codes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    destination: Mapped[str]
    # Whether it proves a contact that is not on file yet, and so nothing of who types it.
    is_of_new_contact: Mapped[bool] = mapped_column(default=False, server_default=false())
    code_hash: Mapped[str]
    wrong_guesses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
