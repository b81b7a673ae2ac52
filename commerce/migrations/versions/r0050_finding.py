"""What products are found by: brands, attributes, ratings, facets, words, meaning; and reviews."""

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import Vector
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0085"
branch_labels = None
depends_on = None

_PARTS_OF_SPEECH = "asciiword, word, numword, asciihword, hword, numhword, int, uint, float, version"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # No stop words: "under" and "s" are words that goods are called by.
    op.execute("CREATE TEXT SEARCH DICTIONARY aisle_stem (TEMPLATE = snowball, LANGUAGE = english)")
    op.execute('CREATE TEXT SEARCH CONFIGURATION aisle (PARSER = "default")')
    op.execute(f"ALTER TEXT SEARCH CONFIGURATION aisle ADD MAPPING FOR {_PARTS_OF_SPEECH} WITH aisle_stem")
    op.add_column("products", sa.Column("brand", sa.String(), nullable=True))
    op.add_column(
        "products",
        sa.Column("attributes", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("products", sa.Column("rating", sa.Float(), nullable=True))
    op.add_column(
        "products", sa.Column("review_count", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("variants", sa.Column("compare_at_minor", sa.BigInteger(), nullable=True))
    op.add_column(
        "variants",
        sa.Column("facets", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.create_index("ix_variants_facets", "variants", ["facets"], postgresql_using="gin")
    op.create_index("ix_variants_price_minor", "variants", ["price_minor"])
    _create_documents()
    _create_terms()
    _create_reviews()


def _create_documents() -> None:
    op.create_table(
        "product_documents",
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.Column("embedding", Vector(384), nullable=False),
        sa.Column("popularity", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_product_documents_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_documents")),
    )
    op.create_index("ix_product_documents_words", "product_documents", ["words"], postgresql_using="gin")
    op.create_index(
        "ix_product_documents_embedding",
        "product_documents",
        ["embedding"],
        postgresql_using="hnsw",
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )
    op.create_index("ix_product_documents_popularity", "product_documents", ["popularity"])


def _create_terms() -> None:
    op.create_table(
        "search_terms",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_terms")),
    )


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(), server_default="", nullable=False),
        sa.Column("stars", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("helpful", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'published', 'refused')", name=op.f("ck_reviews_reviewstatus")
        ),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_reviews_stars_of_five")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_reviews_product_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_reviews_customer_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_reviews_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("product_id", "customer_id", name=op.f("uq_reviews_product_id_customer_id")),
    )
    op.create_index(op.f("ix_reviews_customer_id"), "reviews", ["customer_id"])
    op.create_index(op.f("ix_reviews_order_id"), "reviews", ["order_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("reviews")
    op.drop_table("search_terms")
    op.drop_table("product_documents")
    op.drop_index("ix_variants_price_minor", "variants")
    op.drop_index("ix_variants_facets", "variants")
    op.drop_column("variants", "facets")
    op.drop_column("variants", "compare_at_minor")
    for column in ("review_count", "rating", "attributes", "brand"):
        op.drop_column("products", column)
    op.execute("DROP TEXT SEARCH CONFIGURATION aisle")
    op.execute("DROP TEXT SEARCH DICTIONARY aisle_stem")
