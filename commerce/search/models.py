"""What each product is found by beside its facets: its words and its meaning."""

from pgvector.sqlalchemy import Vector
from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from commerce.database import Base
from commerce.help.models import EMBEDDING_DIMENSIONS


class ProductDocument(Base):
    """A product as the search sees it."""

    __tablename__ = "product_documents"
    __table_args__ = (
        Index("ix_product_documents_words", "words", postgresql_using="gin"),
        Index(
            "ix_product_documents_embedding",
            "embedding",
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
    )

    product_id: Mapped[str] = mapped_column(ForeignKey("products.id", ondelete="CASCADE"), primary_key=True)
    content_hash: Mapped[str]
    words: Mapped[str] = mapped_column(TSVECTOR)
    embedding: Mapped[list[float]] = mapped_column(Vector(EMBEDDING_DIMENSIONS))
    popularity: Mapped[float] = mapped_column(default=0.0, server_default="0", index=True)


class SearchTerm(Base):
    """A word of the products as it is written, or a facet, and how many products have it."""

    __tablename__ = "search_terms"

    term: Mapped[str] = mapped_column(primary_key=True)
    documents: Mapped[int]
