"""Accounts that are locked, and the contacts that were on file before."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class FormerContact(Base):
    """An e-mail address or phone number that another one replaced."""

    __tablename__ = "former_contacts"
    __table_args__ = (Index("ix_former_contacts_customer_id_replaced_at", "customer_id", "replaced_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    kind: Mapped[str]  # of commerce.customers.codes.ContactKind
    value: Mapped[str]
    replaced_at: Mapped[datetime]


class AccountLock(Base):
    """A lock on a customer's account: nothing of theirs is changed until it is released."""

    __tablename__ = "account_locks"
    __table_args__ = (
        Index(
            "uq_account_locks_standing",
            "customer_id",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id"))
    score: Mapped[int]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    code_hash: Mapped[str] = mapped_column(unique=True)  # of the link that releases it
    locked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None]  # "owner", or the member of staff
