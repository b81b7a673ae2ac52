"""Figures as the database keeps them: one number a row, so that any days can be summed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base


class Figure(Base):
    """What was counted on one of the store's days: `figure` of `name`, money in minor units of `currency`.

    What is true of a store as a whole has no name, what is no money no currency. A zero has no row.
    """

    __tablename__ = "figures"
    # A page reads what belongs to the whole store over many days.
    __table_args__ = (Index("ix_figures_whole", "day", "figure", postgresql_where=text("name = ''")),)

    figure: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True, default="")
    currency: Mapped[str] = mapped_column(primary_key=True, default="")
    value: Mapped[int]


class SourceDay(Base):
    """The raw rows of a day as the figures last saw them: a day whose rows look otherwise is counted anew."""

    __tablename__ = "figure_source_days"

    source: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    rows: Mapped[int]
    checksum: Mapped[Decimal]
    read_at: Mapped[datetime] = mapped_column(server_default=func.now())


class FigureReader(Base):
    """One of the store's people who wants the figures of yesterday by e-mail."""

    __tablename__ = "figure_readers"

    member_id: Mapped[UUID] = mapped_column(ForeignKey("staff_members.id"), primary_key=True)
    told_of: Mapped[date | None]  # the last day that was sent
    since: Mapped[datetime] = mapped_column(server_default=func.now())
