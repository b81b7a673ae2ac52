"""What the recommender has learned: versions, and for each product those that go with it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, func, true
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base, text_enum


class Relation(StrEnum):
    """Why a product is beside another."""

    TASTE = "taste"  # who buys the one likes the other
    TOGETHER = "together"  # both are bought in one order


class RecommenderVersion(Base):
    """One training: its figures, and whether it is in use. At most one is."""

    __tablename__ = "recommender_versions"
    __table_args__ = (
        Index("ix_recommender_versions_in_use", "is_in_use", unique=True, postgresql_where="is_in_use"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trained_at: Mapped[datetime] = mapped_column(server_default=func.now())
    interactions: Mapped[int]
    # Of each measure (recall, ndcg, coverage, novelty) of this model and of what it is compared with
    figures: Mapped[dict[str, Any]]
    refused: Mapped[str | None]  # why it was not taken into use
    is_in_use: Mapped[bool] = mapped_column(default=False, server_default="false")


class ProductNeighbours(Base):
    """The products nearest to one, the nearest first, with how near each is."""

    __tablename__ = "product_neighbours"

    version_id: Mapped[int] = mapped_column(
        ForeignKey("recommender_versions.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[str] = mapped_column(primary_key=True)
    relation: Mapped[Relation] = mapped_column(text_enum(Relation), primary_key=True)
    others: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    scores: Mapped[list[float]] = mapped_column(ARRAY(REAL))


IN_USE = RecommenderVersion.is_in_use == true()
