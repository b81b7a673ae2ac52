"""The store's help articles, cut into passages that can be found by meaning."""

from datetime import datetime

from pgvector.sqlalchemy import Vector
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from commerce.database import Base

EMBEDDING_DIMENSIONS = 384  # all-MiniLM-L6-v2


class HelpArticle(Base):
    """One page of the store's help."""

    __tablename__ = "help_articles"

    id: Mapped[str] = mapped_column(primary_key=True)  # the file's name without its ending
    title: Mapped[str]
    content_hash: Mapped[str]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    passages: Mapped[list["HelpPassage"]] = relationship(
        lazy="raise", order_by="HelpPassage.position", cascade="all, delete-orphan"
    )


class HelpPassage(Base):
    """A heading of an article with its text, and what it means as a vector."""

    __tablename__ = "help_passages"
    __table_args__ = (
        UniqueConstraint("article_id", "position"),
        Index(
            "ix_help_passages_embedding",
            "embedding",
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("help_articles.id", ondelete="CASCADE"))
    position: Mapped[int]
    heading: Mapped[str]
    text: Mapped[str]
    # What the passage is an answer to, each by the name of the intent
    topics: Mapped[list[str]] = mapped_column(ARRAY(String), server_default="{}")
    embedding: Mapped[list[float]] = mapped_column(Vector(EMBEDDING_DIMENSIONS))
