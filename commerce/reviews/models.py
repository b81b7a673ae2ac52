"""What customers think of products."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class ReviewStatus(StrEnum):
    """Where a review stands."""

    PENDING = "pending"  # nobody has looked at it; not shown
    PUBLISHED = "published"
    REFUSED = "refused"  # for one of the reasons; not shown


class RefusedFor(StrEnum):
    """Which of the store's rules a review breaks, or why else it is not shown."""

    ABUSE = "abuse"
    PERSONAL = "personal"  # it names people, addresses or numbers
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"  # it is of a delivery or of something else
    NOT_GENUINE = "not_genuine"
    WITHDRAWN = "withdrawn"  # it breaks none: its author wants it away


class Review(Base):
    """One customer's view of one product; with an order it is a verified purchase."""

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_of_five"),
        UniqueConstraint("product_id", "customer_id"),
        Index("ix_reviews_waiting", "created_at", postgresql_where="status = 'pending'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"), index=True)
    author: Mapped[str] = mapped_column(default="", server_default="")  # the name shown: "Ada M."
    stars: Mapped[int]
    title: Mapped[str] = mapped_column(default="", server_default="")
    text: Mapped[str] = mapped_column(default="", server_default="")
    status: Mapped[ReviewStatus] = mapped_column(text_enum(ReviewStatus), default=ReviewStatus.PENDING)
    refused_for: Mapped[RefusedFor | None] = mapped_column(text_enum(RefusedFor))
    helpful: Mapped[int] = mapped_column(default=0, server_default="0")
    answer: Mapped[str] = mapped_column(default="", server_default="")  # the store's
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())  # or written anew
    published_at: Mapped[datetime | None]  # first; a review that is written anew keeps it


class ReviewVote(Base):
    """Somebody found a review helpful: once a customer, once a conversation."""

    __tablename__ = "review_votes"
    __table_args__ = (
        UniqueConstraint("review_id", "customer_id"),
        UniqueConstraint("review_id", "conversation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id"), index=True)
    conversation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
