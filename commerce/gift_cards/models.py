"""Gift cards: money under a code, until somebody takes it into their store credit."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base
from commerce.money import Money


class GiftCard(Base):
    """A card by the digest of its code; the code itself is nowhere but with its holder."""

    __tablename__ = "gift_cards"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="amount_positive"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code_digest: Mapped[str] = mapped_column(unique=True)
    last_four: Mapped[str]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    expires_on: Mapped[date | None]
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
    redeemed_by: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    redeemed_at: Mapped[datetime | None]

    @property
    def amount(self) -> Money:
        """What it was issued for."""
        return Money(self.amount_minor, self.currency)
