"""What went wrong with an order: items damaged, missing or wrong, parcels lost or late."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum
from commerce.policies.service import Remedy


class ProblemKind(StrEnum):
    """What went wrong."""

    DAMAGED_ITEM = "damaged_item"
    WRONG_ITEM = "wrong_item"
    MISSING_ITEM = "missing_item"
    LOST_PARCEL = "lost_parcel"
    LATE_ORDER = "late_order"


class ProblemStatus(StrEnum):
    """Where a problem stands."""

    MANUAL_REVIEW = "manual_review"  # a person decides
    RESOLVED = "resolved"  # the remedy is under way
    DECLINED = "declined"  # a person decided against it


class ProblemReport(Base):
    """Units of an order's line, each made good once, or the whole order where it is late."""

    __tablename__ = "problem_reports"
    __table_args__ = (
        Index(None, "order_line_id"),
        Index(
            "uq_problem_reports_late", "order_id", unique=True, postgresql_where=text("kind = 'late_order'")
        ),
        CheckConstraint("(order_line_id IS NULL) = (kind = 'late_order')", name="line_unless_late"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("refund_minor >= 0", name="refund_not_negative"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), index=True)
    order_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_lines.id"))
    kind: Mapped[ProblemKind] = mapped_column(text_enum(ProblemKind))
    quantity: Mapped[int] = mapped_column(default=1)  # of the line; 1 for an order
    description: Mapped[str] = mapped_column(default="")
    photos: Mapped[list[str]] = mapped_column(JSONB, default=list)  # references to stored pictures
    remedy: Mapped[Remedy] = mapped_column(text_enum(Remedy))  # what the shopper chose
    status: Mapped[ProblemStatus] = mapped_column(text_enum(ProblemStatus))
    review_reason: Mapped[str | None]
    # What of the line's price went back, in the order's currency; its part in later refunds of the line.
    refund_minor: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
