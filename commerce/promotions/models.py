"""Promotions: codes that take something off an order."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class Promotion(Base):
    """A code that takes either a percentage or a fixed amount off the lines of an order."""

    __tablename__ = "promotions"
    __table_args__ = (
        CheckConstraint("(percent_off IS NULL) <> (amount_off_minor IS NULL)", name="one_kind_of_discount"),
        CheckConstraint("percent_off BETWEEN 1 AND 100", name="percent_in_range"),
        CheckConstraint("amount_off_minor > 0", name="amount_positive"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)  # upper case
    description: Mapped[str]
    percent_off: Mapped[int | None]
    amount_off_minor: Mapped[int | None]
    currency: Mapped[str | None]
    minimum_minor: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
